//! The main journey in a second engine, as its vendor ships it.

import { expect, say, test } from '../fixtures.ts';
import { Firefox } from '../support/firefox.ts';

test('in Firefox a person signs up, confirms, and the console comes alive', async ({ person, world }) => {
  test.setTimeout(120_000);
  const firefox = await Firefox.start(world.atrio.url);
  try {
    await firefox.open('/signup');
    await firefox.choose('kind', 'company');
    await firefox.fill('first_name', person.firstName);
    await firefox.fill('last_name', person.lastName);
    await firefox.fill('org_name', person.organization);
    await firefox.fill('email', person.email);
    await firefox.fill('password', person.password);
    await firefox.press(say('door.sign_up_button'));
    expect(await firefox.heading()).toBe(say('door.sent_title'));

    await firefox.open(await world.linkTo(person.email));
    expect(firefox.path).toBe('/verify');
    await firefox.fill('password', person.password);
    await firefox.press(say('door.verify_button'));
    expect(firefox.path).toMatch(/^\/o\/[0-9a-z]{10}$/);
    expect(await firefox.heading()).toBe(person.organization);
    await firefox.seesLife();
    expect(firefox.complaints).toEqual([]);
  } finally {
    await firefox.stop();
  }
});
