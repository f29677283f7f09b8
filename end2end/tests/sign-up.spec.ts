//! Signing up: form, mail, confirmation, dashboard.

import { expect, say, test } from '../fixtures.ts';

test('a person signs up, confirms by mail, signs out and in again', { tag: '@main' }, async ({ page, person, visitor, world }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/login$/);
  await page.getByRole('link', { name: say('door.login_sign_up_link') }).click();
  await visitor.sees(say('door.sign_up_title'));

  await visitor.asksForAccount(person);
  await expect(page.getByText(person.email)).toBeVisible();

  await page.goto(await world.linkTo(person.email));
  await expect(page).toHaveURL(/\/verify$/);
  await visitor.sees(say('door.verify_title'));
  await visitor.secret(say('door.verify_password')).fill(person.password);
  await visitor.button(say('door.verify_button')).click();
  await visitor.seesDashboard(person);
  const dashboard = page.url();

  await visitor.signsOut();
  await expect(page.getByText(say('door.login_signed_out'))).toBeVisible();
  await page.goto(dashboard);
  await expect(page).toHaveURL(/\/login/);

  await visitor.signsIn(person);
  await visitor.seesDashboard(person);
  await page.goto('/');
  await expect(page).toHaveURL(dashboard);
});

test('a wrong sign-up keeps what was typed and says at each field what is wrong', async ({ page, person, visitor }) => {
  await page.goto('/signup');
  await visitor.fillSignUp({ ...person, organization: '', password: 'password' });
  await visitor.button(say('door.sign_up_button')).click();

  const summary = page.getByRole('alert');
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveCount(2);
  await expect(visitor.field(say('common.email'))).toHaveValue(person.email);
  await expect(visitor.field(say('common.first_name'))).toHaveValue(person.firstName);
  await expect(page.getByRole('radio', { name: say('common.kind_company') })).toBeChecked();
  await expect(visitor.secret(say('common.password'))).toHaveValue('');
  await expect(visitor.field(say('door.sign_up_org_name'))).toHaveAccessibleDescription(new RegExp(say('form.problem_missing')));

  await summary.getByRole('link').first().click();
  await expect(visitor.field(say('door.sign_up_org_name'))).toBeFocused();
});

test('the screen does not tell whether an address has an account; its owner’s mailbox does', { tag: '@main' }, async ({ context, person, visitor, world }) => {
  await visitor.signsUp(person);
  await context.clearCookies();
  // Nobody gets two mails within a minute.
  world.atrio.later(2);
  await visitor.asksForAccount({ ...person, firstName: 'Eve', password: 'nine green bottles by the harbour' });
  const mail = await world.mailTo(person.email);
  expect(mail.text).not.toContain('?t=');
  await visitor.signsIn(person);
  await visitor.seesDashboard(person);
});

test('whoever did not sign up discards the sign-up', async ({ page, person, visitor, world }) => {
  await visitor.asksForAccount(person);
  const { link, code } = await world.linkAndCodeTo(person.email);
  await page.goto(link);
  await page.getByLabel(say('door.verify_discard_code')).fill('000 000');
  await visitor.button(say('door.verify_discard_button')).click();
  await expect(page.getByRole('alert')).toContainText(say('form.problem_wrong_code'));
  await page.getByLabel(say('door.verify_discard_code')).fill(code);
  await visitor.button(say('door.verify_discard_button')).click();
  await expect(page.getByText(say('door.login_sign_up_discarded'))).toBeVisible();
  await page.goto(link);
  await visitor.sees(say('door.link_unknown_title'));
});

test('a wrong password confirms nothing', async ({ page, person, visitor, world }) => {
  await visitor.asksForAccount(person);
  await page.goto(await world.linkTo(person.email));
  await visitor.secret(say('door.verify_password')).fill('not the password of this sign-up');
  await visitor.button(say('door.verify_button')).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(visitor.secret(say('door.verify_password'))).toHaveValue('');
  await visitor.secret(say('door.verify_password')).fill(person.password);
  await visitor.button(say('door.verify_button')).click();
  await visitor.seesDashboard(person);
});
