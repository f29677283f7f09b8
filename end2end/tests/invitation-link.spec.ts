//! What the link of an invitation leads to: for newcomers, for people who have an account, for somebody
//! else, and once the invitation is over.

import { expect, say, subject, test, type World } from '../fixtures.ts';
import type { Mail } from '../smtp-peer.mjs';
import { inAllLanguages, setCookie } from '../support/look.ts';
import { DEMO_PASSWORD, type Visitor } from '../support/visitor.ts';

const ONCE = { tag: ['@script', '@once'] };
const HARBOUR = 'Harbour Press Ltd';
const INVITER = 'Olivia Hart';
const OLIVIA = 'olivia@harbour.example';
const OPEN = say('invitations.open_title', { organization: HARBOUR });
const INVITATION = subject('invitation', { who: INVITER, organization: HARBOUR });

// Tests share this world: of the demo's people each belongs to one test, and keeps its own organization.
const MARTA = 'marta@rossi.example';
const HEIKE = 'heike@mueller.example';
const RETO = 'reto@seeblick.example';
const LUC = 'luc@brasserie.example';
const BRUNO = 'bruno@harbour.example';

test.use({ demo: 'changed' });

/** Invites these people as collaborators without rights on products; the list of invitations is open then. */
async function invites(visitor: Visitor, ...addresses: string[]): Promise<void> {
  const { page } = visitor;
  await visitor.follows(say('shell.menu_users'));
  await visitor.sees(say('people.title'));
  await visitor.link(say('invitations.invite')).click();
  await visitor.field(say('invitations.addresses')).fill(addresses.join('\n'));
  for (const step of ['people.role', 'people.products', 'invitations.step_messages', 'people.step_summary'] as const) {
    await visitor.button(say('common.proceed')).click();
    await expect(page.locator('.steps [aria-current=step]')).toHaveText(say(step));
  }
  await visitor.button(say('invitations.send', { count: addresses.length })).click();
  await visitor.sees(say('invitations.title'));
  await expect(page.getByText(say('invitations.sent'))).toBeVisible();
}

/** From the list to the page of an invitation. */
async function opens(visitor: Visitor, email: string): Promise<void> {
  await visitor.link(email).click();
  await visitor.sees(say('invitations.page_title', { email }));
}

/** The link in the next invitation to this address. */
async function linkTo(world: World, email: string): Promise<string> {
  return world.linkIn(await world.mailTo(email, INVITATION));
}

/** The mail of this kind that tells the inviter about an address. */
function told(world: World, kind: 'invitation_declined' | 'invitation_wanted', email: string): Promise<Mail> {
  const title = subject(kind, { organization: HARBOUR });
  return world.peer.waitFor((mail) => mail.to.includes(OLIVIA) && mail.subject === title && mail.text.includes(email));
}

/** Gives the password that the page of the invitation asks for. */
async function identifies(guest: Visitor, email: string): Promise<void> {
  await guest.sees(OPEN);
  await expect(guest.page.getByRole('main')).toContainText(say('invitations.sign_in_text', { email }));
  await guest.secret(say('common.password')).fill(DEMO_PASSWORD);
  await guest.button(say('door.login_button')).click();
}

/** Accepts as whoever is signed in, and gets in. */
async function accepts(guest: Visitor, email: string): Promise<void> {
  await guest.sees(OPEN);
  await expect(guest.page.getByRole('main')).toContainText(say('invitations.ready_text', { email }));
  await guest.button(say('invitations.accept')).click();
  await guest.isIn();
  await guest.sees(HARBOUR);
  await expect(guest.page.getByText(say('invitations.joined'))).toBeVisible();
}

test('whoever has an account signs in, accepts, and has one more organization', { tag: '@main' }, async ({ device, visitor, world }) => {
  await visitor.enters(OLIVIA);
  await invites(visitor, MARTA);
  const guest = await device();
  await guest.page.goto(await linkTo(world, MARTA));
  // Her own language is another one.
  await setCookie(guest.page, 'locale', 'en');
  await identifies(guest, MARTA);
  await accepts(guest, MARTA);
  await world.mailTo(OLIVIA, subject('invitation_accepted', { who: 'Marta Rossi', organization: HARBOUR }));

  await guest.switchesTo('Officina Rossi');
  await guest.sees('Officina Rossi');
  await guest.follows(say('shell.my_organizations'));
  await guest.sees(say('organizations.title'));
  await guest.link(say('organizations.switch_to', { name: HARBOUR })).click();
  await guest.sees(HARBOUR);
});

test('whoever is signed in as somebody else goes on as the one who was invited', async ({ device, visitor, world }) => {
  await visitor.enters(OLIVIA);
  await invites(visitor, HEIKE);
  const guest = await device();
  await guest.enters(BRUNO);
  await guest.page.goto(await linkTo(world, HEIKE));
  await guest.sees(say('invitations.wrong_person_title'));
  const values = { organization: HARBOUR, invited: HEIKE, email: BRUNO };
  await expect(guest.page.getByRole('main')).toContainText(say('invitations.wrong_person_text', values));
  await expect(guest.button(say('invitations.accept'))).toHaveCount(0);
  await guest.button(say('invitations.switch_button', { invited: HEIKE })).click();
  await identifies(guest, HEIKE);
  await accepts(guest, HEIKE);
});

