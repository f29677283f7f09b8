//! Teams: their members get and lose access with them.

import { expect, say, test } from '../fixtures.ts';
import { tick } from '../support/rights.ts';
import type { Visitor } from '../support/visitor.ts';

const OLIVIA = 'olivia@harbour.example';
const CARLA = 'carla@harbour.example';
const EDDIE = 'ext@partner.example';

// What these tests change they bring back: others share the world.
test.use({ demo: 'changed' });

/** From the menu to the list of teams. */
async function opensTeams(visitor: Visitor): Promise<void> {
  await visitor.follows(say('shell.menu_users'));
  await visitor.sees(say('people.title'));
  await visitor.page.getByRole('main').getByRole('link', { name: say('teams.title'), exact: true }).click();
  await visitor.sees(say('teams.title'));
}

async function makes(visitor: Visitor, name: string): Promise<void> {
  await visitor.link(say('teams.new_title')).click();
  await visitor.sees(say('teams.new_title'));
  await visitor.field(say('teams.name')).fill(name);
  await visitor.page.getByRole('radio', { name: say('teams.colour_teal') }).check();
  await visitor.button(say('teams.create')).click();
  await visitor.sees(name);
}

async function dissolves(visitor: Visitor, name: string): Promise<void> {
  await visitor.link(say('teams.dissolve_title')).click();
  await visitor.sees(say('teams.dissolve_page_title', { name }));
  await visitor.button(say('teams.dissolve_button')).click();
  await visitor.sees(say('teams.title'));
  await expect(visitor.link(name)).toHaveCount(0);
}

/** From a team to the page that says what it means that somebody joins or leaves. */
async function moves(visitor: Visitor, team: string, person: string, joins: boolean): Promise<void> {
  await visitor.link(say('teams.members_action')).click();
  await visitor.sees(say('teams.members_page_title', { name: team }));
  await visitor.field(say('teams.find_member')).fill(person.split(' ')[1]?.slice(0, 3) ?? '');
  await visitor.button(say('people.find_button')).click();
  await visitor.page.getByRole('checkbox', { name: new RegExp(person) }).setChecked(joins);
  await visitor.button(say('common.proceed')).click();
  await expect(visitor.page.getByRole('main')).toContainText(person);
}

async function applies(visitor: Visitor, team: string): Promise<void> {
  await visitor.button(say('people.apply')).click();
  await visitor.sees(team);
}

test('access comes and goes with the place in a team', { tag: '@main' }, async ({ device, page, visitor }) => {
  const [name, eddie] = ['Storefront', 'Eddie Walsh'];
  const member = await device();
  await member.enters(EDDIE);
  await member.follows(say('shell.menu_products'));
  await member.sees(say('products.title'));
  const products = member.page.url();

  await visitor.enters(OLIVIA);
  await opensTeams(visitor);
  await makes(visitor, name);
  await visitor.link(say('teams.rights_title')).click();
  await visitor.sees(say('teams.rights_page_title', { name }));
  await tick(visitor, 'technical', 'Mail').check();
  await visitor.button(say('common.proceed')).click();
  await expect(page.getByRole('main')).toContainText(say('teams.no_effect'));
  await visitor.button(say('people.apply')).click();
  await visitor.sees(name);

  await moves(visitor, name, eddie, true);
  await expect(page.getByRole('main')).toContainText('Mail');
  await applies(visitor, name);
  await expect(visitor.link(eddie)).toBeVisible();

  const kinds = member.page.getByRole('main').getByRole('listitem');
  await member.page.goto(products);
  await expect(kinds.filter({ hasText: 'Mail' })).toHaveCount(1);

  await moves(visitor, name, eddie, false);
  await expect(page.getByRole('main')).toContainText(say('people.loses', { name: eddie }));
  await applies(visitor, name);
  await expect(visitor.link(eddie)).toHaveCount(0);
  await member.page.goto(products);
  await expect(kinds.filter({ hasText: 'Mail' })).toHaveCount(0);
  await dissolves(visitor, name);
});

test('a team is led by one of its members, and is called otherwise than the others', async ({ page, visitor }) => {
  const name = 'Reception';
  await visitor.enters(OLIVIA);
  await opensTeams(visitor);
  await makes(visitor, name);
  await moves(visitor, name, 'Adam Byrne', true);
  await expect(page.getByRole('main')).toContainText(say('teams.no_effect'));
  await applies(visitor, name);

  await visitor.link(say('teams.edit_title')).click();
  await visitor.sees(say('teams.edit_page_title', { name }));
  await page.getByRole('radio', { name: 'Adam Byrne' }).check();
  await visitor.field(say('teams.name')).fill('editorial');
  await visitor.button(say('common.save')).click();
  await expect(page.getByRole('alert')).toContainText(say('teams.refused_name_taken'));
  await visitor.field(say('teams.name')).fill(name);
  await visitor.button(say('common.save')).click();
  await visitor.sees(name);
  await expect(page.getByRole('main').locator('dl')).toContainText('Adam Byrne');
  await dissolves(visitor, name);
});

test('a collaborator sees teams, and why they change nothing', async ({ page, visitor }) => {
  await visitor.enters(CARLA);
  await opensTeams(visitor);
  await expect(visitor.link(say('teams.new_title'))).toHaveCount(0);
  await visitor.link('Editorial').click();
  await visitor.sees('Editorial');
  await expect(visitor.link('Adam Byrne')).toBeVisible();
  for (const action of ['members_action', 'rights_title', 'edit_title', 'dissolve_title'] as const) {
    await expect(visitor.link(say(`teams.${action}`))).toHaveCount(0);
    await expect(page.getByRole('main')).toContainText(say(`teams.${action}`));
  }
});
