//! Products: everybody sees exactly those that they have a right on.

import { expect, say, test } from '../fixtures.ts';

test.use({ demo: 'read' });

test('a collaborator sees exactly the products that were granted', { tag: '@main' }, async ({ device, page, visitor }) => {
  const main = page.getByRole('main');
  await visitor.enters('carla@harbour.example');
  await visitor.follows(say('shell.menu_products'));
  await visitor.sees(say('products.title'));
  await expect(main.getByRole('listitem')).toHaveText(['Web hosting']);
  await main.getByRole('link', { name: 'Web hosting' }).click();
  await visitor.sees('Web hosting');
  await expect(main.getByRole('listitem')).toHaveText(['quayside-books.example']);
  await main.getByRole('link', { name: 'quayside-books.example' }).click();
  await visitor.sees('quayside-books.example');
  await expect(main).toContainText(say('products.by_grant'));

  const olivia = await device();
  await olivia.enters('olivia@harbour.example');
  await olivia.follows(say('shell.menu_products'));
  await olivia.page.getByRole('main').getByRole('link', { name: 'Domain names' }).click();
  await olivia.sees('Domain names');
  await olivia.page.getByRole('main').getByRole('link', { name: 'harbour.example', exact: true }).click();
  await olivia.sees('harbour.example');
  await expect(olivia.page.getByRole('main')).toContainText(say('products.by_role'));

  await page.goto(olivia.page.url());
  await visitor.sees(say('failure.forbidden_title'));
  await expect(main).toContainText(say('failure.denied_statistics'));
});
