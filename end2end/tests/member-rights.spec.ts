//! Role and rights of members: seen before they change, told afterwards, true at once.

import { expect, say, subject, test } from '../fixtures.ts';
import { applies, begins, box, can, goesOnTo, has, listed, makes, role, tick } from '../support/rights.ts';

const HARBOUR = 'Harbour Press Ltd';
const VEGA = 'Studio Vega';
const OLIVIA = 'olivia@harbour.example';
const CARLA = 'carla@harbour.example';
const LENA = 'lena@webmaster.example';

// Tests share this world: what they do not bring back is done to somebody of whom no other test needs it.
test.use({ demo: 'changed' });

test('other rights are seen in a summary, given, told by mail and written down', { tag: '@main' }, async ({ page, visitor, world }) => {
  const name = 'Carla Nolan';
  const [taken, given] = ['quayside-books.example (Web hosting)', 'harbour.example (Domain names)'];
  const [none, invoices] = [say('people.none'), say('people.money_see_invoices')];
  const allMail = say('people.all_of_kind', { kind: 'Mail' });
  await visitor.enters(OLIVIA);
  await begins(visitor, name);
  await expect(role(visitor, 'collaborator')).toBeChecked();
  await box(visitor, invoices).check();
  await goesOnTo(visitor, 'products');
  await expect(tick(visitor, 'technical', taken)).toBeChecked();
  await tick(visitor, 'technical', taken).uncheck();
  await tick(visitor, 'technical', given).check();
  await tick(visitor, 'statistics', 'Mail').check();
  await goesOnTo(visitor, 'step_summary');

  const main = page.getByRole('main');
  await expect(main.locator('del')).toHaveText([none, taken, none]);
  await expect(main.locator('ins')).toHaveText([invoices, given, allMail]);
  const gains = [invoices, can('technical', given), can('statistics', allMail)];
  await expect(listed(visitor, say('people.gains', { name }))).toHaveText(gains);
  await expect(listed(visitor, say('people.loses', { name }))).toHaveText([can('technical', taken)]);
  await applies(visitor);
  await visitor.sees(name);
  const facts = main.locator('dl');
  for (const fact of [invoices, has('technical', given), has('statistics', allMail)]) await expect(facts).toContainText(fact);
  await expect(facts).not.toContainText(taken);

  const mail = await world.mailTo(CARLA, subject('member_changed', { organization: HARBOUR }));
  expect(mail.text).toContain('Olivia Hart');
  expect(mail.text).toContain(given);
  await visitor.follows(say('shell.menu_activity'));
  const act = say('history.act_member_changed', { actor: 'Olivia Hart', person: name });
  const entry = main.getByRole('listitem').filter({ hasText: act });
  await expect(entry.locator('del')).toHaveText([none, none, taken]);
  await expect(entry.locator('ins')).toHaveText([invoices, 'Mail', given]);
});

test('what was chosen waits while one looks for products and goes back', async ({ page, visitor }) => {
  await visitor.enters(OLIVIA);
  await begins(visitor, 'Eddie Walsh');
  await role(visitor, 'collaborator').check();
  await box(visitor, say('people.money_order')).check();
  await goesOnTo(visitor, 'products');
  const archive = tick(visitor, 'technical', 'Editorial archive (Backup)');
  const books = tick(visitor, 'statistics', 'quayside-books.example (Domain names)');
  await archive.check();
  await visitor.field(say('people.find_product')).fill('quay');
  await visitor.button(say('people.find_button')).click();
  await expect(tick(visitor, 'technical', 'harbour.example (Mail)')).toHaveCount(0);
  await expect(archive).toBeChecked();
  await books.check();
  await goesOnTo(visitor, 'step_summary');

  await visitor.link(say('people.role')).click();
  await expect(role(visitor, 'collaborator')).toBeChecked();
  await expect(box(visitor, say('people.money_order'))).toBeChecked();
  await goesOnTo(visitor, 'products');
  await expect(archive).toBeChecked();
  await expect(books).toBeChecked();
  // Nothing is given before the last step.
  await visitor.opensMember('Eddie Walsh');
  await expect(page.getByRole('main')).not.toContainText('Editorial archive');
});

test('another role is true with the next click of somebody who is signed in', async ({ device, visitor, world }) => {
  const lena = await device();
  await lena.enters(LENA);
  await lena.switchesTo(VEGA);
  await lena.sees(VEGA);
  await visitor.enters('ines@vega.example');
  await makes(visitor, 'Lena Roth', 'external');

  await lena.follows(say('shell.menu_users'));
  await lena.sees(say('failure.forbidden_title'));
  await expect(lena.page.getByRole('main')).toContainText(say('failure.denied_collaborator'));
  await expect(lena.link(say('requests.ask_next'))).toBeVisible();
  await lena.follows(say('shell.menu_dashboard'));
  await lena.sees(VEGA);
  await lena.page.reload();
  const users = { name: say('shell.menu_users'), exact: true, includeHidden: true };
  await expect(lena.page.getByRole('link', users)).toHaveCount(0);
  const mail = await world.mailTo(LENA, subject('member_changed', { organization: VEGA }, 'de'));
  expect(mail.text).toContain('Inés Vega');

  await makes(visitor, 'Lena Roth', 'administrator');
  await lena.page.reload();
  await lena.follows(say('shell.menu_activity'));
  await lena.sees(say('activity.title'));
});

test('whoever is overtaken is told so, sees what their own change does now, and is asked again', { tag: '@main' }, async ({ device, page, visitor }) => {
  const name = 'Eddie Walsh';
  const backups = say('people.all_of_kind', { kind: 'Backup' });
  await visitor.enters(OLIVIA);
  await begins(visitor, name);
  await role(visitor, 'collaborator').check();
  await goesOnTo(visitor, 'products');
  await tick(visitor, 'statistics', 'Backup').check();
  await goesOnTo(visitor, 'step_summary');
  await expect(page.getByText(say('people.overtaken', { name }))).toHaveCount(0);

  const adam = await device();
  await adam.enters('adam@harbour.example');
  await begins(adam, name);
  await role(adam, 'collaborator').check();
  await box(adam, say('people.money_pay')).check();
  await goesOnTo(adam, 'products');
  await goesOnTo(adam, 'step_summary');
  await applies(adam);

  await visitor.button(say('people.apply')).click();
  await expect(page.getByRole('alert')).toContainText(say('people.refused_changed'));
  await page.goto(page.url());
  await expect(page.getByText(say('people.overtaken', { name }))).toBeVisible();
  await expect(listed(visitor, say('people.gains', { name }))).toHaveText([can('statistics', backups)]);
  await expect(listed(visitor, say('people.loses', { name }))).toHaveText([say('people.money_pay')]);
  await applies(visitor);
  await expect(page.getByRole('main').locator('dl')).toContainText(has('statistics', backups));
});
