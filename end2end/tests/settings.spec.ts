//! The details of an organization.

import { expect, say, test } from '../fixtures.ts';
import { Visitor } from '../support/visitor.ts';

const SAVE = say('settings.save');

test('details are corrected where they are wrong, saved, told by mail and shown everywhere', { tag: '@main' }, async ({ page, person, visitor, world }) => {
  await visitor.signsUp(person);
  await visitor.follows(say('shell.menu_settings'));
  await visitor.sees(say('settings.title'));
  await visitor.field(say('settings.name')).fill('Harbour Press & Sons');
  await visitor.field(say('settings.street')).fill('Rue du Lac 1');
  await visitor.field(say('settings.city')).fill('Vevey');
  await page.getByLabel(say('settings.country'), { exact: true }).selectOption('CH');
  const number = visitor.field(say('settings.tax_number'));
  const website = visitor.field(say('settings.website'));
  await number.fill('CHE-116.28.710');
  await website.fill('harbour');
  await visitor.button(SAVE).click();

  const alert = page.getByRole('alert');
  await expect(alert).toContainText(say('form.problem_tax_group', { group: '2', example: 'CHE-116.281.710' }));
  await expect(alert).toContainText(say('form.problem_website'));
  await expect(number).toHaveAttribute('aria-invalid', 'true');
  await expect(number).toHaveValue('CHE-116.28.710');
  await expect(visitor.field(say('settings.street'))).toHaveValue('Rue du Lac 1');
  await expect(page.getByLabel(say('settings.country'), { exact: true })).toHaveValue('CH');
  await number.fill('116.281.711');
  await website.fill('harbour.example');
  await visitor.button(SAVE).click();
  await expect(alert).toContainText(say('form.problem_tax_check'));

  await number.fill('116.281.710');
  await visitor.button(SAVE).click();
  await expect(page.getByText(say('settings.saved'))).toBeInViewport();
  await expect(page.getByRole('banner')).toContainText('Harbour Press & Sons');
  await expect(number).toHaveValue('CHE-116.281.710');
  await expect(website).toHaveValue('https://harbour.example');
  await expect(page.getByText(say('settings.currency_chf'))).toBeVisible();
  await visitor.hasTitle(`${say('settings.title')} – Harbour Press & Sons`);
  const mail = await world.mailTo(person.email);
  expect(mail.text).toContain('Rue du Lac 1, Vevey, CH');

  await visitor.button(SAVE).click();
  await expect(page.getByText(say('settings.unchanged'))).toBeVisible();
  await visitor.follows(say('shell.menu_dashboard'));
  await visitor.sees('Harbour Press & Sons');
  const { firstName, lastName } = person;
  const act = say('history.act_organization_details_changed', { actor: `${firstName} ${lastName}` });
  await expect(page.getByText(act)).toHaveCount(1);
});

test('a private person has no VAT number', async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.follows(say('shell.menu_settings'));
  await page.getByRole('radio', { name: say('common.kind_private_person') }).check();
  await visitor.field(say('settings.tax_number')).fill('DE136695976');
  await visitor.button(SAVE).click();
  await expect(page.getByRole('alert')).toContainText(say('form.problem_tax_private'));
});

test('changing over keeps the section', async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.creates('Rowing Club');
  await visitor.follows(say('shell.menu_settings'));
  await visitor.sees(say('settings.title'));
  await visitor.switchesTo(person.organization);
  await visitor.sees(say('settings.title'));
  await expect(visitor.field(say('settings.name'))).toHaveValue(person.organization);
  await expect(page).toHaveURL(/\/settings$/);
});

test('two tabs with two organizations never mix', async ({ context, page, person, visitor, world }) => {
  await visitor.signsUp(person);
  const first = `${page.url()}/settings`;
  await visitor.creates('Rowing Club');
  const second = `${page.url()}/settings`;
  await page.goto(first);
  const tab = await context.newPage();
  await tab.goto(second);
  const other = new Visitor(tab, world);
  await visitor.field(say('settings.city')).fill('');
  await visitor.field(say('settings.name')).fill('First, renamed');
  await other.field(say('settings.name')).fill('Second, renamed');
  await visitor.button(SAVE).click();
  await expect(page.getByText(say('settings.saved'))).toBeVisible();
  await other.button(SAVE).click();
  await expect(tab.getByText(say('settings.saved'))).toBeVisible();
  await page.goto(first);
  await expect(visitor.field(say('settings.name'))).toHaveValue('First, renamed');
  await tab.goto(second);
  await expect(other.field(say('settings.name'))).toHaveValue('Second, renamed');
});
