//! What the content security policy keeps from happening, should somebody ever smuggle something into
//! a page (experiment R57). That no page breaks its own policy, every other journey watches.

import type { Page } from '@playwright/test';
import { expect, say, test } from '../fixtures.ts';
import { ForeignSite } from '../support/foreign.ts';

const ONCE = { tag: ['@script', '@once'] };
/** What smuggled code does when it runs. */
const RUN = "document.documentElement.setAttribute('data-smuggled', '')";
/** A site of somebody else. */
const FOREIGN = 'http://foreign.example/';
/** A form, which a browser asks about when it is sent. */
const FORM = `<form action="${FOREIGN}" id="form"></form>`;
/** The pages that are rendered once and served to everybody. */
const KEPT = ['/login', '/signup', '/forgot', '/logout', '/help'];

interface Smuggled {
  html: string;
  /** The directive that forbids it. */
  directive: string;
  /** What makes it happen, if being there is not enough. */
  act?: (page: Page) => Promise<unknown>;
}

function click(id: string): (page: Page) => Promise<unknown> {
  return (page) => page.evaluate((id) => document.getElementById(id)?.click(), id);
}

const SMUGGLED: Smuggled[] = [
  { html: `<script>${RUN}</script>`, directive: 'script-src-elem' },
  { html: `<script nonce="AAAAAAAAAAAAAAAAAAAAAA">${RUN}</script>`, directive: 'script-src-elem' },
  { html: `<script src="${FOREIGN}"></script>`, directive: 'script-src-elem' },
  { html: `<script src="data:text/javascript,${RUN}"></script>`, directive: 'script-src-elem' },
  { html: `<a href="javascript:${RUN}" id="link">x</a>`, directive: 'script-src-elem', act: click('link') },
  { html: `<button type="button" id="button" onclick="${RUN}">x</button>`, directive: 'script-src-attr', act: click('button') },
  { html: `<img src="/favicon.svg" alt="" onload="${RUN}">`, directive: 'script-src-attr' },
  { html: '<style>main { display: none }</style>', directive: 'style-src-elem' },
  { html: `<link rel="stylesheet" href="${FOREIGN}">`, directive: 'style-src-elem' },
  { html: '<p style="position: fixed">x</p>', directive: 'style-src-attr' },
  { html: `<iframe src="${FOREIGN}"></iframe>`, directive: 'frame-src' },
  { html: `<object data="${FOREIGN}"></object>`, directive: 'object-src' },
  { html: `<img src="${FOREIGN}" alt="">`, directive: 'img-src' },
  { html: `<video src="${FOREIGN}"></video>`, directive: 'media-src' },
  { html: `<base href="${FOREIGN}">`, directive: 'base-uri' },
  { html: '', directive: 'connect-src', act: (page) => page.evaluate((it) => fetch(it, { mode: 'no-cors' }).catch(() => null), FOREIGN) },
  { html: '', directive: 'worker-src', act: (page) => page.evaluate(() => { new Worker(URL.createObjectURL(new Blob(['']))); }) },
];

/** Opens `path` with all of that at its end, with the policy of the page or with none; returns what comes of it. */
async function openWithSmuggled(page: Page, path: string, policy: boolean): Promise<{ asked: string[]; forbidden: string[] }> {
  const seen = { asked: [] as string[], forbidden: [] as string[] };
  await page.exposeFunction('forbidden', (directive: string) => { seen.forbidden.push(directive); });
  await page.addInitScript(() => {
    const { forbidden } = window as unknown as { forbidden: (directive: string) => void };
    document.addEventListener('securitypolicyviolation', (it) => forbidden(it.effectiveDirective));
  });
  await page.route(`${FOREIGN}**`, async (route) => {
    seen.asked.push(route.request().resourceType());
    await route.fulfill({ body: '' });
  });
  // The console's script would find a page that is not its own, and load it anew.
  await page.route('**/boot.js', (route) => route.abort());
  await page.route(`**${path}`, async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    if (!policy) delete headers['content-security-policy'];
    const smuggled = [...SMUGGLED.map((it) => it.html), FORM].join('');
    await route.fulfill({ response, headers, body: (await response.text()).replace('</body>', `${smuggled}</body>`) });
  });
  await page.goto(path, { waitUntil: 'domcontentloaded' });
  for (const it of SMUGGLED) await it.act?.(page);
  return seen;
}

