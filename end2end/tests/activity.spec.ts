//! What happened: read, looked through, and taken away as a file.

import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, type Person, say, test } from '../fixtures.ts';
import { look } from '../support/look.ts';
import { LANGUAGES, type Language } from '../support/words.ts';

const TITLE = say('activity.title');

function sentence(act: string, { firstName, lastName }: Person, language: Language = 'en'): string {
  return say(`history.act_${act}`, { actor: `${firstName} ${lastName}` }, language);
}

/** Saves the details of the organization whose dashboard is open, as its form would. */
async function renames(page: Page, name: string): Promise<void> {
  const { origin, pathname } = new URL(page.url());
  const org = pathname.split('/')[2] ?? '';
  const form = {
    org, org_name: name, kind: 'company', language: 'en',
    street: '', postal_code: '', city: '', country: '', phone: '', website: '', tax_number: '',
  };
  const answer = await page.request.post(`${origin}/api/change_details`, { form, headers: { Origin: origin } });
  expect(answer.status()).toBe(200);
}

/** Presses a button that is answered with a file; gives its text. */
async function downloads(page: Page, button: string): Promise<{ name: string; text: string }> {
  const coming = page.waitForEvent('download');
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).click();
  const file = await coming;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

test('a change is found again with both values, in the language of the reader', { tag: '@main' }, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.follows(say('shell.menu_settings'));
  await visitor.field(say('settings.name')).fill('Harbour & Sons');
  await visitor.button(say('settings.save')).click();
  await expect(page.getByText(say('settings.saved'))).toBeVisible();

  await visitor.follows(say('shell.menu_activity'));
  await visitor.sees(TITLE);
  await visitor.hasTitle(`${TITLE} – Harbour & Sons`);
  const entry = page.getByRole('listitem').filter({ hasText: sentence('organization_details_changed', person) });
  await expect(entry).toContainText(say('settings.name'));
  await expect(entry.locator('del')).toHaveText(person.organization);
  await expect(entry.locator('ins')).toHaveText('Harbour & Sons');
  await expect(page.getByRole('listitem').filter({ hasText: sentence('signed_up', person) })).toContainText(person.email);

  await visitor.opensAccountMenu(person);
  await page.getByRole('button', { name: say('common.language_de') }).click();
  await visitor.sees(say('activity.title', {}, 'de'));
  const eintrag = page.getByRole('listitem').filter({ hasText: sentence('organization_details_changed', person, 'de') });
  await expect(eintrag).toContainText(say('settings.name', {}, 'de'));
  await expect(eintrag.locator('ins')).toHaveText('Harbour & Sons');
});

test('filters stand in the address, and what was taken is written down', { tag: '@main' }, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.follows(say('shell.menu_activity'));
  await visitor.sees(TITLE);
  const main = page.getByRole('main');
  await main.getByText(say('activity.filter'), { exact: true }).click();
  await page.getByLabel(say('activity.group'), { exact: true }).selectOption('export');
  await visitor.button(say('activity.apply')).click();
  await expect(main.getByText(say('activity.none_fits'))).toBeVisible();
  await expect(page).toHaveURL(/[?&]group=export\b/);

  const table = await downloads(page, say('activity.export_csv'));
  expect(table.name).toBe('activity.csv');
  expect(table.text.split('\r\n')).toHaveLength(2);
  await page.reload();
  const entries = main.locator('.rows > li');
  await expect(entries).toHaveCount(1);
  await expect(entries).toContainText(sentence('activity_exported', person));
  await expect(entries).toContainText('CSV');
  await expect(entries).toContainText(say('history.group_export'));

  const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel(say('activity.from'), { exact: true }).fill(tomorrow);
  await visitor.button(say('activity.apply')).click();
  await expect(main.getByText(say('activity.none_fits'))).toBeVisible();
  await expect(page.getByLabel(say('activity.from'), { exact: true })).toHaveValue(tomorrow);
  await main.getByRole('link', { name: say('activity.clear') }).click();
  await expect(entries).toHaveCount(2);
  await expect(page).toHaveURL(/\/activity$/);
});

