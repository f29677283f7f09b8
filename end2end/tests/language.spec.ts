//! The five languages and the colours: by the browser's wish, by choice, and the choice is kept.

import { expect, say, subject, test } from '../fixtures.ts';
import { LANGUAGES } from '../support/words.ts';

for (const language of LANGUAGES) {
  test(`a browser that wants ${language} gets it, mail included`, { tag: '@once' }, async ({ browser, clientAddress, javaScriptEnabled, person, world }, info) => {
    const context = await browser.newContext({
      baseURL: world.atrio.url,
      locale: language,
      javaScriptEnabled: javaScriptEnabled ?? true,
      viewport: info.project.use.viewport ?? null,
      extraHTTPHeaders: { 'X-Forwarded-For': clientAddress },
    });
    const page = await context.newPage();
    await page.goto('/login');
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('door.login_title', {}, language));
    await page.goto('/signup');
    await page.getByRole('radio', { name: say('common.kind_private_person', {}, language) }).check();
    await page.getByLabel(say('common.first_name', {}, language), { exact: true }).fill(person.firstName);
    await page.getByLabel(say('common.last_name', {}, language), { exact: true }).fill(person.lastName);
    await page.getByLabel(say('common.email', {}, language), { exact: true }).fill(person.email);
    await page.getByLabel(say('common.password', {}, language), { exact: true }).fill(person.password);
    await page.getByRole('button', { name: say('door.sign_up_button', {}, language) }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('door.sent_title', {}, language));
    const mail = await world.mailTo(person.email);
    expect(mail.subject).toBe(subject('confirm_sign_up', { brand: say('common.brand') }, language));
    await context.close();
  });
}

test('a chosen language stays, also after signing in', async ({ page, person, visitor }) => {
  await page.goto('/login');
  await page.getByRole('button', { name: say('common.language_fr') }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.getByRole('button', { name: say('common.language_en', {}, 'fr') }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await visitor.signsUp(person);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('chosen colours stay, also after signing in', async ({ page, person, visitor }) => {
  const canvas = async () => {
    // Before its style sheet is there a page has no colour.
    await page.waitForLoadState();
    return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  };
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/login');
  const light = await canvas();
  await page.getByRole('button', { name: say('common.theme_dark') }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const dark = await canvas();
  expect(dark).not.toBe(light);
  await visitor.signsUp(person);
  expect(await canvas()).toBe(dark);
  await visitor.opensAccountMenu(person);
  await page.getByRole('button', { name: say('common.theme_light') }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await visitor.seesDashboard(person);
  expect(await canvas()).toBe(light);
});
