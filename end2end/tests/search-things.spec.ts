//! Finding people and products.

import { expect, say, test } from '../fixtures.ts';

test.use({ demo: 'read' });

test('people and products are found by their names, as far as one may open them', async ({ device, page, visitor }) => {
  await visitor.enters('olivia@harbour.example');
  const field = page.getByLabel(say('shell.search'), { exact: true });
  await field.fill('Bruno Ke');
  await field.press('Enter');
  await visitor.link('Bruno Keane').click();
  await visitor.sees('Bruno Keane');
  await field.fill('harbour');
  await field.press('Enter');
  await visitor.sees(say('search.title'));
  await expect(page.getByRole('main').getByRole('link', { name: /harbour/ }).first()).toBeVisible();

  const outside = await device();
  await outside.enters('ext@partner.example');
  const search = outside.page.getByLabel(say('shell.search'), { exact: true });
  await search.fill('Bruno Ke');
  await search.press('Enter');
  await outside.sees(say('search.title'));
  await expect(outside.link('Bruno Keane')).toHaveCount(0);
});
