//! One look at a page as a person with or without good eyes has it.

import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, type TestInfo } from '@playwright/test';

const SCREENSHOTS = join(import.meta.dirname, '../../target/screenshots');

/**
 * Nothing is wider than the screen; axe finds nothing in light and dark; a picture of each is left
 * in target/screenshots. Without script axe cannot run: the same page is looked at with it.
 */
export async function look(page: Page, name: string, info: TestInfo, script: boolean): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: join(SCREENSHOTS, info.project.name, `${name}-${theme}.png`), fullPage: true, animations: 'disabled' });
    if (script) {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const findings = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);
      expect(findings, `axe on ${name}, ${theme}`).toEqual([]);
    }
  }
  const tooWide = await page.evaluate(() => {
    const screen = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth > screen
      ? [...document.body.querySelectorAll('*')].filter((it) => it.getBoundingClientRect().right > screen).map((it) => it.outerHTML.slice(0, 120))
      : [];
  });
  expect(tooWide, `wider than the screen on ${name}`).toEqual([]);
}
