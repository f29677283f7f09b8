//! Logos and pictures of people.

import type { Page } from '@playwright/test';
import { expect, say, test } from '../fixtures.ts';
import { picture } from '../support/picture.ts';

const SEND = say('picture.send');

function file(buffer: Buffer, name = 'logo.png') {
  return { name, mimeType: 'image/png', buffer };
}

/** The size of a picture as it was sent, once it is here. */
async function size(page: Page, selector: string): Promise<number[]> {
  const image = page.locator(selector).first();
  await expect(image).toBeVisible();
  return image.evaluate(async (it: HTMLImageElement) => {
    await it.decode();
    return [it.naturalWidth, it.naturalHeight];
  });
}

test('a logo takes the place of the name, and goes again', { tag: '@main' }, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.follows(say('shell.menu_settings'));
  await visitor.field(say('settings.phone')).fill('+41 21 555 00 00');
  // What was typed is not lost on the way.
  await visitor.button(say('settings.change_logo')).click();
  await visitor.sees(say('picture.logo_title'));
  await expect(page.getByText(say('settings.saved'))).toBeVisible();
  await page.getByLabel(say('picture.file'), { exact: true }).setInputFiles(file(picture(810, 210)));
  await visitor.button(SEND).click();
  await visitor.sees(say('settings.title'));
  await expect(page.getByText(say('picture.logo_saved'))).toBeVisible();
  await expect(visitor.field(say('settings.phone'))).toHaveValue('+41 21 555 00 00');
  const logo = page.getByRole('banner').getByRole('img', { name: person.organization });
  await expect(logo).toBeVisible();
  expect(await size(page, 'header .logo')).toEqual([270, 70]);

  await visitor.button(say('settings.change_logo')).click();
  await visitor.button(say('picture.remove_logo_button')).click();
  await expect(page.getByText(say('picture.logo_removed'))).toBeVisible();
  await expect(page.getByRole('banner')).toContainText(person.organization);
});

test('a file that was chosen before the script ran is cut as any other', { tag: ['@script', '@once'] }, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  let run = () => {};
  const waiting = new Promise<void>((done) => { run = done; });
  await page.route('**/*.wasm', async (route) => {
    await waiting;
    await route.continue();
  });
  await page.goto('/profile/picture');
  await page.getByLabel(say('picture.file'), { exact: true }).setInputFiles(file(picture(810, 210)));
  run();
  await expect(page.getByRole('slider')).toHaveCount(4);
});

test('what is no picture is refused with the formats that are accepted', async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await page.goto('/profile/picture');
  const chooser = page.getByLabel(say('picture.file'), { exact: true });
  await chooser.setInputFiles(file(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')));
  await visitor.button(SEND).click();
  await expect(page.getByText(say('picture.problem_format')).first()).toBeVisible();
  await visitor.sees(say('picture.title'));
});

test('the Enter key saves the settings and leads nowhere else', async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.follows(say('shell.menu_settings'));
  await visitor.field(say('settings.phone')).fill('+41 21 555 00 00');
  await visitor.field(say('settings.phone')).press('Enter');
  await expect(page.getByText(say('settings.saved'))).toBeVisible();
  await visitor.sees(say('settings.title'));
});

test('a picture is cut before it is sent, as the preview shows', { tag: '@script' }, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await page.goto('/profile/picture');
  await visitor.seesLife();
  await page.getByLabel(say('picture.file'), { exact: true }).setInputFiles(file(picture(400, 100)));
  const left = page.getByRole('slider', { name: say('picture.left') });
  await left.fill('75');
  const preview = page.getByRole('img', { name: say('picture.preview') });
  await expect(preview).toHaveAttribute('width', '100');
  // The opposite side leaves at least one percent.
  await page.getByRole('slider', { name: say('picture.right') }).fill('99');
  await expect(preview).toHaveAttribute('width', '4');
  await page.getByRole('slider', { name: say('picture.right') }).fill('0');

  // A frame drawn by hand: the right half.
  const stage = page.locator('.picture-stage');
  await stage.scrollIntoViewIfNeeded();
  const box = await stage.boundingBox();
  if (!box) throw new Error('no stage');
  await page.mouse.move(box.x + box.width / 2 + 1, box.y + 1);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 0.5, box.y + box.height - 0.5, { steps: 3 });
  await page.mouse.up();
  await expect(left).toHaveValue('50');
  await visitor.button(SEND).click();
  await visitor.sees(say('profile.title'));
  await expect(page.getByText(say('picture.saved'))).toBeVisible();
  const [width = 0] = await size(page, 'header .avatar img');
  expect(width).toBeGreaterThan(190);
  expect(width).toBeLessThan(210);
  await page.goto('/');
  await size(page, 'main .avatar img');
});

test('a file that cannot be used is told at once', { tag: '@script' }, async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await page.goto('/profile/picture');
  await visitor.seesLife();
  const chooser = page.getByLabel(say('picture.file'), { exact: true });
  await chooser.setInputFiles(file(Buffer.alloc(2 * 1024 * 1024 + 1)));
  await expect(page.getByText(say('picture.problem_bytes'))).toBeVisible();
  await chooser.setInputFiles(file(Buffer.from('no picture')));
  await expect(page.getByText(say('picture.problem_format'))).toBeVisible();
  await chooser.setInputFiles(file(picture()));
  await expect(page.getByText(say('picture.problem_format'))).toHaveCount(0);
  await expect(page.getByRole('slider')).toHaveCount(4);
});
