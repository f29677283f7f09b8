//! Giving a member another role and other rights, in three steps.

import { expect, type Locator } from '@playwright/test';
import type { Visitor } from './visitor.ts';
import { say } from './words.ts';

type Role = 'external' | 'collaborator' | 'administrator' | 'legal_representative';

/** From the menu to the first step. */
export async function begins(visitor: Visitor, name: string): Promise<void> {
  await visitor.opensMember(name);
  await visitor.link(say('people.change_title')).click();
  await visitor.sees(say('people.rights_page_title', { name }));
}

export async function goesOnTo(visitor: Visitor, step: 'products' | 'step_summary'): Promise<void> {
  await visitor.button(say('common.proceed')).click();
  await expect(visitor.page.locator('.steps [aria-current=step]')).toHaveText(say(`people.${step}`));
}

/** Its name goes on with what the role means. */
export function role(visitor: Visitor, which: Role): Locator {
  return visitor.page.getByRole('radio', { name: new RegExp(`^${say(`shell.role_${which}`)}`) });
}

export function box(visitor: Visitor, name: string): Locator {
  return visitor.page.getByRole('checkbox', { name, exact: true });
}

/** The tick for a right on a product, or on a kind of products. */
export function tick(visitor: Visitor, right: 'technical' | 'statistics', what: string): Locator {
  return box(visitor, `${say(`people.right_${right}`)}: ${what}`);
}

/** What one can do with a right on this, in the words of a summary. */
export function can(right: 'technical' | 'statistics', products: string): string {
  return say('people.right_on', { right: say(`people.right_${right}`), products });
}

/** The same as it stands on the member's page, by product. */
export function has(right: 'technical' | 'statistics', products: string): string {
  return say('people.right_on', { right: products, products: say(`people.right_${right}`) });
}

/** What the summary lists under a heading. */
export function listed(visitor: Visitor, title: string): Locator {
  const heading = visitor.page.getByRole('heading', { level: 2, name: title, exact: true });
  return visitor.page.locator('.card', { has: heading }).getByRole('listitem');
}

/** From the summary back to the member. */
export async function applies(visitor: Visitor): Promise<void> {
  await visitor.button(say('people.apply')).click();
  await expect(visitor.page.getByText(say('people.changed'))).toBeVisible();
}

/** All three steps for another role and nothing beside it. */
export async function makes(visitor: Visitor, name: string, which: Role): Promise<void> {
  await begins(visitor, name);
  await role(visitor, which).check();
  await goesOnTo(visitor, 'products');
  await goesOnTo(visitor, 'step_summary');
  await applies(visitor);
}
