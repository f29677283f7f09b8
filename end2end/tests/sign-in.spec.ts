//! Signing in, and what it says when it does not work.

import { expect, say, test } from '../fixtures.ts';

test('an unknown address and a wrong password get the same answer', async ({ context, page, person, visitor, world }) => {
  await visitor.signsUp(person);
  await context.clearCookies();
  const answers: string[] = [];
  for (const attempt of [{ ...person, password: 'a wrong but long password' }, world.person()]) {
    await visitor.signsIn(attempt);
    await expect(page.getByRole('alert')).toBeFocused();
    await expect(page.getByRole('alert')).toContainText(say('door.refusal_sign_in'));
    await expect(visitor.field(say('common.email'))).toHaveValue(attempt.email);
    await expect(visitor.secret(say('common.password'))).toHaveValue('');
    answers.push((await page.getByRole('main').innerText()).replaceAll(attempt.email, ''));
  }
  expect(answers[0]).toBe(answers[1]);
});

test('a page that needs a session leads through sign-in to itself', async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.signsOut();
  await page.goto('/profile/sessions');
  await expect(page).toHaveURL(/\/login/);
  await visitor.field(say('common.email')).fill(person.email);
  await visitor.secret(say('common.password')).fill(person.password);
  await visitor.button(say('door.login_button')).click();
  await expect(page).toHaveURL(/\/profile\/sessions$/);
});

test('a password can be pasted, shown and hidden, and arrives as it was typed', { tag: ['@script', '@once'] }, async ({ context, page, person, visitor }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/login');
  const password = visitor.secret(say('common.password'));
  await page.evaluate((text) => navigator.clipboard.writeText(text), person.password);
  await password.focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(password).toHaveValue(person.password);
  await visitor.eye(say('common.show_password'), say('common.password')).click();
  await expect(password).toHaveAttribute('type', 'text');
  await visitor.eye(say('common.hide_password'), say('common.password')).click();
  await expect(password).toHaveAttribute('type', 'password');
  await visitor.eye(say('common.show_password'), say('common.password')).click();
  await visitor.field(say('common.email')).fill(person.email);

  const posted = page.waitForRequest((request) => request.method() === 'POST');
  await visitor.button(say('door.login_button')).click();
  expect(new URLSearchParams((await posted).postData() ?? '').get('password')).toBe(person.password);
  await expect(page.getByRole('alert')).toBeVisible();
});

test('the organization of somebody else does not exist', async ({ page, person, visitor, world }) => {
  await visitor.signsUp(person);
  const theirs = page.url();
  await visitor.signsOut();
  await visitor.signsUp(world.person());
  for (const address of [theirs, theirs.replace(/.{10}$/, '0000000000')]) {
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(404);
    await visitor.sees(say('failure.not_found_title'));
  }
});
