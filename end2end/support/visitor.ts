//! What a person does again and again, in the words of the pages.

import { expect, type Locator, type Page } from '@playwright/test';
import type { Person, World } from '../fixtures.ts';
import { say } from './words.ts';

/** Of everybody in the demo. */
export const DEMO_PASSWORD = 'alpine meadow demo 42';

export class Visitor {
  constructor(
    readonly page: Page,
    private readonly world: World,
  ) {}

  field(label: string): Locator {
    return this.page.getByRole('textbox', { name: label, exact: true });
  }

  /** A password has no role of its own. */
  secret(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('main').getByRole('button', { name, exact: true });
  }

  link(name: string): Locator {
    return this.page.getByRole('main').getByRole('link', { name, exact: true });
  }

  /** The button that shows or hides what is typed into a password field. */
  eye(word: string, label: string): Locator {
    return this.button(`${word} ${label}`);
  }

  async sees(heading: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeVisible();
  }

  /** The title of the document, with the brand behind it. */
  async hasTitle(page: string): Promise<void> {
    await expect(this.page).toHaveTitle(say('common.page_title', { page, brand: say('common.brand') }));
  }

  /** Presses a button as a program does, whatever its form still lacks; waits for the next page. */
  async forces(button: Locator): Promise<void> {
    const shown = this.page.waitForEvent('domcontentloaded');
    await button.evaluate((it: HTMLButtonElement) => {
      if (!it.form) throw new Error('a button without a form');
      it.form.noValidate = true;
      it.form.requestSubmit(it);
    });
    await shown;
  }

  async fillSignUp(person: Person): Promise<void> {
    await this.page.getByRole('radio', { name: say('common.kind_company') }).check();
    await this.field(say('common.first_name')).fill(person.firstName);
    await this.field(say('common.last_name')).fill(person.lastName);
    await this.field(say('door.sign_up_org_name')).fill(person.organization);
    await this.field(say('common.email')).fill(person.email);
    await this.secret(say('common.password')).fill(person.password);
  }

  /** From the form to the page that says that a mail is on its way. */
  async asksForAccount(person: Person): Promise<void> {
    await this.page.goto('/signup');
    await this.fillSignUp(person);
    await this.button(say('door.sign_up_button')).click();
    await this.sees(say('door.sent_title'));
  }

  /** From nothing to the dashboard of the own organization. */
  async signsUp(person: Person): Promise<void> {
    await this.asksForAccount(person);
    await this.page.goto(await this.world.linkTo(person.email));
    await this.secret(say('door.verify_password')).fill(person.password);
    await this.button(say('door.verify_button')).click();
    await this.seesDashboard(person);
  }

  async signsIn(person: Pick<Person, 'email' | 'password'>): Promise<void> {
    await this.page.goto('/login');
    await this.field(say('common.email')).fill(person.email);
    await this.secret(say('common.password')).fill(person.password);
    await this.button(say('door.login_button')).click();
  }

  /** Signs in as somebody of the demo, and reads in English whatever their language is. */
  async enters(email: string): Promise<void> {
    await this.page.context().addCookies([{ name: 'atrio-locale', value: 'en', url: this.world.atrio.url }]);
    await this.signsIn({ email, password: DEMO_PASSWORD });
    await this.isIn();
  }

  /** The console has opened, whatever it begins with. */
  async isIn(): Promise<void> {
    await expect(this.page).toHaveURL(/\/o\/[0-9a-z]{10}$|:\d+\/$/);
  }

  async seesDashboard(person: Person): Promise<void> {
    await expect(this.page).toHaveURL(/\/o\/[0-9a-z]{10}$/);
    await this.sees(person.organization);
    await this.hasTitle(say('dashboard.title', { org: person.organization }));
  }

  /** Follows a link of the menu, which a narrow screen shows on demand. */
  async follows(entry: string): Promise<void> {
    // Before its style has come, everything of a page can be seen.
    await this.page.waitForLoadState();
    const toggle = this.page.getByText(say('shell.menu'), { exact: true });
    if (await toggle.isVisible()) await toggle.click();
    await this.page.getByRole('navigation').getByRole('link', { name: entry, exact: true }).click();
  }

  /** Opens the menu behind the person's circle. */
  async opensAccountMenu({ firstName, lastName }: Person): Promise<void> {
    await this.page.getByLabel(say('shell.person_menu', { name: `${firstName} ${lastName}` })).click();
  }

  /** Goes on from one step of creating an organization to the next. */
  async goesOnTo(step: 'address' | 'summary'): Promise<void> {
    await this.button(say('settings.next_step')).click();
    await expect(this.page.locator('.steps [aria-current=step]')).toHaveText(say(`settings.step_${step}`));
  }

  /** Creates an organization; its dashboard is open then. */
  async creates(organization: string): Promise<void> {
    await this.page.goto('/profile/organizations/new');
    await this.field(say('settings.name')).fill(organization);
    await this.goesOnTo('address');
    await this.goesOnTo('summary');
    await this.button(say('settings.create_button')).click();
    await this.sees(organization);
  }

  /** Opens the page of a member of the organization. */
  async opensMember(name: string): Promise<void> {
    await this.follows(say('shell.menu_users'));
    await this.sees(say('people.title'));
    await this.link(name).click();
    await this.sees(name);
  }

  /** Changes to another organization at the top left. */
  async switchesTo(organization: string): Promise<void> {
    const top = this.page.getByRole('banner');
    await top.getByLabel(say('shell.switch_organization')).click();
    await top.getByRole('link', { name: organization, exact: true }).click();
  }

  /** With script the console's menus close on Escape; as plain HTML they do not. */
  async seesLife(): Promise<void> {
    const menu = this.page.locator('details', { has: this.page.getByText(say('shell.sign_out')) });
    await expect(async () => {
      await menu.evaluate((it: HTMLDetailsElement) => { it.open = true; });
      await this.page.keyboard.press('Escape');
      await expect(menu).not.toHaveAttribute('open', '', { timeout: 200 });
    }).toPass({ timeout: 15_000 });
  }

  async asksForReset(person: Person): Promise<void> {
    await this.page.goto('/forgot');
    await this.field(say('common.email')).fill(person.email);
    await this.button(say('door.forgot_button')).click();
    await this.sees(say('door.forgot_sent_title'));
  }

  async signsOut(): Promise<void> {
    await this.page.goto('/logout');
    await this.button(say('door.logout_button')).click();
    await this.sees(say('door.login_title'));
  }
}
