//! Refusals that help: whoever lacks a right asks for it, and whoever can give it sees what it means.

import { expect, say, test } from '../fixtures.ts';
import { begins, goesOnTo, tick } from '../support/rights.ts';

const OLIVIA = 'olivia@harbour.example';
const CARLA = 'carla@harbour.example';
const CARLA_IN_FULL = 'Carla Nolan';

// What these tests change they bring back: others share the world.
test.use({ demo: 'changed' });

const administrator = () => say('requests.the_role', { role: say('shell.role_administrator') });

test('a refused page leads to a request, which is answered with exactly that right', { tag: '@main' }, async ({ device, page, visitor }) => {
  const [name, domain] = ['Eddie Walsh', 'harbour-press.example'];
  await visitor.enters(OLIVIA);
  await visitor.follows(say('shell.menu_products'));
  await visitor.link('Domain names').click();
  await visitor.sees('Domain names');
  await visitor.link(domain).click();
  await visitor.sees(domain);
  const product = page.url();

  const member = await device();
  await member.enters('ext@partner.example');
  await member.page.goto(product);
  await member.sees(say('failure.forbidden_title'));
  await member.link(say('requests.ask_next')).click();
  await member.sees(say('requests.ask_title'));
  const asked = member.page.getByRole('main');
  await expect(asked).toContainText(say('requests.given_by_administrators'));
  await expect(asked).not.toContainText(domain);
  await member.field(say('requests.message')).fill('I look after the site now');
  await member.button(say('requests.send')).click();
  await member.sees(say('requests.title'));
  await expect(member.page.getByText(say('requests.sent'))).toBeVisible();

  await visitor.follows(say('shell.menu_users'));
  await visitor.link(say('requests.title')).click();
  await visitor.sees(say('requests.title'));
  await visitor.link(name).click();
  await visitor.sees(say('requests.page_title', { name }));
  await expect(page.getByRole('main')).toContainText('I look after the site now');
  await visitor.button(say('requests.give_button')).click();
  await visitor.sees(say('people.rights_page_title', { name }));
  await expect(page.getByRole('main')).toContainText(say('people.gains', { name }));
  await visitor.button(say('people.apply')).click();
  await visitor.sees(name);

  await member.page.goto(product);
  await member.sees(domain);
  await member.page.goto(`${new URL(product).pathname.split('/').slice(0, 3).join('/')}/requests`);
  await expect(member.page.getByRole('main')).toContainText(say('requests.no_own'));

  await begins(visitor, name);
  await goesOnTo(visitor, 'products');
  await tick(visitor, 'statistics', `${domain} (Domain names)`).uncheck();
  await goesOnTo(visitor, 'step_summary');
  await visitor.button(say('people.apply')).click();
  await visitor.sees(name);
});

test('a request is declined with a reason, and another one withdrawn', async ({ device, page, visitor }) => {
  const member = await device();
  await member.enters(CARLA);
  const asksFromTeams = async () => {
    await member.follows(say('shell.menu_users'));
    await member.link(say('teams.title')).click();
    await member.sees(say('teams.title'));
    await member.link(say('requests.ask_for', { right: administrator() })).click();
    await member.sees(say('requests.ask_title'));
    await member.button(say('requests.send')).click();
    await member.sees(say('requests.title'));
  };
  await asksFromTeams();

  await visitor.enters(OLIVIA);
  await visitor.follows(say('shell.menu_users'));
  await visitor.link(say('requests.title')).click();
  await visitor.link(CARLA_IN_FULL).click();
  await visitor.field(say('requests.reason')).fill('Adam does that');
  await visitor.button(say('requests.decline_button')).click();
  await visitor.sees(say('requests.title'));
  await expect(page.getByText(say('requests.declined'))).toBeVisible();
  await expect(visitor.link(CARLA_IN_FULL)).toHaveCount(0);

  await asksFromTeams();
  await member.button(say('requests.withdraw_label', { right: administrator() })).click();
  await expect(member.page.getByText(say('requests.withdrawn'))).toBeVisible();
  await expect(member.page.getByRole('main')).toContainText(say('requests.no_own'));
});
