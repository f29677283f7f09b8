//! What people do with a browser beside filling in forms: two tabs, the back button, a second click.

import type { Page } from '@playwright/test';
import { expect, say, test } from '../fixtures.ts';
import { Visitor } from '../support/visitor.ts';

test('what is done in one tab after signing out in another leads through sign-in back to the page', async ({ context, elsewhere, page, person, visitor, world }) => {
  await visitor.signsUp(person);
  const other = await elsewhere(person);
  await page.goto('/profile/sessions');
  const button = visitor.button(say('sessions.end_others_button'));
  await expect(button).toBeVisible();
  await new Visitor(await context.newPage(), world).signsOut();

  await button.click();
  await expect(page).toHaveURL(/\/login/);
  await visitor.sees(say('door.login_title'));
  await visitor.field(say('common.email')).fill(person.email);
  await visitor.secret(say('common.password')).fill(person.password);
  await visitor.button(say('door.login_button')).click();
  await expect(page).toHaveURL(/\/profile\/sessions$/);
  await expect(button).toBeVisible();
  await other.reload();
  await expect(other).toHaveURL(/\/o\//);
});

test('after signing out the back button shows nothing of the console', async ({ page, person, visitor }) => {
  await visitor.signsUp(person);
  await visitor.follows(say('shell.menu_sessions'));
  await visitor.sees(say('sessions.title'));
  await visitor.signsOut();
  for (let step = 0; step < 3; step += 1) {
    await page.goBack();
    await expect(page).toHaveURL(/\/log(in|out)/);
    await expect(page.getByText(person.organization)).toHaveCount(0);
    await expect(page.getByText(person.email)).toHaveCount(0);
  }
});

/** Notes where forms go, and holds each up until a second click has come. */
async function slowPosts(page: Page): Promise<string[]> {
  const posts: string[] = [];
  await page.route('**', async (route, request) => {
    if (request.method() === 'POST') {
      posts.push(new URL(request.url()).pathname);
      await page.waitForTimeout(300);
    }
    // A second post takes the place of the first.
    await route.continue().catch(() => {});
  });
  return posts;
}

test('a double click sends a form once', { tag: ['@script', '@once'] }, async ({ page, person, visitor, world }) => {
  const posts = await slowPosts(page);
  await page.goto('/signup');
  await visitor.fillSignUp(person);
  await visitor.button(say('door.sign_up_button')).dblclick({ delay: 60 });
  await visitor.sees(say('door.sent_title'));
  expect(posts).toEqual(['/signup']);
  await page.goto(await world.linkTo(person.email));
  await visitor.secret(say('door.verify_password')).fill(person.password);
  await visitor.button(say('door.verify_button')).dblclick({ delay: 60 });
  await visitor.seesDashboard(person);
  expect(posts).toEqual(['/signup', '/verify']);
});

test('a double click in the console sends a form once', { tag: ['@script', '@once'] }, async ({ elsewhere, page, person, visitor }) => {
  await visitor.signsUp(person);
  await elsewhere(person);
  await page.goto('/profile/sessions');
  await visitor.seesLife();
  const posts = await slowPosts(page);
  await visitor.button(say('sessions.end_others_button')).dblclick({ delay: 60 });
  await expect(page.getByText(say('sessions.only_this'))).toBeVisible();
  expect(posts.filter((path) => path.endsWith('/end_other_sessions'))).toHaveLength(1);
});
