//! Legal responsibility passes from one person to another once that person accepts it.

import { expect, say, subject, test } from '../fixtures.ts';
import type { Visitor } from '../support/visitor.ts';

const OLIVIA = 'olivia@harbour.example';
const ADAM = 'adam@harbour.example';
const HARBOUR = 'Harbour Press Ltd';

// What these tests change they bring back: others share the world.
test.use({ demo: 'changed' });

/** From the page of a member to an offer that waits. */
async function offers(visitor: Visitor, name: string): Promise<void> {
  await visitor.opensMember(name);
  await visitor.link(say('handover.action_title')).click();
  await visitor.sees(say('handover.offer_title', { name }));
  await expect(visitor.page.getByRole('main')).toContainText(say('handover.passes_people'));
  await visitor.page.getByRole('radio', { name: new RegExp(say('handover.after_administrator')) }).check();
  await visitor.button(say('handover.offer_button')).click();
  await visitor.sees(say('handover.title'));
  await expect(visitor.page.getByRole('main').locator('dl')).toContainText(name);
}

async function opensHandover(visitor: Visitor): Promise<void> {
  await visitor.follows(say('shell.menu_dashboard'));
  await visitor.sees(HARBOUR);
  await visitor.page.goto(`${visitor.page.url()}/handover`);
  await visitor.sees(say('handover.title'));
}

test('responsibility passes over once it is accepted, and back again', { tag: '@main' }, async ({ device, page, visitor, world }) => {
  await visitor.enters(OLIVIA);
  await offers(visitor, 'Adam Byrne');
  await world.mailTo(ADAM, subject('handover_offered', { who: 'Olivia Hart', organization: HARBOUR, person: 'Adam Byrne' }));

  const adam = await device();
  await adam.enters(ADAM);
  await opensHandover(adam);
  await expect(adam.page.getByRole('main')).toContainText(say('handover.you_take_title'));
  await adam.button(say('handover.accept_button')).click();
  await adam.sees(HARBOUR);
  await expect(adam.page.getByText(say('handover.accepted'))).toBeVisible();

  await page.reload();
  await expect(page.getByRole('main')).toContainText(say('handover.over_accepted'));
  await world.mailTo(OLIVIA, subject('handover_accepted', { person: 'Adam Byrne', organization: HARBOUR }));

  await offers(adam, 'Olivia Hart');
  await opensHandover(visitor);
  await visitor.button(say('handover.accept_button')).click();
  await visitor.sees(HARBOUR);
  await visitor.opensMember('Adam Byrne');
  await expect(page.getByRole('main').locator('dl').first()).toContainText(say('shell.role_administrator'));
});

test('an offer is declined with a reason, and another one taken back', async ({ device, page, visitor, world }) => {
  await visitor.enters(OLIVIA);
  await offers(visitor, 'Adam Byrne');
  const adam = await device();
  await adam.enters(ADAM);
  await opensHandover(adam);
  await adam.field(say('handover.reason')).fill('Not this year');
  await adam.button(say('handover.decline_button')).click();
  await adam.sees(HARBOUR);
  await expect(adam.page.getByText(say('handover.declined'))).toBeVisible();
  const mail = await world.mailTo(OLIVIA, subject('handover_declined', { organization: HARBOUR }));
  expect(mail.text).toContain('Not this year');

  await offers(visitor, 'Adam Byrne');
  await visitor.button(say('handover.cancel_button')).click();
  await expect(page.getByText(say('handover.cancelled'))).toBeVisible();
  await expect(page.getByRole('main')).toContainText(say('handover.none_title'));
});
