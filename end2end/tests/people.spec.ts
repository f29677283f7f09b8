//! Members of an organization: on hold, removed, gone, and which messages reach them.

import { expect, say, subject, test } from '../fixtures.ts';
import { DEMO_PASSWORD } from '../support/visitor.ts';

const HARBOUR = 'Harbour Press Ltd';
const BRASSERIE = 'Brasserie du Lac';
const OLIVIA = 'olivia@harbour.example';
const CARLA = 'carla@harbour.example';
const LENA = 'lena@webmaster.example';

// Tests share this world: what they do not bring back is done to somebody of whom no other test needs it.
test.use({ demo: 'changed' });

test('a suspension closes one organization with the next click, says why, and is lifted again', async ({ device, page, visitor, world }) => {
  const name = 'Lena Roth';
  const why = 'The contract with the agency has ended';
  const lena = await device();
  await lena.enters(LENA);
  await lena.switchesTo(BRASSERIE);
  await lena.sees(BRASSERIE);
  const home = lena.page.url();

  await visitor.enters('luc@brasserie.example');
  await visitor.opensMember(name);
  await visitor.link(say('people.suspend_title')).click();
  await visitor.sees(say('people.suspend_page_title', { name }));
  const reason = visitor.field(say('people.reason'));
  const problem = say('form.problem_missing');
  await reason.fill(' ');
  await visitor.button(say('people.suspend_button')).click();
  await expect(page.getByRole('alert')).toContainText(say('common.problem_of_field', { field: say('people.reason'), problem }));
  await expect(reason).toHaveAttribute('aria-invalid', 'true');
  await expect(reason).toHaveAccessibleDescription(new RegExp(problem));
  await reason.fill(why);
  await visitor.button(say('people.suspend_button')).click();
  await visitor.sees(name);
  await expect(page.getByText(say('people.suspended_now'))).toBeVisible();
  await expect(page.getByRole('main')).toContainText(why);
  const mail = await world.mailTo(LENA, subject('member_suspended', { organization: BRASSERIE }, 'de'));
  expect(mail.text).toContain(why);

  await lena.follows(say('shell.menu_activity'));
  await lena.sees(say('failure.suspended_title'));
  await expect(lena.page.getByRole('main')).toContainText(say('failure.suspended_text'));
  await lena.link(say('failure.suspended_next')).click();
  await lena.sees(say('organizations.title'));
  await lena.link(say('organizations.switch_to', { name: HARBOUR })).click();
  await lena.sees(HARBOUR);

  await visitor.follows(say('shell.menu_users'));
  await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText(say('people.suspended'));
  await visitor.opensMember(name);
  await visitor.button(say('people.lift_title')).click();
  await expect(page.getByText(say('people.restored'))).toBeVisible();
  await lena.page.goto(home);
  await lena.sees(BRASSERIE);
});

test('a removal asks for the password once more, and brought back everything is as it was', { tag: '@main' }, async ({ device, page, visitor, world }) => {
  const name = 'Carla Nolan';
  const carla = await device();
  await carla.enters(CARLA);
  await carla.sees(HARBOUR);
  await visitor.enters(OLIVIA);
  await visitor.opensMember(name);
  const facts = page.getByRole('main').locator('dl');
  const before = await facts.innerText();
  await visitor.link(say('people.remove_title')).click();
  await visitor.sees(say('people.remove_page_title', { name }));
  await expect(page.getByRole('main')).toContainText(say('people.can_see_members'));
  world.atrio.later(11);
  await visitor.button(say('people.remove_button')).click();
  await expect(page.getByRole('alert')).toContainText(say('form.sudo_needed'));
  await visitor.secret(say('common.password')).fill(DEMO_PASSWORD);
  await visitor.button(say('people.remove_button')).click();
  await visitor.sees(say('people.title'));
  await expect(page.getByText(say('people.removed_now'))).toBeVisible();
  await expect(visitor.link(name)).toHaveCount(0);
  await world.mailTo(CARLA, subject('member_removed', { organization: HARBOUR }));

  await carla.follows(say('shell.menu_settings'));
  await carla.sees(say('failure.not_found_title'));
  await carla.page.goto('/');
  await carla.sees(say('dashboard.no_organization_title'));
  await expect(carla.page.getByText(HARBOUR)).toHaveCount(0);

  await visitor.button(say('people.undo_label', { name })).click();
  await expect(page.getByText(say('people.undone'))).toBeVisible();
  await visitor.link(name).click();
  await visitor.sees(name);
  await expect(facts).toHaveText(before, { useInnerText: true });
  await world.mailTo(CARLA, subject('member_restored', { organization: HARBOUR }));
  await carla.page.goto('/');
  await carla.sees(HARBOUR);
});

