//! Firefox as Debian ships it. Playwright drives only its own patched build; puppeteer speaks
//! WebDriver BiDi, which every Firefox understands. Older ones cannot add a header, so all journeys
//! here come from 127.0.0.1 and share its limits: keep them few.

import puppeteer, { type Browser, type Page } from 'puppeteer-core';

const PROGRAM = process.env['TEST_FIREFOX'] ?? '/usr/bin/firefox-esr';
const PATIENCE_MS = 20_000;

export class Firefox {
  /** Console lines, errors and violations of the content security policy; has to stay empty. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly origin: string,
  ) {
    page.on('console', (line) => this.complaints.push(`console ${line.type()}: ${line.text()}`));
    page.on('pageerror', (error) => this.complaints.push(`page error: ${error instanceof Error ? error.message : String(error)}`));
    page.setDefaultTimeout(PATIENCE_MS);
  }

  static async start(origin: string): Promise<Firefox> {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: PROGRAM,
      headless: true,
      timeout: 60_000,
      defaultViewport: { width: 1280, height: 800 },
      extraPrefsFirefox: { 'intl.accept_languages': 'en-GB, en' },
    });
    const page = await browser.newPage();
    return new Firefox(browser, page, origin);
  }

  /** Opens a path of the console or a whole address. */
  async open(address: string): Promise<void> {
    await this.page.goto(new URL(address, this.origin).href);
  }

  get path(): string {
    return new URL(this.page.url()).pathname;
  }

  async fill(field: string, text: string): Promise<void> {
    await (await this.one(`[name=${field}]`)).type(text);
  }

  async choose(field: string, value: string): Promise<void> {
    await (await this.one(`[name=${field}][value=${value}]`)).click();
  }

  /** Presses a button of the page's own part that leads to another page. */
  async press(name: string): Promise<void> {
    for (const button of await this.page.$$('main button')) {
      if ((await button.evaluate((it) => it.textContent?.trim())) !== name) continue;
      await Promise.all([this.page.waitForNavigation(), button.click()]);
      return;
    }
    throw new Error(`no button "${name}" on ${this.page.url()}`);
  }

  private async one(selector: string) {
    const found = await this.page.$(selector);
    if (!found) throw new Error(`no ${selector} on ${this.page.url()}`);
    return found;
  }

  async heading(): Promise<string> {
    return this.page.$eval('h1', (it) => it.textContent?.trim() ?? '');
  }

  /** With script the console's menus close on Escape; as plain HTML they do not. */
  async seesLife(): Promise<void> {
    await this.page.waitForFunction(() => {
      const menu = document.querySelector('details');
      if (menu) menu.open = true;
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
      return menu?.open === false;
    });
  }

  async stop(): Promise<void> {
    await this.browser.close();
  }
}
