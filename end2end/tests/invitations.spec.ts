//! Inviting people: in steps, predicted before anything is sent, and changed while nobody has answered.
//! What the link in the mail leads to stands in invitation-link.spec.ts.

import { expect, say, subject, test } from '../fixtures.ts';
import { Keyboard } from '../support/keyboard.ts';
import { inAllLanguages } from '../support/look.ts';
import { has, listed, role, tick } from '../support/rights.ts';
import { Visitor } from '../support/visitor.ts';

const ONCE = { tag: ['@script', '@once'] };
const HARBOUR = 'Harbour Press Ltd';
const OLIVIA = 'olivia@harbour.example';
const NO_ADDRESS = 'nobody at all';

const STEPS = {
  role: say('people.role'),
  products: say('people.products'),
  messages: say('invitations.step_messages'),
  summary: say('people.step_summary'),
};
type Step = keyof typeof STEPS;
const ALL_STEPS = ['role', 'products', 'messages', 'summary'] as const;

type Outcome = 'new_person' | 'already_member' | 'already_invited' | 'repeated' | 'malformed';

// Tests share this world: everybody who is invited here is somebody new.
test.use({ demo: 'changed' });

/** From the menu to the first step. */
async function begins(visitor: Visitor): Promise<void> {
  await visitor.follows(say('shell.menu_users'));
  await visitor.sees(say('people.title'));
  await visitor.link(say('invitations.invite')).click();
  await visitor.sees(say('invitations.invite'));
}

async function isAt(visitor: Visitor, step: Step): Promise<void> {
  await expect(visitor.page.locator('.steps [aria-current=step]')).toHaveText(STEPS[step]);
}

async function goesOnTo(visitor: Visitor, ...steps: Step[]): Promise<void> {
  for (const step of steps) {
    await visitor.button(say('common.proceed')).click();
    await isAt(visitor, step);
  }
}

/** From the menu to the summary, with nothing but the addresses. */
async function prepares(visitor: Visitor, addresses: string): Promise<void> {
  await begins(visitor);
  await visitor.field(say('invitations.addresses')).fill(addresses);
  await goesOnTo(visitor, ...ALL_STEPS);
}

/** From the summary to the list of invitations. */
async function sends(visitor: Visitor, count: number): Promise<void> {
  await visitor.button(say('invitations.send', { count })).click();
  await visitor.sees(say('invitations.title'));
  await expect(visitor.page.getByText(say('invitations.sent'))).toBeVisible();
}

/** The summary says this, line by line. */
async function predicts(visitor: Visitor, expected: [string, Outcome][]): Promise<void> {
  const lines = listed(visitor, say('invitations.people_title'));
  await expect(lines).toHaveCount(expected.length);
  for (const [place, [address, outcome]] of expected.entries()) {
    const line = lines.nth(place);
    await expect(line).toContainText(address);
    await expect(line).toContainText(say(`invitations.outcome_${outcome}`));
    await expect(line).toContainText(say(outcome === 'new_person' ? 'invitations.gets_one' : 'invitations.gets_none'));
  }
}