function send(page: Page): Promise<void> {
  return page.evaluate(() => document.querySelector<HTMLFormElement>('form#form')?.submit());
}

/** The nonces that a page and its policy name. */
function nonces(policy: string | undefined, html: string): string[][] {
  return [policy ?? '', html].map((it, place) => [...it.matchAll(place ? /nonce="([^"]+)"/g : /'nonce-([^']+)'/g)].map(([, nonce = '']) => nonce));
}

test.describe('what is smuggled into a page', () => {
  // The browser says what it forbids.
  test.use({ fails: true });

  for (const kind of ['the door', 'the console']) {
    test(`does nothing in ${kind}`, ONCE, async ({ page, person, visitor }) => {
      await visitor.signsUp(person);
      const path = kind === 'the door' ? '/help' : new URL(page.url()).pathname;
      const { asked, forbidden } = await openWithSmuggled(page, path, true);
      await expect.poll(() => forbidden.toSorted()).toEqual(SMUGGLED.map((it) => it.directive).toSorted());
      await expect(page.locator('html[data-smuggled]')).toHaveCount(0);
      await expect(page.getByRole('main')).toBeVisible();
      expect(new URL(await page.evaluate(() => document.baseURI)).pathname).toBe(path);
      await send(page);
      await expect.poll(() => forbidden).toContain('form-action');
      expect(new URL(page.url()).pathname).toBe(path);
      expect(asked).toEqual([]);
    });
  }

  test('would do it if no policy forbade it', ONCE, async ({ page }) => {
    const { asked, forbidden } = await openWithSmuggled(page, '/help', false);
    // The browser calls the iframe a document, and the object other.
    const kinds = ['document', 'fetch', 'image', 'media', 'other', 'script', 'stylesheet'];
    await expect.poll(() => [...new Set(asked)].toSorted()).toEqual(kinds);
    await expect(page.locator('html[data-smuggled]')).toHaveCount(1);
    await expect(page.getByRole('main')).toBeHidden();
    expect(await page.evaluate(() => document.baseURI)).toBe(FOREIGN);
    await send(page);
    await expect(page).toHaveURL(`${FOREIGN}?`);
    expect(forbidden).toEqual([]);
  });
});

test.describe('a page of somebody else', () => {
  test.use({ fails: true });

  test('cannot show ours in a frame', ONCE, async ({ page, person, visitor, world }) => {
    await visitor.signsUp(person);
    const home = page.url();
    const site = await ForeignSite.start();
    const lines: string[] = [];
    page.on('console', (line) => lines.push(line.text()));
    try {
      for (const host of ['127.0.0.1', 'localhost'] as const) {
        for (const address of [home, `${world.atrio.url}/help`]) {
          lines.length = 0;
          await page.goto(site.publish(host, `<iframe src="${address}"></iframe>`));
          await expect.poll(() => page.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
          await expect.poll(() => lines.join()).toContain("frame-ancestors 'none'");
          await expect(page.frameLocator('iframe').getByRole('main')).toHaveCount(0);
        }
      }
    } finally {
      await site.stop();
    }
  });
});

test('each answer has a nonce of its own, and pages that are kept have none', ONCE, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  const used: string[] = [];
  for (let request = 0; request < 3; request += 1) {
    const answer = await page.request.get(page.url());
    const [allowed = [], written = []] = nonces(answer.headers()['content-security-policy'], await answer.text());
    const [nonce = ''] = new Set(allowed);
    expect(nonce).toMatch(/^[\w-]{22}$/);
    expect(new Set([...allowed, ...written])).toEqual(new Set([nonce]));
    expect(written).not.toEqual([]);
    used.push(nonce);
  }
  expect(new Set(used).size).toBe(used.length);
  for (const path of KEPT) {
    const answers = [await page.request.get(path), await page.request.get(path)];
    const [first, second] = await Promise.all(answers.map((it) => it.text()));
    expect(second, path).toBe(first);
    for (const answer of answers) expect(nonces(answer.headers()['content-security-policy'], await answer.text()), path).toEqual([[], []]);
  }
  await page.goto('/help');
  await visitor.sees(say('help.title'));
});
