//! Finding pages and organizations, with and without script.

import { expect, say, test } from '../fixtures.ts';

test('a question leads to the page that answers it', { tag: '@main' }, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  const field = page.getByLabel(say('shell.search'), { exact: true });
  await field.fill('mot de passe');
  await field.press('Enter');
  await visitor.sees(say('search.title'));
  await page.getByRole('main').getByRole('link', { name: say('security.password_title') }).click();
  await visitor.sees(say('security.title'));

  await field.fill('xyzzy');
  await field.press('Enter');
  await expect(page.getByRole('heading', { name: say('search.none', { question: 'xyzzy' }) })).toBeVisible();
});

test('another organization is found by its name', async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.creates('Rowing Club');
  await page.goto(`${page.url()}/search?q=${person.organization.split(' ').at(-1)}`);
  await page.getByRole('main').getByRole('link', { name: person.organization }).click();
  await visitor.seesDashboard(person);
  await expect(page.getByRole('banner')).toContainText(person.organization);
});

test('answers come while one types, and the keyboard is enough', { tag: '@script' }, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.seesLife();
  await page.keyboard.press('Control+k');
  const field = page.locator('#search');
  await expect(field).toBeFocused();
  await page.keyboard.type('logo');
  const list = page.getByRole('listbox');
  await expect(list.getByRole('option').first()).toContainText(say('picture.logo_title'));
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  const first = list.getByRole('option').first();
  await expect(first).toHaveAttribute('aria-selected', 'true');
  expect(await field.getAttribute('aria-activedescendant')).toBe(await first.getAttribute('id'));
  await page.keyboard.press('Enter');
  await visitor.sees(say('picture.logo_title'));
  await expect(list).toHaveCount(0);

  await page.keyboard.press('Meta+k');
  await page.keyboard.type('Zeitzone');
  await expect(list.getByRole('option')).toHaveText([new RegExp(say('profile.title'))]);
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
  await page.keyboard.press('Enter');
  await visitor.sees(say('search.title'));
  await field.fill('nothing like it');
  await expect(page.locator('.found').getByRole('status')).toHaveText(say('search.none', { question: 'nothing like it' }));
});
