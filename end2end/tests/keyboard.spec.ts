//! Everything works with Tab and Enter alone.

import { expect, say, test } from '../fixtures.ts';
import { Keyboard } from '../support/keyboard.ts';

test('from the sign-up to the sign-out by keyboard', { tag: '@once' }, async ({ javaScriptEnabled, page, person, visitor, world }) => {
  const keyboard = new Keyboard(page);
  await page.goto('/login');
  await keyboard.presses(page.getByRole('link', { name: say('door.login_sign_up_link') }));
  await visitor.sees(say('door.sign_up_title'));
  await keyboard.types(visitor.field(say('common.first_name')), person.firstName);
  await keyboard.types(visitor.field(say('common.last_name')), person.lastName);
  await keyboard.types(visitor.field(say('common.email')), person.email);
  await keyboard.types(visitor.secret(say('common.password')), person.password);
  await keyboard.presses(visitor.button(say('door.sign_up_button')));
  await visitor.sees(say('door.sent_title'));

  await page.goto(await world.linkTo(person.email));
  await expect(visitor.secret(say('door.verify_password'))).toBeFocused();
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  const name = `${person.firstName} ${person.lastName}`;
  // The organization of a private person carries their name.
  await visitor.seesDashboard({ ...person, organization: name });

  if (javaScriptEnabled !== false) await visitor.seesLife();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: say('common.skip_to_content') });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await page.goto('/');
  await keyboard.presses(page.getByLabel(say('shell.person_menu', { name })));
  await keyboard.presses(page.getByRole('link', { name: say('shell.sign_out') }));
  await keyboard.presses(visitor.button(say('door.logout_button')));
  await visitor.sees(say('door.login_title'));
});
