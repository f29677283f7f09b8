//! The places where one is signed in.

import { type Browser, type Page } from '@playwright/test';
import { expect, type Person, say, test, type World } from '../fixtures.ts';

/** Signs in from another device; a window of its own, with its own cookies. */
async function otherDevice(browser: Browser, world: World, person: Person): Promise<Page> {
  const context = await browser.newContext({
    baseURL: world.atrio.url,
    locale: 'en-GB',
    extraHTTPHeaders: { 'X-Forwarded-For': world.clientAddress() },
  });
  const page = await context.newPage();
  await page.goto('/login');
  await page.getByLabel(say('common.email'), { exact: true }).fill(person.email);
  await page.getByLabel(say('common.password'), { exact: true }).fill(person.password);
  await page.getByRole('button', { name: say('door.login_button') }).click();
  await expect(page).toHaveURL(/\/o\//);
  return page;
}

test('a sign-in from an unknown device is told by mail and can be ended', async ({ browser, javaScriptEnabled, page, person, visitor, world }) => {
  await visitor.signsUp(person);
  // Nobody gets two mails within a minute.
  world.atrio.later(2);
  const other = await otherDevice(browser, world, person);
  const mail = await world.mailTo(person.email);
  expect(mail.text).toContain('/profile/sessions');

  await page.getByRole('link', { name: say('shell.menu_sessions') }).click();
  await visitor.sees(say('sessions.title'));
  await expect(page.getByText(say('sessions.this_device'), { exact: true })).toHaveCount(1);
  await visitor.look('sessions');
  await page.evaluate(() => document.documentElement.setAttribute('data-seen', ''));
  await visitor.button(say('sessions.end_others_button')).click();
  await expect(page.getByText(say('sessions.only_this'))).toBeVisible();
  // With script the page changes in place, which shows that the console is alive.
  await expect(page.locator('html[data-seen]')).toHaveCount(javaScriptEnabled === false ? 0 : 1);

  await other.goto('/profile/sessions');
  await expect(other).toHaveURL(/\/login/);
  await other.context().close();
  await page.reload();
  await visitor.sees(say('sessions.title'));
});
