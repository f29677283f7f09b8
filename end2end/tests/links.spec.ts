//! Links that do not work any more, or never did: each has its own screen and its next step.

import { expect, say, test } from '../fixtures.ts';
import type { Mail } from '../smtp-peer.mjs';
import type { Visitor } from '../support/visitor.ts';

const ROBOT = { tag: ['@script', '@once'] };
const NEW_PASSWORD = 'seven lanterns above the quiet pier';

test('a used sign-up link leads to signing in', async ({ context, page, person, visitor, world }) => {
  await visitor.asksForAccount(person);
  const link = await world.linkTo(person.email);
  await page.goto(link);
  await visitor.secret(say('door.verify_password')).fill(person.password);
  await visitor.button(say('door.verify_button')).click();
  await visitor.seesDashboard(person);

  await context.clearCookies();
  await page.goto(link);
  await visitor.sees(say('door.link_used_title'));
  await page.getByRole('main').getByRole('link', { name: say('door.link_sign_in') }).click();
  await visitor.sees(say('door.login_title'));
});

test('an expired sign-up link asks for a new one, and the password stays the same', async ({ page, person, visitor, world }) => {
  await visitor.asksForAccount(person);
  const link = await world.linkTo(person.email);
  world.atrio.later(25 * 60);
  await page.goto(link);
  await visitor.sees(say('door.link_expired_title'));
  await visitor.button(say('door.verify_renew_button')).click();
  await page.goto(await world.linkTo(person.email));
  await visitor.secret(say('door.verify_password')).fill(person.password);
  await visitor.button(say('door.verify_button')).click();
  await visitor.seesDashboard(person);
});

test('an expired password link leads to a new one', async ({ context, page, person, visitor, world }) => {
  await visitor.signsUp(person);
  await context.clearCookies();
  // Nobody gets two mails within a minute.
  world.atrio.later(2);
  await page.goto('/forgot');
  await visitor.field(say('common.email')).fill(person.email);
  await visitor.button(say('door.forgot_button')).click();
  const link = await world.linkTo(person.email);
  world.atrio.later(31);
  await page.goto(link);
  await visitor.sees(say('door.link_expired_title'));
  await page.getByRole('main').getByRole('link', { name: say('door.link_request_again') }).click();
  await visitor.sees(say('door.forgot_title'));
});

test('of two sign-up links only the newer works', async ({ page, person, visitor, world }) => {
  await visitor.asksForAccount(person);
  const older = await world.linkTo(person.email);
  world.atrio.later(2);
  await visitor.asksForAccount({ ...person, password: 'another long and winding password' });
  await page.goto(older);
  await visitor.sees(say('door.link_replaced_title'));
});

for (const [path, title] of [['/verify', say('door.verify_title')], ['/reset', say('door.reset_title')]] as const) {
  test(`a tampered link to ${path} is not known and shows no form`, async ({ page, visitor }) => {
    for (const token of ['A'.repeat(43), 'short', '%00', '%F0%9F%94%91', 'A'.repeat(1000)]) {
      await page.goto(`${path}?t=${token}`);
      await expect(page).toHaveURL(new RegExp(`${path}$`));
      await visitor.sees(say('door.link_unknown_title'));
    }
    await expect(page.getByRole('heading', { name: title })).toHaveCount(0);
    await expect(page.getByRole('main').locator('input[type=password]')).toHaveCount(0);
  });

  test(`${path} without a link says what to open`, async ({ page, visitor }) => {
    await page.goto(path);
    await visitor.sees(say('door.link_missing_title'));
  });
}

/** Reads a mail as a program does: opens every link and sends every form as it finds it. */
async function robot(visitor: Visitor, mail: Mail): Promise<void> {
  const links = new Set(`${mail.text} ${mail.html}`.match(/\bhttp[^\s"<>]+[^\s"<>.]/g));
  expect(links.size).toBeGreaterThan(0);
  const { page } = visitor;
  await page.context().clearCookies();
  for (const link of links) {
    await page.goto(link);
    for (const form of await page.locator('form').all()) {
      await visitor.forces(form.locator('button[type=submit]').first());
      await page.goto(link);
    }
  }
  await page.context().clearCookies();
}

test('a robot that opens all links of a sign-up and sends all forms changes nothing', ROBOT, async ({ page, person, visitor, world }) => {
  await visitor.asksForAccount(person);
  const mail = await world.mailTo(person.email);
  await robot(visitor, mail);
  await visitor.signsIn(person);
  await expect(page.getByRole('alert')).toContainText(say('door.refusal_sign_in'));
  await page.goto(world.linkIn(mail));
  await visitor.secret(say('door.verify_password')).fill(person.password);
  await visitor.button(say('door.verify_button')).click();
  await visitor.seesDashboard(person);
});

test('a robot that opens all links of later mails and sends all forms changes nothing', ROBOT, async ({ context, elsewhere, page, person, visitor, world }) => {
  await visitor.signsUp(person);
  const session = await context.cookies();
  world.atrio.later(2);
  await elsewhere(person);
  await robot(visitor, await world.mailTo(person.email));
  world.atrio.later(2);
  await visitor.asksForReset(person);
  const mail = await world.mailTo(person.email);
  await robot(visitor, mail);

  await context.addCookies(session);
  await page.goto('/');
  await visitor.seesDashboard(person);
  await page.goto(world.linkIn(mail));
  await visitor.secret(say('door.reset_password')).fill(NEW_PASSWORD);
  await visitor.button(say('door.reset_button')).click();
  await visitor.signsIn({ ...person, password: NEW_PASSWORD });
  await visitor.seesDashboard(person);
});
