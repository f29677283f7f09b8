//! What a person with a slow telephone and a slow line waits for: the first page with an empty cache
//! (P8), and each thing they do on a list of a thousand entries (P9).

import { median } from './load.mjs';
import { asList, browse } from './weight.mjs';

/** @typedef {import('../end2end/node_modules/@playwright/test/index.js').Page} Page */

/** Four times slower than this machine; 1.6 Mbit/s, 150 ms to the server and back. */
const [SLOWER, BYTES_PER_SECOND, LATENCY] = [4, 1.6e6 / 8, 150];
const ROUNDS = Number(process.env['ROUNDS'] ?? 5);

/**
 * @typedef {object} Wait ms, but for the shift
 * @property {number} paint the largest part of the page is there
 * @property {number} click a click is answered in place
 * @property {number} blocked the page does not answer
 * @property {number} shift of the layout
 */

/** Notes in the page what it goes through, from its first moment. */
function watch() {
  const seen = { paint: 0, click: 0, blocked: 0, shift: 0 };
  Object.assign(window, { seen });
  /** @param {string} type @param {(entry: any) => void} note @param {object} [more] */
  const on = (type, note, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
  on('largest-contentful-paint', ({ startTime }) => (seen.paint = startTime));
  on('longtask', ({ duration }) => (seen.blocked += Math.max(0, duration - 50)));
  on('layout-shift', ({ value, hadRecentInput }) => (seen.shift += hadRecentInput ? 0 : value));
  on('event', ({ interactionId, duration }) => {
    if (interactionId) /** @type {any} */ (window).noteAnswer?.(duration);
  }, { durationThreshold: 16 });
  // The last one that taking the page over adds: from then on everything is answered in place.
  const { addEventListener } = window;
  window.addEventListener = function (/** @type {[string, any, any]} */ ...listener) {
    if (listener[0] === 'click') seen.click = performance.now();
    return addEventListener.apply(this, listener);
  };
}

/** @param {Page} page @returns {Promise<Wait>} */
const seen = (page) => page.evaluate(() => /** @type {any} */ (window).seen);

/** @param {Page} page @param {boolean} line whether the line is slow too */
async function slow(page, line) {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  if (!line) return;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false, latency: LATENCY, downloadThroughput: BYTES_PER_SECOND, uploadThroughput: BYTES_PER_SECOND,
  });
}

/** The first page behind the door, each time with an empty cache; medians. @param {string} url @param {string} cookies @returns {Promise<Wait>} */
export async function firstPage(url, cookies) {
  /** @type {Wait[]} */
  const waits = [];
  await browse(async (browser) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
      await context.addCookies(asList(cookies, url));
      const page = await context.newPage();
      await page.addInitScript(watch);
      await slow(page, true);
      await page.goto(url);
      await page.waitForFunction(() => /** @type {any} */ (window).seen.click > 0);
      await page.waitForLoadState('networkidle');
      waits.push(await seen(page));
      await context.close();
    }
  });
  /** @param {keyof Wait} key */
  const middle = (key) => median(waits.map((wait) => wait[key]));
  return { paint: middle('paint'), click: middle('click'), blocked: middle('blocked'), shift: middle('shift') };
}

/** The slowest answer, in ms, to what one does with a long activity: open the filter, choose, apply, go on, search. @param {string} url @param {string} cookies @returns {Promise<number>} */
export async function slowestAnswer(url, cookies) {
  let slowest = 0;
  await browse(async (browser) => {
    const context = await browser.newContext();
    await context.addCookies(asList(cookies, url));
    const page = await context.newPage();
    await page.exposeFunction('noteAnswer', (/** @type {number} */ ms) => (slowest = Math.max(slowest, ms)));
    await page.addInitScript(watch);
    await page.goto(url);
    await page.waitForFunction(() => /** @type {any} */ (window).seen.click > 0);
    await slow(page, false);
    await page.locator('main details > summary').first().click();
    await page.locator('main select[name="group"]').selectOption('session');
    await page.locator('main details form button').first().click();
    await page.waitForURL(/group=session/);
    await page.waitForFunction(() => /** @type {any} */ (window).seen.click > 0);
    await page.locator('main a', { hasText: 'Older' }).click();
    await page.waitForURL(/before=/);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('settings', { delay: 120 });
    await page.waitForTimeout(1000);
  });
  return slowest;
}
