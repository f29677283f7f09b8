//! What a browser with an empty cache loads: requests and compressed bytes.

import { existsSync } from 'node:fs';
import playwright from '../end2end/node_modules/@playwright/test/index.js';

const CHROMIUM = process.env['TEST_CHROMIUM'] ?? '/usr/bin/chromium';

/** @typedef {{ requests: number, code: number, all: number }} Weight KB: JavaScript and WebAssembly; everything */

/** @param {string} cookies @param {string} url */
export const asList = (cookies, url) =>
  cookies.split('; ').filter(Boolean).map((pair) => {
    const [name = '', value = ''] = pair.split('=');
    return { name, value, url };
  });

/** Does something with a browser of its own. @param {(browser: import('../end2end/node_modules/@playwright/test/index.js').Browser) => Promise<void>} work */
export async function browse(work) {
  const browser = await playwright.chromium.launch({
    ...(CHROMIUM && existsSync(CHROMIUM) ? { executablePath: CHROMIUM } : {}),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

/**
 * Opens the first path with an empty cache, then follows links on that page to the others.
 * @param {string} origin @param {string} cookies @param {string[]} paths
 * @returns {Promise<Weight[]>} what each added
 */
export async function weigh(origin, cookies, paths) {
  /** @type {Weight[]} */
  const weights = [];
  await browse(async (browser) => {
    const context = await browser.newContext();
    await context.addCookies(asList(cookies, origin));
    const page = await context.newPage();
    /** @type {import('../end2end/node_modules/@playwright/test/index.js').Request[]} */
    let finished = [];
    page.on('requestfinished', (request) => finished.push(request));
    for (const [index, path] of paths.entries()) {
      finished = [];
      if (index === 0) await page.goto(`${origin}${path}`);
      else await page.click(`a[href="${path}"]:visible`);
      await page.waitForURL(`${origin}${path}`);
      await page.waitForLoadState('networkidle');
      weights.push(await sum(finished));
    }
  });
  return weights;
}

/** @param {import('../end2end/node_modules/@playwright/test/index.js').Request[]} requests @returns {Promise<Weight>} */
async function sum(requests) {
  let [code, all] = [0, 0];
  for (const request of requests) {
    const { responseBodySize } = await request.sizes();
    const kind = (await request.response())?.headers()['content-type'] ?? '';
    all += responseBodySize / 1000;
    if (/javascript|wasm/.test(kind)) code += responseBodySize / 1000;
  }
  return { requests: requests.length, code, all };
}