test('somebody new is invited, creates an account with the link, and sees what was granted and nothing else', { tag: '@main' }, async ({ device, page, person, visitor, world }) => {
  const { email } = person;
  const main = page.getByRole('main');
  const news = page.getByRole('checkbox', { name: say('people.product_events'), exact: true });
  await visitor.enters(OLIVIA);
  await begins(visitor);
  await visitor.field(say('invitations.addresses')).fill(email);
  await goesOnTo(visitor, 'role');
  await role(visitor, 'collaborator').check();
  await goesOnTo(visitor, 'products');
  await tick(visitor, 'technical', 'Web hosting').check();
  await goesOnTo(visitor, 'messages');
  await expect(news).toBeChecked();
  await news.uncheck();
  await main.getByRole('radio', { name: say('common.language_de'), exact: true }).check();
  await goesOnTo(visitor, 'summary');
  await predicts(visitor, [[email, 'new_person']]);
  const offered = [
    say('shell.role_collaborator'),
    has('technical', say('people.all_of_kind', { kind: 'Web hosting' })),
    say('invitations.no_messages'),
    say('common.language_de'),
  ];
  for (const fact of offered) await expect(main.locator('dl')).toContainText(fact);
  await sends(visitor, 1);
  const waiting = main.getByRole('listitem').filter({ hasText: email });
  await expect(waiting).toContainText(say('shell.role_collaborator'));

  const title = subject('invitation', { who: 'Olivia Hart', organization: HARBOUR }, 'de');
  const guest = await device();
  await guest.page.goto(world.linkIn(await world.mailTo(email, title)));
  await expect(guest.page).toHaveURL(/\/invitation$/);
  await guest.sees(say('invitations.open_title', { organization: HARBOUR }));
  const theirs = guest.page.getByRole('main');
  await expect(theirs).toContainText(say('invitations.open_lead', { inviter: 'Olivia Hart' }));
  await expect(theirs).toContainText(say('invitations.open_role', { role: say('shell.role_collaborator') }));
  await expect(theirs).toContainText(say('invitations.new_text', { email }));
  await guest.field(say('common.first_name')).fill(person.firstName);
  await guest.field(say('common.last_name')).fill(person.lastName);
  await guest.secret(say('common.password')).fill(person.password);
  await guest.button(say('invitations.new_button')).click();
  await guest.isIn();
  await guest.sees(HARBOUR);
  await expect(guest.page.getByText(say('invitations.joined'))).toBeVisible();

  await guest.follows(say('shell.menu_products'));
  await guest.sees(say('products.title'));
  await expect(theirs.getByRole('listitem')).toHaveText(['Web hosting']);
  await theirs.getByRole('link', { name: 'Web hosting' }).click();
  await guest.sees('Web hosting');
  await expect(theirs.getByRole('listitem')).toHaveText(['harbour.example', 'quayside-books.example']);
  await page.reload();
  await visitor.sees(say('invitations.title'));
  await expect(visitor.link(email)).toHaveCount(0);
});

test('of several addresses the summary says for each what happens, and nobody is invited twice', { tag: '@main' }, async ({ page, visitor, world }) => {
  const [first, second, third] = [world.person().email, world.person().email, world.person().email];
  const again = first.toUpperCase();
  const addresses = [first, NO_ADDRESS, second, OLIVIA, again, third].join('\n');
  await visitor.enters(OLIVIA);
  await prepares(visitor, addresses);
  await predicts(visitor, [
    [first, 'new_person'],
    [NO_ADDRESS, 'malformed'],
    [second, 'new_person'],
    [OLIVIA, 'already_member'],
    [again, 'repeated'],
    [third, 'new_person'],
  ]);
  await sends(visitor, 3);
  for (const email of [first, second, third]) await expect(visitor.link(email)).toHaveCount(1);

  await prepares(visitor, addresses);
  await predicts(visitor, [
    [first, 'already_invited'],
    [NO_ADDRESS, 'malformed'],
    [second, 'already_invited'],
    [OLIVIA, 'already_member'],
    [again, 'repeated'],
    [third, 'already_invited'],
  ]);
  await expect(page.getByText(say('invitations.nobody'))).toBeVisible();
  await expect(page.locator('form#send_invitations')).toHaveCount(0);
});