test('a long history has pages, and the file has all of them', async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  for (let nth = 1; nth <= 60; nth += 1) await renames(page, `Harbour ${nth}`);
  await page.getByRole('link', { name: say('dashboard.history_all') }).click();
  await visitor.sees(TITLE);
  const entries = page.getByRole('main').locator('.rows > li');
  const names = async () => (await entries.locator('ins').allTextContents());
  await expect(entries).toHaveCount(50);
  const seen = await names();
  expect(seen[0]).toBe('Harbour 60');
  const first = page.url();
  await page.getByRole('link', { name: say('activity.older') }).click();
  await expect(entries).toHaveCount(11);
  seen.push(...(await names()));
  await expect(page.getByRole('link', { name: say('activity.older') })).toHaveCount(0);
  await page.getByRole('link', { name: say('activity.newer') }).click();
  await expect(entries).toHaveCount(50);
  expect(await names()).toContain('Harbour 60');

  await page.goto(first);
  const { name, text } = await downloads(page, say('activity.export_json'));
  expect(name).toBe('activity.json');
  const file = JSON.parse(text) as { act: string; details: Record<string, string> }[];
  expect(file).toHaveLength(61);
  expect(file.flatMap(({ details }) => details['name.after'] ?? [])).toEqual(seen);
});

test('everybody sees what happened to their own account', async ({ page, person, visitor, world }) => {
  await visitor.signsUp(person);
  await visitor.signsOut();
  world.atrio.later(2);
  await visitor.signsIn(person);
  await visitor.seesDashboard(person);
  await visitor.opensAccountMenu(person);
  await page.getByRole('link', { name: say('shell.menu_own_activity'), exact: true }).click();
  await visitor.sees(say('activity.own_title'));
  const entries = page.getByRole('main').locator('.rows > li');
  await expect(entries).toHaveText([sentence('signed_in', person), sentence('signed_out', person)].map((it) => new RegExp(it)));
  await expect(entries.first()).toContainText('198.18.');
});

test('back and forth between filters and pages in place', { tag: '@script' }, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  const home = page.url();
  await page.goto(`${home}/activity?group=export`);
  await visitor.seesLife();
  const main = page.getByRole('main');
  await expect(main.getByText(say('activity.none_fits'))).toBeVisible();
  // Without its query the page is opened in place, with it the way back keeps it.
  await visitor.follows(say('shell.menu_activity'));
  await expect(main.getByText(sentence('signed_up', person))).toBeVisible();
  await visitor.follows(say('shell.menu_settings'));
  await visitor.sees(say('settings.title'));
  await page.goBack();
  await visitor.sees(TITLE);
  await expect(main.getByText(sentence('signed_up', person))).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\?group=export$/);
  await expect(main.getByText(say('activity.none_fits'))).toBeVisible();
});

test('both pages in all languages, on a desk and on a phone', { tag: ['@script', '@once'] }, async ({ page, person, visitor }) => {
  test.setTimeout(240_000);
  await visitor.signsUp(person);
  const home = page.url();
  await renames(page, 'The Most Honourable Society of Harbour Printers and Bookbinders');
  await page.goto(`${home}/activity`);
  await downloads(page, say('activity.export_csv'));
  for (const language of LANGUAGES.toReversed()) {
    await page.context().addCookies([{ name: 'atrio-locale', value: language, url: home }]);
    for (const [name, path] of Object.entries({
      activity: `${home}/activity`,
      'activity-filtered': `${home}/activity?group=organization&from=31.12.2026`,
      'activity-nothing': `${home}/activity?to=2020-01-01`,
      'activity-own': '/profile/activity',
    })) {
      await page.goto(path);
      await look(page, language, name);
    }
  }
});
