import { readFileSync } from 'node:fs';
import { test, say } from '../fixtures.ts';
test('hyd', async ({ page, person, visitor, world, context }) => {
  test.setTimeout(200000);
  const { readdirSync } = await import('node:fs');
  const dir = '/tmp/ov/site/pkg/' + readdirSync('/tmp/ov/site/pkg')[0];
  await context.route(/\/pkg\/[^/]+\/.*\.(wasm|js)$/, async r => { const n = new URL(r.request().url()).pathname.split('/').slice(3).join('/'); await r.fulfill({ path: dir + '/' + n, contentType: n.endsWith('js') ? 'text/javascript' : 'application/wasm' }).catch(e => console.log(String(e))); });
  await visitor.asksForAccount(person);
  await page.goto(await world.linkTo(person.email));
  await visitor.secret(say('door.verify_password')).fill(person.password);
  page.on('console', m => console.log('CONSOLE', m.text()));
  page.on('pageerror', e => console.log('ERR', e.stack));
  await visitor.button(say('door.verify_button')).click();
  await page.waitForURL(/\/o\//);
  await page.waitForTimeout(9000);
  console.log(readFileSync('/dev/null', 'utf8'));
});
