//! Pages of other people that act in the name of whoever looks at them (experiment R34).

import type { Page } from '@playwright/test';
import { expect, say, test, type World } from '../fixtures.ts';
import { ForeignSite } from '../support/foreign.ts';
import { Visitor } from '../support/visitor.ts';

type Fields = Record<string, string>;

/** A page that sends a form by itself. */
function form(action: string, fields: Fields, encoding = 'application/x-www-form-urlencoded'): string {
  const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
  return `<form method="post" action="${action}" enctype="${encoding}">${inputs.join('')}</form><script>document.forms[0].submit()</script>`;
}

/** A page that holds another one without an origin. */
function sandboxed(html: string): string {
  return `<iframe sandbox="allow-scripts allow-forms" srcdoc="${html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`;
}

/** A page that calls a function with all cookies and without asking first. */
function call(address: string, type: string): string {
  const options = `{ method: 'POST', mode: 'no-cors', credentials: 'include', headers: { 'content-type': '${type}' }, body: '' }`;
  return `<script>fetch('${address}', ${options}).catch(() => {})</script>`;
}

const SIMPLE_TYPES = ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=b'];

test('what other sites send changes nothing', { tag: ['@script', '@once'] }, async ({ browser, clientAddress, context, elsewhere, page, person, visitor, world }) => {
  const attacker = world.person();
  await visitor.signsUp(attacker);
  await context.clearCookies();
  await visitor.signsUp(person);
  const other = await elsewhere(person);
  const site = await ForeignSite.start();
  // What the browser says about the attacks is not ours to watch.
  const victims = await browser.newContext({
    baseURL: world.atrio.url,
    locale: 'en-GB',
    storageState: await context.storageState(),
    extraHTTPHeaders: { 'X-Forwarded-For': clientAddress },
  });
  await page.close();
  const victim = await victims.newPage();
  const session = await sessionOf(victim);

  const { url } = world.atrio;
  const forms = [
    form(`${url}/profile/sessions`, { form: 'end_other_sessions' }),
    form(`${url}/profile/sessions`, { form: 'end_other_sessions' }, 'text/plain'),
    form(`${url}/logout`, { form: 'sign_out' }),
    form(`${url}/login`, { form: 'sign_in', email: attacker.email, password: attacker.password }),
    form(`${url}/login`, { form: 'choose_language', locale: 'it' }),
    form(`${url}/api/end_other_sessions`, {}),
  ];
  const calls = SIMPLE_TYPES.flatMap((type) => [call(`${url}/api/end_other_sessions`, type), call(`${url}/api/sign_out`, type)]);
  const pages = [...forms.map((it) => [it]), calls, [...forms, ...calls].map(sandboxed)];
  try {
    for (const host of ['127.0.0.1', 'localhost'] as const) {
      for (const attacks of pages) {
        const before = refusals(world);
        await victim.goto(site.publish(host, attacks.join(''))).catch(() => null);
        await expect.poll(() => refusals(world), { intervals: [20] }).toBe(before + attacks.length);
      }
    }

    expect(await sessionOf(victim)).toBe(session);
    await victim.goto('/');
    await new Visitor(victim, world).seesDashboard(person);
    await expect(victim.locator('html')).toHaveAttribute('lang', 'en');
    await other.reload();
    await expect(other).toHaveURL(/\/o\//);

    // The very same form works from a page of ours: it was the sender that was refused.
    await victim.goto('/check');
    await victim.evaluate((action) => {
      document.body.innerHTML = `<form method="post" action="${action}"><input name="form" value="end_other_sessions"></form>`;
      document.forms[0]?.submit();
    }, `${url}/profile/sessions`);
    await expect(victim.getByText(say('sessions.only_this'))).toBeVisible();
    await other.reload();
    await expect(other).toHaveURL(/\/login/);
  } finally {
    await victims.close();
    await site.stop();
  }
});

/** How often the program has refused what another site sent. */
function refusals({ atrio }: World): number {
  return atrio.log().split('"reason":"cross_site"').length;
}

async function sessionOf(page: Page): Promise<string | undefined> {
  return (await page.context().cookies()).find(({ name }) => name === 'atrio-session')?.value;
}
