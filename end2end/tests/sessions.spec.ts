//! The places where one is signed in.

import { expect, say, test } from '../fixtures.ts';

test('a sign-in from an unknown device is told by mail and can be ended', async ({ elsewhere, javaScriptEnabled, page, person, visitor, world }) => {
  await visitor.signsUp(person);
  // Nobody gets two mails within a minute.
  world.atrio.later(2);
  const other = await elsewhere(person);
  const mail = await world.mailTo(person.email);
  expect(mail.text).toContain('/profile/sessions');

  await visitor.follows(say('shell.menu_sessions'));
  await visitor.sees(say('sessions.title'));
  await expect(page.getByText(say('sessions.this_device'), { exact: true })).toHaveCount(1);
  await page.evaluate(() => document.documentElement.setAttribute('data-seen', ''));
  await visitor.button(say('sessions.end_others_button')).click();
  await expect(page.getByText(say('sessions.only_this'))).toBeVisible();
  // With script the page changes in place.
  await expect(page.locator('html[data-seen]')).toHaveCount(javaScriptEnabled === false ? 0 : 1);

  await other.goto('/profile/sessions');
  await expect(other).toHaveURL(/\/login/);
  await page.reload();
  await visitor.sees(say('sessions.title'));
});

test('of three sessions the one that is meant ends', async ({ elsewhere, page, person, visitor }) => {
  await visitor.signsUp(person);
  const others = [await elsewhere(person), await elsewhere(person)];
  await page.goto('/profile/sessions');
  const buttons = page.getByRole('main').getByText(say('sessions.end_button'), { exact: true });
  await expect(buttons).toHaveCount(2);
  await buttons.first().click();
  await expect(page.getByText(say('sessions.ended')).first()).toBeVisible();
  await expect(buttons).toHaveCount(1);

  const left = [];
  for (const other of others) {
    await other.reload();
    left.push(!other.url().includes('/login'));
  }
  expect(left.sort()).toEqual([false, true]);
  await page.reload();
  await visitor.sees(say('sessions.title'));
});

test('a page that was open for long asks for the password inside the form', { tag: '@script' }, async ({ elsewhere, page, person, visitor, world }) => {
  await visitor.signsUp(person);
  const other = await elsewhere(person);
  await visitor.follows(say('shell.menu_sessions'));
  await visitor.sees(say('sessions.title'));
  await visitor.seesLife();
  world.atrio.later(11);
  await visitor.button(say('sessions.end_others_button')).click();
  const proof = page.getByRole('main').getByLabel(say('common.password'), { exact: true });
  await expect(page.getByRole('alert')).toContainText(say('form.sudo_needed'));
  await proof.fill('a wrong but long password');
  await visitor.button(say('sessions.end_others_button')).click();
  await expect(proof).toHaveAccessibleDescription(say('form.problem_wrong_password'));
  await proof.fill(person.password);
  await proof.press('Enter');
  await expect(page.getByText(say('sessions.only_this'))).toBeVisible();
  await expect(proof).toHaveCount(0);
  await other.reload();
  await expect(other).toHaveURL(/\/login/);
});
