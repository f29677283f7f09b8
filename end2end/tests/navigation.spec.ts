//! Links between the pages of the console change them in place; everything a browser does with a
//! link stays as it is.

import type { Page } from '@playwright/test';
import { expect, say, test } from '../fixtures.ts';

const SCRIPT = { tag: ['@script', '@once'] };

/** Marks the document, so that it shows whether another one took its place. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute('data-seen', ''));
}

async function isSameDocument(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.hasAttribute('data-seen'));
}

test('the back button returns to the page and to the place in it, and the keyboard is at the page', SCRIPT, async ({ page, person, visitor }) => {
  await page.setViewportSize({ width: 1000, height: 300 });
  await visitor.signsUp(person);
  await visitor.seesLife();
  await mark(page);
  await page.evaluate(() => scrollTo(0, 120));
  const link = page.getByRole('navigation').getByRole('link', { name: say('shell.menu_sessions'), exact: true });
  // As the keyboard does it: a click by the mouse would scroll to the link first.
  await link.evaluate((it: HTMLAnchorElement) => it.click());
  await visitor.sees(say('sessions.title'));
  await visitor.hasTitle(say('sessions.title'));
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  await expect(page.locator('main')).toBeFocused();

  await page.goBack();
  await visitor.seesDashboard(person);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(120);
  await page.goForward();
  await visitor.sees(say('sessions.title'));
  await expect(page).toHaveURL(/\/profile\/sessions$/);
  expect(await isSameDocument(page)).toBe(true);
});

test('the start page is where the server says', async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await page.goto('/nowhere');
  await visitor.sees(say('failure.not_found_title'));
  await visitor.hasTitle(say('failure.not_found_title'));
  await page.getByRole('main').getByRole('link', { name: say('failure.not_found_next') }).click();
  await visitor.seesDashboard(person);
});

test('a link with a key held down opens another tab', SCRIPT, async ({ context, page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.seesLife();
  const opened = context.waitForEvent('page');
  const link = page.getByRole('navigation').getByRole('link', { name: say('shell.menu_sessions'), exact: true });
  await link.click({ modifiers: ['ControlOrMeta'] });
  const other = await opened;
  await expect(other.getByRole('heading', { level: 1, name: say('sessions.title') })).toBeVisible();
  await visitor.seesDashboard(person);
});

test('of two clicks the second counts, however slow the first is', SCRIPT, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.seesLife();
  await page.route('**/api/list_sessions', async (route) => {
    await page.waitForTimeout(1_500);
    await route.continue();
  });
  await visitor.follows(say('shell.menu_sessions'));
  await expect(page.locator('main')).toHaveAttribute('aria-busy', 'true');
  await visitor.follows(say('shell.my_organizations'));
  await visitor.sees(say('organizations.title'));
  await page.waitForTimeout(2_000);
  await visitor.sees(say('organizations.title'));
  await expect(page).toHaveURL(/\/profile\/organizations$/);
});

test.describe('when the network fails', () => {
  test.use({ fails: true });

  test('without network a link says so, and the page before is one step back', SCRIPT, async ({ page, person, visitor }) => {
    await visitor.signsUp(person);
    await visitor.follows(say('shell.menu_sessions'));
    await visitor.sees(say('sessions.title'));
    await page.route('**/api/**', (route) => route.abort());
    await visitor.follows(say('shell.menu_dashboard'));
    await expect(page.getByText(say('common.offline'))).toBeVisible();
    await page.unroute('**/api/**');
    await page.goBack();
    await visitor.sees(say('sessions.title'));
  });

  test('a page whose module an update took away is loaded as a whole', SCRIPT, async ({ page, person, visitor }) => {
    await visitor.signsUp(person);
    await visitor.seesLife();
    await mark(page);
    let away = true;
    await page.route('**/split_sessions_*', async (route) => {
      if (away) {
        away = false;
        await route.fulfill({ status: 404 });
      } else {
        await route.continue();
      }
    });
    await visitor.follows(say('shell.menu_sessions'));
    await visitor.sees(say('sessions.title'));
    expect(await isSameDocument(page)).toBe(false);
  });
});

test('before the script runs every link and form works', SCRIPT, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await page.route('**/*.wasm', async (route) => {
    await new Promise((done) => { setTimeout(done, 20_000); });
    await route.continue().catch(() => {});
  });
  await page.goto('/profile/organizations');
  await visitor.sees(say('organizations.title'));
  await page.getByRole('main').getByRole('link', { name: say('organizations.create_title') }).click();
  await visitor.sees(say('settings.create_title'));
  await visitor.field(say('settings.name')).fill('Second Harbour');
  await visitor.goesOnTo('address');
  await visitor.goesOnTo('summary');
  await visitor.button(say('settings.create_button')).click();
  await visitor.sees('Second Harbour');
  await visitor.opensAccountMenu(person);
  await page.getByRole('link', { name: say('shell.sign_out') }).click();
  await visitor.sees(say('door.logout_title'));
});