test('whoever wants to use another account asks for it, and gets the invitation there', { tag: '@once' }, async ({ device, page, person, visitor, world }) => {
  const { email } = person;
  await visitor.enters(OLIVIA);
  await invites(visitor, email);
  const older = await linkTo(world, email);
  const guest = await device();
  await guest.enters(RETO);
  await guest.page.goto(older);
  await guest.sees(say('invitations.wrong_person_title'));
  await expect(guest.page.getByRole('main')).toContainText(say('invitations.ask_other_text', { email: RETO, inviter: INVITER }));
  await guest.button(say('invitations.ask_other_button')).click();
  await expect(guest.page.getByText(say('invitations.asked_title'))).toBeVisible();
  expect((await told(world, 'invitation_wanted', email)).text).toContain(RETO);

  await page.reload();
  const waiting = page.getByRole('main').getByRole('listitem').filter({ hasText: email });
  await expect(waiting).toContainText(say('invitations.chip_wanted'));
  await opens(visitor, email);
  await expect(page.getByText(say('invitations.wanted_elsewhere_note', { email: RETO }))).toBeVisible();
  await visitor.button(say('invitations.elsewhere_title', { email: RETO })).click();
  await expect(page.getByText(say('invitations.sent_again'))).toBeVisible();
  await visitor.sees(say('invitations.page_title', { email: RETO }));

  await guest.page.goto(older);
  await guest.sees(say('invitations.replaced_title'));
  await guest.page.goto(await linkTo(world, RETO));
  await accepts(guest, RETO);
});

test('whoever declines without an account needs the digits of the mail', { tag: '@main' }, async ({ device, page, person, visitor, world }) => {
  const { email } = person;
  const problem = say('form.problem_wrong_code');
  await visitor.enters(OLIVIA);
  await invites(visitor, email);
  const { link, code } = await world.linkAndCodeTo(email);
  const guest = await device();
  await guest.page.goto(link);
  await guest.sees(OPEN);
  const digits = guest.field(say('invitations.code'));
  await digits.fill('000 000');
  await guest.button(say('invitations.decline_button')).click();
  await expect(guest.page.getByRole('alert')).toContainText(problem);
  await expect(digits).toHaveAttribute('aria-invalid', 'true');
  await expect(digits).toHaveAccessibleDescription(new RegExp(problem));
  // They are a secret, which never comes back.
  await expect(digits).toHaveValue('');
  await digits.fill(code);
  await guest.button(say('invitations.decline_button')).click();
  await guest.sees(say('invitations.declined_title'));
  const values = { inviter: INVITER, organization: HARBOUR };
  await expect(guest.page.getByRole('main')).toContainText(say('invitations.declined_text', values));
  await told(world, 'invitation_declined', email);
  await page.reload();
  await visitor.sees(say('invitations.title'));
  await expect(visitor.link(email)).toHaveCount(0);
});

test('of two links only the newer works, and of an invitation that was taken back none', { tag: '@once' }, async ({ device, page, person, visitor, world }) => {
  const { email } = person;
  await visitor.enters(OLIVIA);
  await invites(visitor, email);
  const older = await linkTo(world, email);
  // Nobody gets two mails within a minute.
  world.atrio.later(2);
  await opens(visitor, email);
  await visitor.button(say('invitations.again_title')).click();
  await expect(page.getByText(say('invitations.sent_again'))).toBeVisible();
  const newer = await linkTo(world, email);

  const guest = await device();
  await guest.page.goto(older);
  await guest.sees(say('invitations.replaced_title'));
  await guest.page.goto(newer);
  await guest.sees(OPEN);

  await visitor.button(say('invitations.cancel_title')).click();
  await visitor.sees(say('invitations.title'));
  await expect(page.getByText(say('invitations.cancelled'))).toBeVisible();
  await expect(visitor.link(email)).toHaveCount(0);
  await guest.page.goto(newer);
  await guest.sees(say('invitations.cancelled_title'));
  const values = { name: INVITER, organization: HARBOUR };
  await expect(guest.page.getByRole('main')).toContainText(say('invitations.cancelled_text', values));
});

test('the pages that the link leads to', ONCE, async ({ device, page, visitor, world }) => {
  test.setTimeout(300_000);
  const [newcomer, late] = [`printing.works.at.the.old.harbour.${world.person().email}`, world.person().email];
  await visitor.enters(OLIVIA);
  await invites(visitor, newcomer, late, LUC);
  const list = page.url();
  const links = { newcomer: await linkTo(world, newcomer), late: await linkTo(world, late), luc: await linkTo(world, LUC) };
  const guest = await device();
  const shows = (name: string) => inAllLanguages(guest.page, `invitation-link-${name}`, '/invitation');
  await guest.page.goto('/invitation');
  await shows('missing');
  await guest.page.goto(links.newcomer);
  await shows('new-account');
  await inAllLanguages(guest.page, 'invitation-link-new-account-wrong', async () => {
    await guest.page.goto('/invitation');
    await guest.forces(guest.page.locator('form#join_organization button[type=submit]'));
  });
  await guest.page.goto(links.luc);
  await shows('sign-in');
  await identifies(guest, LUC);
  await expect(guest.button(say('invitations.accept'))).toBeVisible();
  await shows('ready');
  await guest.page.goto(links.newcomer);
  await shows('wrong-person');
  await guest.page.goto(links.luc);
  await guest.button(say('invitations.decline_button')).click();
  await guest.sees(say('invitations.declined_title'));
  await shows('declined');

  // Nobody gets two mails within a minute.
  world.atrio.later(2);
  await page.goto(list);
  await opens(visitor, newcomer);
  await visitor.button(say('invitations.again_title')).click();
  await expect(page.getByText(say('invitations.sent_again'))).toBeVisible();
  await guest.page.goto(links.newcomer);
  await shows('replaced');
  await visitor.button(say('invitations.cancel_title')).click();
  await expect(page.getByText(say('invitations.cancelled'))).toBeVisible();
  await guest.page.goto(await linkTo(world, newcomer));
  await shows('cancelled');
  world.atrio.later(15 * 24 * 60);
  await guest.page.goto(links.late);
  await shows('expired');
});