test('another role for somebody who has not answered is sent as a newer invitation', { tag: '@once' }, async ({ device, page, person, visitor, world }) => {
  const { email } = person;
  const facts = page.getByRole('main').locator('dl');
  const external = say('shell.role_external');
  await visitor.enters(OLIVIA);
  await prepares(visitor, email);
  await sends(visitor, 1);
  const older = await world.linkTo(email);
  // Nobody gets two mails within a minute.
  world.atrio.later(2);

  await visitor.link(email).click();
  await visitor.sees(say('invitations.page_title', { email }));
  await expect(facts).toContainText(say('shell.role_collaborator'));
  await visitor.link(say('invitations.change_title')).click();
  await isAt(visitor, 'role');
  await expect(role(visitor, 'collaborator')).toBeChecked();
  await role(visitor, 'external').check();
  await goesOnTo(visitor, 'products', 'messages', 'summary');
  await expect(facts).toContainText(external);
  await visitor.button(say('invitations.save')).click();
  await expect(page.getByText(say('invitations.sent_again'))).toBeVisible();
  await visitor.sees(say('invitations.page_title', { email }));
  await expect(facts).toContainText(external);

  const guest = await device();
  await guest.page.goto(older);
  await guest.sees(say('invitations.replaced_title'));
  await guest.page.goto(await world.linkTo(email));
  await guest.sees(say('invitations.open_title', { organization: HARBOUR }));
  await expect(guest.page.getByRole('main')).toContainText(say('invitations.open_role', { role: external }));
});

test('people are invited with Tab and Enter alone', { tag: '@once' }, async ({ page, visitor, world }) => {
  const [first, second] = [world.person().email, world.person().email];
  const keyboard = new Keyboard(page);
  const proceed = visitor.button(say('common.proceed'));
  await visitor.enters(OLIVIA);
  await visitor.follows(say('shell.menu_users'));
  await visitor.sees(say('people.title'));
  await keyboard.presses(visitor.link(say('invitations.invite')));
  await visitor.sees(say('invitations.invite'));
  await keyboard.types(visitor.field(say('invitations.addresses')), `${first}\n${second}`);
  await keyboard.presses(proceed);
  await isAt(visitor, 'role');
  await keyboard.tabTo(role(visitor, 'collaborator'));
  await keyboard.presses(proceed);
  await isAt(visitor, 'products');
  const hosting = tick(visitor, 'technical', 'Web hosting');
  await keyboard.tabTo(hosting);
  await page.keyboard.press('Space');
  await expect(hosting).toBeChecked();
  await keyboard.presses(proceed);
  await isAt(visitor, 'messages');
  await keyboard.presses(proceed);
  await isAt(visitor, 'summary');
  await predicts(visitor, [[first, 'new_person'], [second, 'new_person']]);
});

test('what was chosen waits while one goes back, also in a second tab, and is sent once', { tag: '@main' }, async ({ context, page, person, visitor, world }) => {
  const { email } = person;
  const addresses = say('invitations.addresses');
  await visitor.enters(OLIVIA);
  await begins(visitor);
  await visitor.field(addresses).fill(email);
  await goesOnTo(visitor, 'role');
  await role(visitor, 'external').check();
  await goesOnTo(visitor, 'products');
  await tick(visitor, 'statistics', 'Mail').check();
  await goesOnTo(visitor, 'messages');
  await page.goBack();
  await isAt(visitor, 'products');
  await expect(tick(visitor, 'statistics', 'Mail')).toBeChecked();
  await page.goBack();
  await isAt(visitor, 'role');
  await expect(role(visitor, 'external')).toBeChecked();
  await visitor.link(say('invitations.step_who')).click();
  await expect(visitor.field(addresses)).toHaveValue(email);

  const twin = new Visitor(await context.newPage(), world);
  await twin.page.goto(page.url());
  await expect(twin.field(addresses)).toHaveValue(email);
  await goesOnTo(twin, 'role');
  await expect(role(twin, 'external')).toBeChecked();
  await role(twin, 'collaborator').check();
  await goesOnTo(twin, 'products');
  await expect(tick(twin, 'statistics', 'Mail')).toBeChecked();
  await goesOnTo(twin, 'messages', 'summary');

  await goesOnTo(visitor, 'role');
  await expect(role(visitor, 'collaborator')).toBeChecked();
  await goesOnTo(visitor, 'products', 'messages', 'summary');
  await sends(visitor, 1);
  await twin.button(say('invitations.send', { count: 1 })).click();
  await twin.sees(say('invitations.title'));
  await expect(twin.link(email)).toHaveCount(1);
  await world.mailTo(email);
  expect(world.peer.mails.filter(({ to }) => to.includes(email))).toHaveLength(1);
});

