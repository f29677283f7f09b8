//! Every page in every state: in five languages, light and dark, on a desk and on a phone. Those about
//! members stand in pages-of-members.spec.ts, because they need a world with several.

import type { Page } from '@playwright/test';
import { expect, say, test } from '../fixtures.ts';
import { inAllLanguages, look, setCookie } from '../support/look.ts';
import { picture } from '../support/picture.ts';

const ONCE = { tag: ['@script', '@once'] };
const UNKNOWN = 'A'.repeat(43);
const NEW_PASSWORD = 'seven lanterns above the quiet pier';

test.describe.configure({ timeout: 240_000 });

/** What password managers are told, in the order of the fields. */
function autocomplete(page: Page): Promise<(string | null)[]> {
  const fields = page.getByRole('main').locator('input[autocomplete=username], input[type=password]');
  return fields.evaluateAll((all) => all.map((it) => it.getAttribute('autocomplete')));
}

test('the pages that anybody can open', ONCE, async ({ page }) => {
  const pages = {
    'sign-in': '/login',
    'sign-up': '/signup',
    forgot: '/forgot',
    'sign-out': '/logout',
    check: '/check',
    help: '/help',
    'check-unknown': '/check?reference=nonsense',
    'verify-missing': '/verify',
    'reset-missing': '/reset',
    'verify-unknown': `/verify?t=${UNKNOWN}`,
    'reset-unknown': `/reset?t=${UNKNOWN}`,
    'not-found': '/nowhere',
  };
  await page.goto('/login');
  expect(await autocomplete(page)).toEqual(['username', 'current-password']);
  await page.goto('/signup');
  expect(await autocomplete(page)).toEqual(['username', 'new-password']);
  for (const [name, path] of Object.entries(pages)) await inAllLanguages(page, name, path);
});

test('every component in its states', ONCE, async ({ page }) => {
  await page.goto('/dev/gallery');
  await look(page, 'en', 'gallery');
});

test('the pages that come back with a word about what went before', ONCE, async ({ page, visitor }) => {
  await page.goto('/login');
  for (const [name, path] of Object.entries({ 'sign-in-wrong': '/login', 'sign-up-wrong': '/signup', 'forgot-wrong': '/forgot' })) {
    await inAllLanguages(page, name, async () => {
      await page.goto(path);
      await visitor.forces(page.getByRole('main').locator('button[type=submit]'));
      await expect(page.getByRole('alert')).toBeFocused();
    });
  }
  await inAllLanguages(page, 'sign-in-needed', '/profile/sessions');
  await inAllLanguages(page, 'signed-out', async () => {
    await setCookie(page, 'flash', 'signed-out');
    await page.goto('/login');
  });
});

