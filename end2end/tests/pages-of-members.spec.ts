//! The pages about members in every state: in five languages, light and dark, on a desk and on a phone.

import type { Page } from '@playwright/test';
import { expect, say, test } from '../fixtures.ts';
import { inAllLanguages } from '../support/look.ts';
import { begins, box, goesOnTo, role, tick } from '../support/rights.ts';
import { DEMO_PASSWORD, type Visitor } from '../support/visitor.ts';

const ONCE = { tag: ['@script', '@once'] };
const OLIVIA = 'olivia@harbour.example';

// What these tests change they bring back: others share the world.
test.use({ demo: 'changed' });
test.describe.configure({ timeout: 240_000 });

/** Where the list of members leads for one of them. */
async function addressOf(visitor: Visitor, name: string): Promise<string> {
  const address = await visitor.link(name).getAttribute('href');
  if (!address) throw new Error(`no link to ${name}`);
  return address;
}

/** Sends a form as it is, whatever it still lacks: it comes back. */
async function sends(page: Page, form: string): Promise<void> {
  await page.locator(`form#${form}`).evaluate((it: HTMLFormElement) => {
    it.noValidate = true;
    it.requestSubmit();
  });
  await expect(page.getByRole('alert')).toBeFocused();
}

test('the pages of members, whatever has happened to them', ONCE, async ({ page, visitor, world }) => {
  await visitor.enters(OLIVIA);
  await visitor.follows(say('shell.menu_users'));
  await visitor.sees(say('people.title'));
  const users = page.url();
  const own = await addressOf(visitor, 'Olivia Hart');
  const carla = await addressOf(visitor, 'Carla Nolan');
  const adam = await addressOf(visitor, 'Adam Byrne');
  const pages = {
    users,
    member: carla,
    'member-own': own,
    suspend: `${carla}/suspend`,
    remove: `${carla}/remove`,
    leave: `${own}/remove`,
  };
  for (const [name, path] of Object.entries(pages)) await inAllLanguages(page, name, path);
  await inAllLanguages(page, 'suspend-wrong', async () => {
    await page.goto(pages.suspend);
    await sends(page, 'suspend_member');
  });
  await page.goto(pages.suspend);
  await visitor.field(say('people.reason')).fill('On leave until the autumn');
  await visitor.button(say('people.suspend_button')).click();
  await visitor.sees('Carla Nolan');
  await inAllLanguages(page, 'member-suspended', carla);

  world.atrio.later(11);
  await inAllLanguages(page, 'remove-proof', async () => {
    await page.goto(`${adam}/remove`);
    await sends(page, 'remove_member');
  });
  await visitor.secret(say('common.password')).fill(DEMO_PASSWORD);
  await visitor.button(say('people.remove_button')).click();
  await visitor.sees(say('people.title'));
  await inAllLanguages(page, 'users-removed', users);

  await visitor.button(say('people.undo_label', { name: 'Adam Byrne' })).click();
  await expect(page.getByText(say('people.undone'))).toBeVisible();
  await page.goto(carla);
  await visitor.button(say('people.lift_title')).click();
  await expect(page.getByText(say('people.restored'))).toBeVisible();
});

test('the steps of giving rights', ONCE, async ({ page, visitor }) => {
  await visitor.enters(OLIVIA);
  await begins(visitor, 'Lena Roth');
  const first = page.url();
  await inAllLanguages(page, 'rights-role', first);
  await goesOnTo(visitor, 'products');
  await inAllLanguages(page, 'rights-products-all', page.url());
  await goesOnTo(visitor, 'step_summary');
  await inAllLanguages(page, 'rights-summary-nothing', page.url());
  await page.goto(first);
  await role(visitor, 'collaborator').check();
  await box(visitor, say('people.money_see_invoices')).check();
  await goesOnTo(visitor, 'products');
  await inAllLanguages(page, 'rights-products', page.url());
  await tick(visitor, 'technical', 'harbour.example (Domain names)').check();
  await tick(visitor, 'statistics', 'Mail').check();
  await goesOnTo(visitor, 'step_summary');
  await inAllLanguages(page, 'rights-summary', page.url());
});

test('the pages of teams', ONCE, async ({ page, visitor }) => {
  await visitor.enters(OLIVIA);
  await visitor.follows(say('shell.menu_users'));
  await visitor.link(say('teams.title')).click();
  await visitor.sees(say('teams.title'));
  const teams = page.url();
  const editorial = await addressOf(visitor, 'Editorial');
  const pages = {
    teams,
    'team-new': `${teams}/new`,
    team: editorial,
    'team-edit': `${editorial}/edit`,
    'team-rights': `${editorial}/rights`,
    'team-members': `${editorial}/members`,
    'team-dissolve': `${editorial}/dissolve`,
  };
  for (const [name, path] of Object.entries(pages)) await inAllLanguages(page, name, path);
  await inAllLanguages(page, 'team-new-wrong', async () => {
    await page.goto(pages['team-new']);
    await sends(page, 'create_team');
  });
  await page.goto(pages['team-rights']);
  await tick(visitor, 'statistics', 'Mail').check();
  await goesOnTo(visitor, 'step_summary');
  await inAllLanguages(page, 'team-summary', page.url());
  await page.goto(pages['team-members']);
  await page.getByRole('checkbox', { name: /Adam Byrne/ }).uncheck();
  await page.getByRole('checkbox', { name: /Carla Nolan/ }).check();
  await goesOnTo(visitor, 'step_summary');
  await inAllLanguages(page, 'team-members-summary', page.url());
});

test('the pages of requests', ONCE, async ({ device, page, visitor }) => {
  const member = await device();
  await member.enters('carla@harbour.example');
  await member.follows(say('shell.menu_dashboard'));
  const home = member.page.url();
  const requests = `${home}/requests`;
  const ask = `${requests}/ask/administrator`;
  await inAllLanguages(member.page, 'ask', ask);
  await inAllLanguages(member.page, 'refused', `${home}/activity`);
  await member.page.goto(ask);
  await member.button(say('requests.send')).click();
  await member.sees(say('requests.title'));
  await inAllLanguages(member.page, 'requests-own', requests);
  await visitor.enters(OLIVIA);
  await inAllLanguages(page, 'ask-for-nothing', ask);
  await inAllLanguages(page, 'requests', requests);
  await inAllLanguages(page, 'request', await addressOf(visitor, 'Carla Nolan'));
  await visitor.button(say('requests.decline_button')).click();
  await visitor.sees(say('requests.title'));
});

test('the pages of a handover', ONCE, async ({ device, page, visitor }) => {
  await visitor.enters(OLIVIA);
  await visitor.opensMember('Adam Byrne');
  const offer = `${page.url()}/handover`;
  const handover = `${new URL(page.url()).pathname.split('/').slice(0, 3).join('/')}/handover`;
  await inAllLanguages(page, 'handover-none', handover);
  await inAllLanguages(page, 'handover-offer', offer);
  await visitor.button(say('handover.offer_button')).click();
  await visitor.sees(say('handover.title'));
  await inAllLanguages(page, 'handover-waits', handover);
  const adam = await device();
  await adam.enters('adam@harbour.example');
  await inAllLanguages(adam.page, 'handover-answer', handover);
  await visitor.button(say('handover.cancel_button')).click();
  await expect(page.getByText(say('handover.cancelled'))).toBeVisible();
});
