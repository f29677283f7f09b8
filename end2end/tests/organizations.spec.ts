//! Several organizations behind one login.

import { expect, say, test } from '../fixtures.ts';

test('a further organization is created, switched to and from, and found again', { tag: '@main' }, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  const first = page.url();
  await visitor.follows(say('shell.my_organizations'));
  await visitor.sees(say('organizations.title'));
  await expect(page.getByText(say('organizations.here'), { exact: true })).toHaveCount(1);

  await page.getByRole('main').getByRole('link', { name: say('organizations.create_title') }).click();
  await visitor.sees(say('settings.create_title'));
  // Too long, then right: what was typed is still there.
  const name = visitor.field(say('settings.name'));
  await page.getByRole('radio', { name: say('common.kind_association') }).check();
  await name.evaluate((it: HTMLInputElement) => { it.maxLength = 500; it.value = 'x'.repeat(200); });
  await visitor.button(say('settings.next_step')).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(name).toHaveValue('x'.repeat(200));
  await expect(page.getByRole('radio', { name: say('common.kind_association') })).toBeChecked();
  await name.fill('Rowing Club');
  await visitor.goesOnTo('address');
  await visitor.goesOnTo('summary');
  await visitor.button(say('settings.create_button')).click();

  await visitor.sees('Rowing Club');
  await expect(page.getByText(say('organizations.created'))).toBeVisible();
  const second = page.url();
  expect(second).not.toBe(first);
  await page.reload();
  await expect(page.getByText(say('organizations.created'))).toHaveCount(0);

  await visitor.switchesTo(person.organization);
  await expect(page).toHaveURL(first);
  await visitor.sees(person.organization);

  await visitor.follows(say('shell.my_organizations'));
  await page.getByRole('main').getByRole('link', { name: say('organizations.switch_to', { name: 'Rowing Club' }) }).click();
  await expect(page).toHaveURL(second);
  await page.goto('/');
  await expect(page).toHaveURL(second);
  await visitor.signsOut();
  await visitor.signsIn(person);
  await visitor.sees('Rowing Club');
});

test('what was typed waits while one goes back and forth, and is created once', { tag: '@main' }, async ({ context, page, person, visitor }) => {
  await visitor.signsUp(person);
  await page.goto('/profile/organizations/new');
  await visitor.field(say('settings.name')).fill('Rowing');
  await visitor.goesOnTo('address');
  await visitor.field(say('settings.street')).fill('Quai du Lac 7');
  await visitor.field(say('settings.city')).fill('Vevey');
  // An address without a country is none.
  await visitor.button(say('settings.next_step')).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(visitor.field(say('settings.street'))).toHaveValue('Quai du Lac 7');
  await page.getByLabel(say('settings.country'), { exact: true }).selectOption('CH');
  await visitor.goesOnTo('summary');
  const main = page.getByRole('main');
  await expect(main).toContainText('Quai du Lac 7, Vevey');
  await expect(main).toContainText(say('settings.currency_chf'));

  await page.locator('.steps').getByRole('link', { name: say('settings.step_name') }).click();
  const name = visitor.field(say('settings.name'));
  await expect(name).toHaveValue('Rowing');
  await name.fill('Rowing Club');
  await visitor.goesOnTo('address');
  await expect(visitor.field(say('settings.street'))).toHaveValue('Quai du Lac 7');
  // Leaving is no loss: the address is where it was.
  const address = page.url();
  await page.goto('/profile');
  await page.goto(address);
  await visitor.goesOnTo('summary');
  await expect(main).toContainText('Rowing Club');

  const twin = await context.newPage();
  await twin.goto(page.url());
  await visitor.button(say('settings.create_button')).click();
  await visitor.sees('Rowing Club');
  const created = page.url();
  await twin.getByRole('button', { name: say('settings.create_button') }).click();
  await expect(twin).toHaveURL(created);
  await page.goto('/profile/organizations');
  await expect(main.getByText('Rowing Club', { exact: true })).toHaveCount(1);
});

test('with one organization there is nothing to switch', async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await expect(page.getByRole('banner').getByText(person.organization)).toBeVisible();
  await expect(page.getByLabel(say('shell.switch_organization'))).toHaveCount(0);
});
