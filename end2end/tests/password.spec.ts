//! The forgotten password.

import { expect, say, test } from '../fixtures.ts';

const NEW_PASSWORD = 'seven lanterns above the quiet pier';

test('a forgotten password is replaced by mail, and all sessions end', { tag: '@main' }, async ({ context, page, person, visitor, world }) => {
  await visitor.signsUp(person);
  const session = await context.cookies();
  await context.clearCookies();
  // Nobody gets two mails within a minute.
  world.atrio.later(2);

  await page.goto('/login');
  await page.getByRole('link', { name: say('door.login_forgot_link') }).click();
  await visitor.sees(say('door.forgot_title'));
  await visitor.field(say('common.email')).fill(person.email);
  await visitor.button(say('door.forgot_button')).click();
  await visitor.sees(say('door.forgot_sent_title'));

  const link = await world.linkTo(person.email);
  await page.goto(link);
  await expect(page).toHaveURL(/\/reset$/);
  await visitor.secret(say('door.reset_password')).fill('password');
  await visitor.button(say('door.reset_button')).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await visitor.secret(say('door.reset_password')).fill(NEW_PASSWORD);
  await visitor.button(say('door.reset_button')).click();
  await expect(page.getByText(say('door.login_password_reset'))).toBeVisible();

  await visitor.signsIn(person);
  await expect(page.getByRole('alert')).toContainText(say('door.refusal_sign_in'));
  await visitor.signsIn({ ...person, password: NEW_PASSWORD });
  await visitor.seesDashboard(person);

  await page.goto(link);
  await visitor.sees(say('door.link_used_title'));

  await context.clearCookies();
  await context.addCookies(session);
  await page.goto('/profile/sessions');
  await expect(page).toHaveURL(/\/login/);
});

test('an unknown address gets the same screen and no mail', async ({ page, visitor, world }) => {
  const stranger = world.person();
  await page.goto('/forgot');
  await visitor.field(say('common.email')).fill(stranger.email);
  await visitor.button(say('door.forgot_button')).click();
  await visitor.sees(say('door.forgot_sent_title'));
  // A later mail to somebody else has passed the same queue.
  await visitor.asksForAccount(world.person());
  await expect.poll(() => world.peer.mails.length).toBeGreaterThan(0);
  expect(world.peer.mails.filter(({ to }) => to.includes(stranger.email))).toEqual([]);
});