test('the only legal representative cannot leave, and is told what would help', async ({ page, person, visitor }) => {
  const why = say('people.refused_last_representative');
  await visitor.signsUp(person);
  await visitor.opensMember(`${person.firstName} ${person.lastName}`);
  await expect(page.getByRole('main')).toContainText(why);
  await expect(visitor.link(say('people.leave_title'))).toHaveCount(0);
  // Also to a page that was open before the others left.
  await page.goto(`${page.url()}/remove`);
  await visitor.sees(say('people.leave_title'));
  await visitor.button(say('people.leave_button')).click();
  await expect(page.getByRole('alert')).toContainText(why);
  await page.goto('/');
  await visitor.seesDashboard(person);
});

test('who has just signed in leaves without a password, and the legal representative hears of it', { tag: '@main' }, async ({ page, visitor, world }) => {
  await visitor.enters('bruno@harbour.example');
  await visitor.opensMember('Bruno Keane');
  await visitor.link(say('people.leave_title')).click();
  await visitor.sees(say('people.leave_title'));
  await expect(page.getByRole('main')).toContainText(say('people.can_see_members'));
  await visitor.button(say('people.leave_button')).click();
  await visitor.sees(say('organizations.title'));
  await expect(page).toHaveURL(/\/profile\/organizations$/);
  await expect(page.getByText(say('people.left'))).toBeVisible();
  await expect(page.getByText(HARBOUR)).toHaveCount(0);
  await world.mailTo(OLIVIA, subject('member_left', { who: 'Bruno Keane', organization: HARBOUR }));
});

test('who may not do something about a member reads who may', async ({ page, visitor }) => {
  await visitor.enters(CARLA);
  await visitor.opensMember('Adam Byrne');
  const actions = page.locator('.card', { has: page.getByRole('heading', { name: say('people.actions_title'), exact: true }) });
  for (const action of ['change', 'suspend', 'remove'] as const) {
    const row = actions.getByRole('listitem').filter({ hasText: say(`people.${action}_title`) });
    await expect(row).toContainText(say('failure.denied_administrator'));
  }
  const asks = say('requests.ask_for', { right: say('requests.the_role', { role: say('shell.role_administrator') }) });
  await expect(actions.getByRole('link')).toHaveText([asks]);
  const address = page.url();
  await page.goto(`${address}/remove`);
  await visitor.sees(say('failure.forbidden_title'));
  await expect(page.getByRole('main')).toContainText(say('failure.denied_administrator'));
});

test('one chooses which messages arrive, but for those that nobody else would get', async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.opensMember(`${person.firstName} ${person.lastName}`);
  await expect(page.getByText(say('people.billing_fixed'))).toBeVisible();
  const news = page.getByRole('checkbox', { name: say('people.product_events'), exact: true });
  await expect(news).toBeChecked();
  await news.uncheck();
  await visitor.button(say('common.save')).click();
  await expect(page.getByText(say('people.contact_changed'))).toBeVisible();
  await expect(news).not.toBeChecked();
  await page.reload();
  await expect(news).not.toBeChecked();
  await expect(page.getByText(say('people.contact_changed'))).toHaveCount(0);
});
