//! Every page that a link leads to, for everybody there is in the demo: each works, in the language of
//! its reader alone, in both colours, on every screen and with the keyboard.

import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { accessible, accessibleWithMenus, alive, changeInPlace, crawl, fits, fitsEverywhere, type Look, speaks, usableByKeyboard, visit } from '../support/crawl.ts';
import { begins, goesOnTo, tick } from '../support/rights.ts';
import { DEMO_PASSWORD } from '../support/visitor.ts';
import { type Language, LANGUAGES } from '../support/words.ts';

const ONCE = { tag: ['@script', '@once'] };
const STARTS = ['/', '/profile'];
const MOST_RIGHTS = 'olivia@harbour.example';
const SEVERAL_ORGANIZATIONS = 'lena@webmaster.example';

interface Somebody {
  what: string;
  email: string;
  language: Language;
  /** Each of their pages is of a kind that somebody else's are of. */
  alike?: true;
}

/** Everybody else whose pages differ. */
const PEOPLE: Somebody[] = [
  { what: 'an administrator', email: 'adam@harbour.example', language: 'en' },
  { what: 'a collaborator with rights about money', email: 'bruno@harbour.example', language: 'en' },
  { what: 'a collaborator', email: 'carla@harbour.example', language: 'en' },
  { what: 'an external user', email: 'ext@partner.example', language: 'en' },
  { what: 'somebody with several organizations', email: SEVERAL_ORGANIZATIONS, language: 'de', alike: true },
  { what: 'the staff', email: 'staff@alpenhost.example', language: 'de' },
];

test.use({ demo: 'read' });
test.describe.configure({ timeout: 240_000 });

/** Looks at these pages once more in each other language. */
async function inOtherLanguages(page: Page, addresses: string[], ...looks: Look[]): Promise<string[]> {
  const problems: string[] = [];
  for (const language of LANGUAGES.filter((it) => it !== 'en')) {
    await page.context().addCookies([{ name: 'atrio-locale', value: language, url: new URL('/', page.url()).href }]);
    for (const address of addresses) {
      const found = await visit(page, address, ...looks, speaks(language), fitsEverywhere);
      problems.push(...found.map((it) => `${address}: ${it}`));
    }
  }
  return problems;
}

for (const { what, email, language, alike } of PEOPLE) {
  test(`all pages of ${what}`, ONCE, async ({ page, visitor }) => {
    await visitor.signsIn({ email, password: DEMO_PASSWORD });
    await visitor.isIn();
    const looks = [alive, speaks(language), fitsEverywhere];
    const { problems } = await crawl(page, STARTS, ...looks, ...(alike ? [] : [accessible]));
    problems.push(...(await visit(page, '/', alive, accessibleWithMenus)));
    expect(problems).toEqual([]);
  });
}

test('all pages of a legal representative, in all languages', ONCE, async ({ page, visitor }) => {
  await visitor.signsIn({ email: MOST_RIGHTS, password: DEMO_PASSWORD });
  await visitor.isIn();
  const { addresses, problems } = await crawl(page, STARTS, alive, speaks('en'), fitsEverywhere, accessible);
  problems.push(...(await inOtherLanguages(page, addresses, alive)));
  const [last = 'en'] = LANGUAGES.toReversed();
  const console = addresses.filter((it) => /^\/(o|profile)\b/.test(it));
  problems.push(...(await changeInPlace(page, console, speaks(last))));
  expect(problems).toEqual([]);
});

test('the steps of giving rights, which no link leads to, in all languages', ONCE, async ({ page, visitor }) => {
  await visitor.enters(MOST_RIGHTS);
  await begins(visitor, 'Carla Nolan');
  await goesOnTo(visitor, 'products');
  const addresses = [new URL(page.url()).pathname];
  await tick(visitor, 'technical', 'harbour.example (Domain names)').check();
  await tick(visitor, 'statistics', 'Mail').check();
  await goesOnTo(visitor, 'step_summary');
  addresses.push(new URL(page.url()).pathname);
  const problems: string[] = [];
  for (const address of addresses) {
    problems.push(...(await visit(page, address, alive, usableByKeyboard)));
    problems.push(...(await visit(page, address, alive, speaks('en'), fitsEverywhere, accessible)));
  }
  problems.push(...(await inOtherLanguages(page, addresses, alive)));
  expect(problems).toEqual([]);
});

test('all pages of nobody yet, in all languages', ONCE, async ({ page }) => {
  const { addresses, problems } = await crawl(page, ['/', '/help'], speaks('en'), fitsEverywhere, accessible);
  problems.push(...(await inOtherLanguages(page, addresses)));
  expect(problems).toEqual([]);
});

test('all pages by keyboard alone', ONCE, async ({ page, visitor }) => {
  await visitor.signsIn({ email: MOST_RIGHTS, password: DEMO_PASSWORD });
  await visitor.isIn();
  const { problems } = await crawl(page, STARTS, alive, usableByKeyboard);
  expect(problems).toEqual([]);
});

test('all pages of several organizations, on a phone and without script', { tag: '@plain' }, async ({ page, visitor }) => {
  await visitor.signsIn({ email: SEVERAL_ORGANIZATIONS, password: DEMO_PASSWORD });
  await visitor.isIn();
  const { problems } = await crawl(page, STARTS, speaks('de'), fits);
  expect(problems).toEqual([]);
});