test('who may not invite reads who may', { tag: '@once' }, async ({ page, visitor }) => {
  const why = say('failure.denied_administrator');
  const main = page.getByRole('main');
  await visitor.enters('carla@harbour.example');
  await visitor.follows(say('shell.menu_users'));
  await visitor.sees(say('people.title'));
  await expect(main.getByRole('listitem').filter({ hasText: say('invitations.invite') })).toContainText(why);
  await expect(visitor.link(say('invitations.invite'))).toHaveCount(0);
  await expect(visitor.link(say('invitations.title'))).toHaveCount(0);
  const users = page.url();
  for (const address of [`${users}/invite`, `${users}/invitations`]) {
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(403);
    await visitor.sees(say('failure.forbidden_title'));
    await expect(main).toContainText(why);
  }
});

test('wrong addresses are told at the field, and too many are refused; what was typed stays', { tag: '@once' }, async ({ page, visitor }) => {
  const label = say('invitations.addresses');
  const field = visitor.field(label);
  const alert = page.getByRole('alert');
  await visitor.enters(OLIVIA);
  await begins(visitor);
  // The browser itself refuses a field that is empty.
  for (const [typed, why] of [[' ', 'problem_missing'], [NO_ADDRESS, 'problem_email_malformed']] as const) {
    const problem = say(`form.${why}`);
    await field.fill(typed);
    await visitor.button(say('common.proceed')).click();
    await expect(alert).toContainText(say('common.problem_of_field', { field: label, problem }));
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(new RegExp(problem));
    await expect(field).toHaveValue(typed);
  }
  const many = Array.from({ length: 201 }, (_, place) => `ada.${place}@customer.example`).join('\n');
  await field.fill(many);
  await visitor.button(say('common.proceed')).click();
  await expect(alert).toContainText(say('invitations.too_many', { count: 200 }));
  await expect(field).toHaveValue(many);
});

test('addresses come back exactly as they were typed, whatever else was copied with them', { tag: '@once' }, async ({ page, person, visitor }) => {
  const copied = `Ada Keller <${person.email}>\n</textarea><h1>Tom &amp; Co</h1>`;
  const field = visitor.field(say('invitations.addresses'));
  await visitor.enters(OLIVIA);
  await begins(visitor);
  await field.fill(copied);
  await goesOnTo(visitor, 'role');
  await visitor.link(say('invitations.step_who')).click();
  await expect(field).toHaveValue(copied);
  await page.reload();
  await expect(field).toHaveValue(copied);
});

test('the steps of inviting, and the invitations', ONCE, async ({ page, visitor, world }) => {
  test.setTimeout(240_000);
  const email = `printing.works.at.the.old.harbour.${world.person().email}`;
  await visitor.enters(OLIVIA);
  await begins(visitor);
  const first = page.url();
  await inAllLanguages(page, 'invite-who', first);
  await inAllLanguages(page, 'invite-who-wrong', async () => {
    await page.goto(first);
    await page.locator('form#name_invited').evaluate((it: HTMLFormElement) => {
      it.noValidate = true;
      it.requestSubmit();
    });
    await expect(page.getByRole('alert')).toBeFocused();
  });
  await page.goto(first);
  await visitor.field(say('invitations.addresses')).fill([email, NO_ADDRESS, OLIVIA].join('\n'));
  for (const step of ALL_STEPS) {
    await goesOnTo(visitor, step);
    await inAllLanguages(page, `invite-${step}`, page.url());
  }
  await sends(visitor, 1);
  await inAllLanguages(page, 'invitations', page.url());
  await visitor.link(email).click();
  await visitor.sees(say('invitations.page_title', { email }));
  const detail = page.url();
  await inAllLanguages(page, 'invitation', detail);
  await inAllLanguages(page, 'invitation-change', `${detail}/change`);
});
