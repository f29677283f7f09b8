//! What people set for themselves.

import { expect, say, test } from '../fixtures.ts';

test('name, language, colours and time zone are one\'s own, on every device', { tag: '@main' }, async ({ elsewhere, page, person, visitor }) => {
  await visitor.signsUp(person);
  const device = await elsewhere(person);
  await visitor.opensAccountMenu(person);
  await page.getByRole('link', { name: say('shell.manage_profile') }).click();
  await visitor.sees(say('profile.title'));
  await visitor.field(say('common.first_name')).fill(' ');
  await visitor.button(say('profile.save')).click();
  await expect(page.getByRole('alert')).toContainText(say('form.problem_missing'));

  await visitor.field(say('common.first_name')).fill('Adèle');
  await page.getByLabel(say('profile.language'), { exact: true }).selectOption('fr');
  await page.getByRole('radio', { name: say('common.theme_dark') }).check();
  await page.getByLabel(say('profile.time_zone'), { exact: true }).selectOption('Asia/Tokyo');
  await visitor.button(say('profile.save')).click();
  await expect(page.getByText(say('profile.saved', {}, 'fr'))).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByText('Adèle Keller')).not.toHaveCount(0);

  await device.goto('/profile/sessions');
  await expect(device.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(device.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(device.getByText('(UTC+9)').first()).toBeVisible();
});

test('the organizations of a person stand in the profile', async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await page.goto('/profile');
  await expect(page.getByRole('main').getByText(person.organization)).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: say('profile.manage'), exact: true }).click();
  await visitor.sees(say('organizations.title'));
});

test('a new password signs the other devices out and is told by mail', { tag: '@main' }, async ({ elsewhere, page, person, visitor, world }) => {
  await visitor.signsUp(person);
  const device = await elsewhere(person);
  await world.mailTo(person.email);
  await page.goto('/profile');
  await page.getByRole('main').getByRole('link', { name: say('profile.password'), exact: true }).click();
  await visitor.sees(say('security.title'));
  const present = visitor.secret(say('security.current_password'));
  const next = visitor.secret(say('security.new_password'));
  await present.fill('not the right password');
  await next.fill('seven lanterns above the quiet pier');
  await visitor.button(say('security.password_button')).click();
  await expect(page.getByRole('alert')).toContainText(say('form.problem_wrong_password'));
  await present.fill(person.password);
  await next.fill('seven lanterns above the quiet pier');
  await visitor.button(say('security.password_button')).click();
  await expect(page.getByText(say('security.changed'))).toBeVisible();
  await expect(present).toHaveValue('');
  expect((await world.mailTo(person.email)).subject).toBeTruthy();

  await device.goto('/profile');
  await expect(device).toHaveURL(/\/login/);
  await page.goto('/');
  await visitor.seesDashboard(person);
  await visitor.signsOut();
  await visitor.signsIn({ ...person, password: 'seven lanterns above the quiet pier' });
  await visitor.seesDashboard(person);
});
