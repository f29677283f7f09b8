//! What pages weigh, as sent over the wire.

import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

const KB = 1_000;

interface Weight {
  /** Everything, headers included. */
  bytes: number;
  /** Scripts and WebAssembly without headers, compressed. */
  code: number;
  requests: number;
  wasm: boolean;
}

/** Opens a page with an empty cache and adds up what came. */
async function weigh(page: Page, path: string): Promise<Weight> {
  const weight: Weight = { bytes: 0, code: 0, requests: 0, wasm: false };
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const code = new Set<string>();
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    weight.requests += 1;
    const wasm = response.mimeType === 'application/wasm';
    weight.wasm ||= wasm;
    if (wasm || type === 'Script') code.add(requestId);
  });
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    if (code.has(requestId)) weight.code += encodedDataLength;
  });
  session.on('Network.loadingFinished', ({ encodedDataLength }) => { weight.bytes += encodedDataLength; });
  await page.goto(path, { waitUntil: 'networkidle' });
  await session.detach();
  return weight;
}

for (const path of ['/login', '/signup', '/forgot']) {
  test(`${path} weighs at most 20 KB and loads no WebAssembly`, { tag: ['@script', '@once'] }, async ({ page }) => {
    const weight = await weigh(page, path);
    expect(weight.wasm).toBe(false);
    expect(weight.bytes).toBeLessThanOrEqual(20 * KB);
  });
}

test('the first signed-in page weighs at most 190 KB in ten requests, 160 of them code', { tag: ['@script', '@once'] }, async ({ context, page, person, visitor }) => {
  await visitor.signsUp(person);
  const address = page.url();
  const fresh = await context.newPage();
  const weight = await weigh(fresh, address);
  expect(weight.wasm).toBe(true);
  expect(weight.code).toBeLessThanOrEqual(160 * KB);
  expect(weight.bytes).toBeLessThanOrEqual(190 * KB);
  expect(weight.requests).toBeLessThanOrEqual(10);
});

test('each further page adds at most 20 KB of code', { tag: ['@script', '@once'] }, async ({ context, page, person, visitor }) => {
  await visitor.signsUp(person);
  const first = await weigh(await context.newPage(), page.url());
  const own = ['', '/activity', '/organizations', '/organizations/new', '/picture', '/security', '/sessions'].map((it) => `/profile${it}`);
  const home = new URL(page.url()).pathname;
  for (const path of [...own, ...['/settings', '/settings/logo', '/users'].map((it) => home + it)]) {
    const { code } = await weigh(await context.newPage(), path);
    expect(code - first.code, path).toBeLessThanOrEqual(20 * KB);
  }
});
