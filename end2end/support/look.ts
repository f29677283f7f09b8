//! One look at a page as a person with or without good eyes has it.

import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { type Language, LANGUAGES } from './words.ts';

const SCREENSHOTS = join(import.meta.dirname, '../../target/screenshots');
const PICTURES = Boolean(process.env['TEST_PICTURES']);
const SCREENS = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];

/** Looks at a page in each language, English last. */
export async function inAllLanguages(page: Page, name: string, open: string | (() => Promise<unknown>)): Promise<void> {
  for (const language of LANGUAGES.toReversed()) {
    await setCookie(page, 'locale', language);
    await (typeof open === 'string' ? page.goto(open) : open());
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await look(page, language, name);
  }
}

/** As the program would, on its next page: the choice of a language, a sentence to show. */
export async function setCookie(page: Page, name: 'flash' | 'locale', value: string): Promise<void> {
  await page.context().addCookies([{ name: `atrio-${name}`, value, url: new URL('/', page.url()).href }]);
}

/**
 * On a desk and on a phone, light and dark: axe finds nothing, nothing is wider than the screen, no two
 * elements share an id. With TEST_PICTURES=1 it leaves pictures in target/screenshots.
 */
export async function look(page: Page, language: Language, name: string): Promise<void> {
  const where = `${name}, ${language}`;
  // Its rules do not read, so one language is enough; but for one they do not see colours.
  const audited = language === 'en';
  if (audited) await page.evaluate(axe.source);
  for (const screen of SCREENS) {
    await page.setViewportSize(screen);
    expect(await tooWide(page), `wider than ${screen.width} px: ${where}`).toEqual([]);
    for (const colorScheme of ['light', 'dark'] as const) {
      if (!audited && !PICTURES) break;
      await changeColours(page, colorScheme);
      const path = join(SCREENSHOTS, language, `${name}-${screen.width}-${colorScheme}.png`);
      if (PICTURES) await page.screenshot({ path, fullPage: true, animations: 'disabled' });
      const rule = colorScheme === 'dark' ? 'color-contrast' : undefined;
      if (audited) expect(await violations(page, rule), `axe: ${where}, ${screen.width} px, ${colorScheme}`).toEqual([]);
    }
  }
  expect(await sharedIds(page), `ids: ${where}`).toEqual([]);
}

/** Colours fade into each other; halfway they contrast with nothing. */
export async function changeColours(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(() => {
    for (const it of document.getAnimations()) {
      if (it instanceof CSSTransition) it.finish();
    }
  });
}

/** What axe finds, by all its rules or by one of them; its source has to be in the page. */
export function violations(page: Page, rule?: string): Promise<string[]> {
  return page.evaluate(async (rule) => {
    const { violations } = await axe.run({ resultTypes: ['violations'], ...(rule && { runOnly: [rule] }) });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);
  }, rule);
}

/** What is wider than the screen. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const screen = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth > screen
      ? [...document.body.querySelectorAll('*')].filter((it) => it.getBoundingClientRect().right > screen).map((it) => it.outerHTML.slice(0, 120))
      : [];
  });
}

/** Ids that several elements have. */
export function sharedIds(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((it) => it.id);
    return ids.filter((id, place) => ids.indexOf(id) !== place);
  });
}