test('the pages from the sign-up to the console', ONCE, async ({ context, elsewhere, page, person, visitor, world }) => {
  await visitor.asksForAccount(person);
  await inAllLanguages(page, 'sign-up-sent', '/signup/sent');
  const older = await world.linkTo(person.email);
  await page.goto(older);
  expect(await autocomplete(page)).toEqual(['username', 'current-password']);
  await inAllLanguages(page, 'verify', '/verify');
  await inAllLanguages(page, 'verify-wrong', async () => {
    await page.goto('/verify');
    await visitor.forces(page.locator('form#verify_sign_up button[type=submit]'));
  });
  // Nobody gets two mails within a minute.
  world.atrio.later(2);
  await visitor.asksForAccount(person);
  await page.goto(older);
  await inAllLanguages(page, 'verify-replaced', '/verify');
  const newer = await world.linkTo(person.email);
  world.atrio.later(25 * 60);
  await page.goto(newer);
  await inAllLanguages(page, 'verify-expired', '/verify');
  await visitor.button(say('door.verify_renew_button')).click();
  await visitor.sees(say('door.verify_renewed_title'));
  await inAllLanguages(page, 'verify-renewed', async () => {
    await setCookie(page, 'flash', 'link-renewed');
    await page.goto('/verify');
  });

  const mail = await world.mailTo(person.email);
  await page.goto(world.linkIn(mail));
  await visitor.secret(say('door.verify_password')).fill(person.password);
  await visitor.button(say('door.verify_button')).click();
  await visitor.seesDashboard(person);
  await inAllLanguages(page, 'dashboard', '/');
  await inAllLanguages(page, 'organizations', '/profile/organizations');
  await inAllLanguages(page, 'new-organization', '/profile/organizations/new');
  await visitor.field(say('settings.name')).fill('Rowing Club');
  await visitor.goesOnTo('address');
  await inAllLanguages(page, 'new-organization-address', page.url());
  await visitor.goesOnTo('summary');
  await inAllLanguages(page, 'new-organization-summary', page.url());
  await inAllLanguages(page, 'not-found-signed-in', '/nowhere');
  await inAllLanguages(page, 'check-found', `/check?reference=${world.referenceIn(mail)}`);
  await elsewhere(person);
  await elsewhere(person);
  await inAllLanguages(page, 'sessions', '/profile/sessions');
  world.atrio.later(11);
  await inAllLanguages(page, 'sudo', '/profile/sessions');
  expect(await autocomplete(page)).toEqual(['username', 'current-password']);
  await inAllLanguages(page, 'sudo-wrong', async () => {
    await page.goto('/sudo');
    await visitor.forces(page.getByRole('main').locator('button[type=submit]'));
  });

  await context.clearCookies();
  await page.goto(world.linkIn(mail));
  await inAllLanguages(page, 'verify-used', '/verify');
});

test('the pages of the settings and the profile', ONCE, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  const home = page.url();
  const pages = {
    settings: `${home}/settings`,
    logo: `${home}/settings/logo`,
    profile: '/profile',
    picture: '/profile/picture',
    security: '/profile/security',
    search: `${home}/search?q=password`,
    'search-nothing': '/search?q=xyzzy',
  };
  await page.goto(pages.security);
  expect(await autocomplete(page)).toEqual(['username', 'current-password', 'new-password']);
  for (const [name, path] of Object.entries(pages)) await inAllLanguages(page, name, path);
  for (const name of ['settings', 'profile', 'security'] as const) {
    await inAllLanguages(page, `${name}-wrong`, async () => {
      await page.goto(pages[name]);
      await page.getByRole('main').getByRole('textbox').first().fill('');
      await page.getByRole('main').locator('form').first().evaluate((it: HTMLFormElement) => {
        it.noValidate = true;
        it.requestSubmit();
      });
      await expect(page.getByRole('alert')).toBeFocused();
    });
  }
  await inAllLanguages(page, 'logo-chosen', async () => {
    await page.goto(pages.logo);
    await page.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: picture() });
    await expect(page.getByRole('slider')).toHaveCount(4);
  });
});

test('the pages of a forgotten password', ONCE, async ({ page, person, visitor, world }) => {
  await visitor.signsUp(person);
  world.atrio.later(2);
  await visitor.asksForReset(person);
  await inAllLanguages(page, 'forgot-sent', '/forgot/sent');
  const older = await world.linkTo(person.email);
  await page.goto(older);
  expect(await autocomplete(page)).toEqual(['username', 'new-password']);
  await inAllLanguages(page, 'reset', '/reset');
  await inAllLanguages(page, 'reset-wrong', async () => {
    await page.goto('/reset');
    await visitor.forces(page.getByRole('main').locator('button[type=submit]'));
  });
  world.atrio.later(2);
  await visitor.asksForReset(person);
  await page.goto(older);
  await inAllLanguages(page, 'reset-replaced', '/reset');
  const expired = await world.linkTo(person.email);
  world.atrio.later(61);
  await page.goto(expired);
  await inAllLanguages(page, 'reset-expired', '/reset');
  await visitor.asksForReset(person);
  const used = await world.linkTo(person.email);
  await page.goto(used);
  await visitor.secret(say('door.reset_password')).fill(NEW_PASSWORD);
  await visitor.button(say('door.reset_button')).click();
  await visitor.sees(say('door.login_title'));
  await page.goto(used);
  await inAllLanguages(page, 'reset-used', '/reset');
});
