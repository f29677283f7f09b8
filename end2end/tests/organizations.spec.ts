//! Several organizations behind one login.

import { expect, say, test } from '../fixtures.ts';

test('a further organization is created, switched to and from, and found again', { tag: '@main' }, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  const first = page.url();
  await visitor.follows(say('shell.my_organizations'));
  await visitor.sees(say('organizations.title'));
  await expect(page.getByText(say('organizations.here'), { exact: true })).toHaveCount(1);

  await page.getByRole('main').getByRole('link', { name: say('organizations.create_title') }).click();
  await visitor.sees(say('organizations.create_title'));
  // Too long, then right: what was typed is still there.
  const name = visitor.field(say('organizations.name'));
  await page.getByRole('radio', { name: say('common.kind_association') }).check();
  await name.evaluate((it: HTMLInputElement) => { it.maxLength = 500; it.value = 'x'.repeat(200); });
  await visitor.button(say('organizations.create_button')).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(name).toHaveValue('x'.repeat(200));
  await expect(page.getByRole('radio', { name: say('common.kind_association') })).toBeChecked();
  await name.fill('Rowing Club');
  await visitor.button(say('organizations.create_button')).click();

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

test('with one organization there is nothing to switch', async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await expect(page.getByRole('banner').getByText(person.organization)).toBeVisible();
  await expect(page.getByLabel(say('shell.switch_organization'))).toHaveCount(0);
});
