//! A person without a mouse.

import { expect, type Locator, type Page } from '@playwright/test';

const FARTHEST = 40;

export class Keyboard {
  constructor(private readonly page: Page) {}

  /** Goes on with Tab until `target` has the focus; every stop on the way can be seen. */
  async tabTo(target: Locator): Promise<void> {
    await target.waitFor({ state: 'attached' });
    for (let stop = 0; stop < FARTHEST; stop += 1) {
      if (await target.evaluate((it) => it === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
      expect(await this.hidden(), 'a focus that cannot be seen').toBeNull();
    }
    throw new Error(`Tab does not lead to ${target}`);
  }

  async types(field: Locator, text: string): Promise<void> {
    await this.tabTo(field);
    await this.page.keyboard.type(text);
  }

  async presses(target: Locator): Promise<void> {
    await this.tabTo(target);
    await this.page.keyboard.press('Enter');
  }

  /** What has the focus without a sign of it, or out of sight; the window's own controls are not asked. */
  private hidden(): Promise<string | null> {
    return this.page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return null;
      const { top, bottom, left, right, width, height } = focused.getBoundingClientRect();
      const inView = width > 0 && height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
      // A radio button shows its focus around its label.
      const marked = [focused, focused.closest('label')].some((it) => it && getComputedStyle(it).outlineStyle !== 'none');
      return inView && marked ? null : focused.outerHTML;
    });
  }
}
