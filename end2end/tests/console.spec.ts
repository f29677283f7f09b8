//! What holds on every page behind the sign-in.

import { expect, say, test } from '../fixtures.ts';

test('the console comes alive, and its pages change in place', { tag: ['@script', '@main'] }, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.seesLife();
  await page.evaluate(() => document.documentElement.setAttribute('data-seen', ''));
  await visitor.follows(say('shell.menu_sessions'));
  await visitor.sees(say('sessions.title'));
  await visitor.follows(say('shell.menu_dashboard'));
  await visitor.seesDashboard(person);
  await expect(page.locator('html[data-seen]')).toHaveCount(1);
});
