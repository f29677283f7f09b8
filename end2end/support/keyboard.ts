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

  /**
   * Goes through the whole page, beginning at its top: returns what Tab does not reach, or reaches
   * without a sign of it, and whether the first stop leads past bar and menu.
   */
  async walk(): Promise<string[]> {
    const problems: string[] = [];
    const stops = await this.page.evaluateHandle(findStops);
    const count = await stops.evaluate((all) => all.length);
    const reached = new Set<number>();
    // A date has several stops of its own.
    for (let presses = 0; presses < 3 * count + 10; presses += 1) {
      await this.page.keyboard.press('Tab');
      const at = await stops.evaluate((all) => all.findIndex((group) => group.some((it) => it === document.activeElement)));
      const hidden = await this.hidden();
      if (hidden) problems.push(`a focus that cannot be seen: ${hidden}`);
      if (reached.size === 0 && at !== 0) problems.push('the first stop is not the first thing of the page');
      // Out of the page, or at its top again.
      if (at === -1 || (at === 0 && reached.size > 1)) break;
      if (at < Math.max(0, ...reached)) problems.push(`Tab goes back to stop ${at}`);
      reached.add(at);
    }
    const missed = await stops.evaluate(
      (all, reached) => all.filter((_, place) => !reached.includes(place)).map((group) => group[0]?.outerHTML.slice(0, 120)),
      [...reached],
    );
    await stops.dispose();
    return [...problems, ...missed.map((it) => `Tab does not reach ${it}`)];
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

/** All that can be used, in the order of the page; radio buttons of one question are one stop. */
function findStops(): Element[][] {
  const all = document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex="0"]');
  const stops = new Map<unknown, Element[]>();
  for (const it of all) {
    const usable = it.checkVisibility({ visibilityProperty: true }) && !it.matches(':disabled, [type=hidden], [tabindex="-1"]');
    const radio = it instanceof HTMLInputElement && it.type === 'radio';
    const stop = radio ? `${it.form?.id} ${it.name}` : it;
    if (usable) stops.set(stop, [...(stops.get(stop) ?? []), it]);
  }
  return [...stops.values()];
}
