//! What every journey has at hand: a running console, a mailbox, a person, and watchful eyes.

import { randomBytes } from 'node:crypto';
import { test as base, type BrowserContext, expect, type Page } from '@playwright/test';
import { Atrio, type Database } from './support/atrio.mjs';
import { Visitor } from './support/visitor.ts';
import { reloaded, watch } from './support/watch.ts';
import { type Mail, SmtpPeer } from './smtp-peer.mjs';

export { expect };
export { say, subject } from './support/words.ts';

export interface Person {
  firstName: string;
  lastName: string;
  email: string;
  password: string;
  organization: string;
}

/** A running console with its own mail server. */
export class World {
  private readonly handedOut = new Set<Mail>();
  private tests = 0;

  constructor(
    readonly atrio: Atrio,
    readonly peer: SmtpPeer,
  ) {}

  /** The next mail to `address`, of this subject if there is one, that was not handed out yet; waits until it arrives. */
  async mailTo(address: string, subject?: string): Promise<Mail> {
    const meant = (mail: Mail) => mail.to.includes(address) && (subject === undefined || mail.subject === subject);
    const mail = await this.peer.waitFor((mail) => meant(mail) && !this.handedOut.has(mail));
    this.handedOut.add(mail);
    return mail;
  }

  /** The link in the next mail to `address`. */
  async linkTo(address: string): Promise<string> {
    return this.linkIn(await this.mailTo(address));
  }

  /** The link in the next mail to `address`, and the six digits beside it. */
  async linkAndCodeTo(address: string): Promise<{ link: string; code: string }> {
    const mail = await this.mailTo(address);
    return { link: this.linkIn(mail), code: this.found(/\b\d{3} \d{3}\b/, mail) };
  }

  /** The reference in the last line of a mail. */
  referenceIn(mail: Mail): string {
    return this.found(/\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/, mail);
  }

  linkIn(mail: Mail): string {
    return this.found(/\bhttp\S+\?t=\S+/, mail);
  }

  private found(what: RegExp, { text }: Mail): string {
    const found = what.exec(text)?.[0];
    if (!found) throw new Error(`no ${what} in:\n${text}`);
    return found;
  }

  /** Somebody new. */
  person(): Person {
    const mark = randomBytes(4).toString('hex');
    return {
      firstName: 'Ada',
      lastName: 'Keller',
      email: `ada.${mark}@customer.example`,
      password: 'copper kettle on a slow tram',
      organization: `Harbour Print ${mark}`,
    };
  }

  /** Every test comes from an address of its own, so that limits count it alone. */
  clientAddress(): string {
    this.tests += 1;
    return `198.18.${this.tests >> 8}.${this.tests & 255}`;
  }
}

export interface WorkerOptions {
  database: Database;
  /**
   * Whether the console starts with the demo's people and organizations. Who changes them has a world
   * of its own for each test; everybody else shares one.
   */
  demo: 'none' | 'read' | 'changed';
}

interface WorkerFixtures extends WorkerOptions {
  shared: World | undefined;
}

interface TestFixtures {
  clientAddress: string;
  device: () => Promise<Visitor>;
  elsewhere: (person: Person) => Promise<Page>;
  /** The journey has the console's script fail, and sees what comes of it. */
  fails: boolean;
  person: Person;
  visitor: Visitor;
  watched: void;
  world: World;
}

/** Runs a console with its own mail server. */
async function inWorld(database: Database, demo: boolean, use: (world: World) => Promise<void>): Promise<void> {
  const peer = await SmtpPeer.start();
  try {
    const atrio = await Atrio.start(database, peer, { movableClock: true, demo });
    await use(new World(atrio, peer));
    const log = atrio.log();
    await atrio.stop();
    expect(log, 'the program panicked').not.toContain('panicked');
  } finally {
    await peer.stop();
  }
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  database: ['sqlite', { option: true, scope: 'worker' }],
  demo: ['none', { option: true, scope: 'worker' }],

  shared: [
    async ({ database, demo }, use) =>
      demo === 'changed' ? use(undefined) : inWorld(database, demo === 'read', use),
    { scope: 'worker', timeout: 60_000 },
  ],
  world: async ({ database, shared }, use) =>
    shared ? use(shared) : inWorld(database, true, use),

  fails: [false, { option: true }],
  clientAddress: async ({ world }, use) => use(world.clientAddress()),
  baseURL: async ({ world }, use) => use(world.atrio.url),
  extraHTTPHeaders: async ({ clientAddress }, use) => use({ 'X-Forwarded-For': clientAddress }),
  person: async ({ world }, use) => use(world.person()),

  visitor: async ({ page, world }, use) => use(new Visitor(page, world)),

  /** Another device: a window of its own, with its own cookies. */
  device: async ({ browser, fails, javaScriptEnabled, world }, use) => {
    const script = javaScriptEnabled ?? true;
    const devices: { context: BrowserContext; seen: string[] }[] = [];
    await use(async () => {
      const headers = { 'X-Forwarded-For': world.clientAddress() };
      const context = await browser.newContext({ baseURL: world.atrio.url, locale: 'en-GB', extraHTTPHeaders: headers });
      devices.push({ context, seen: watch(context, script) });
      return new Visitor(await context.newPage(), world);
    });
    const complaints: string[] = [];
    for (const { context, seen } of devices) {
      complaints.push(...seen, ...(script ? await reloaded(context) : []));
      await context.close();
    }
    if (!fails) expect(complaints, 'what the browsers of other devices complained about').toEqual([]);
  },

  /** Signs in from another device. */
  elsewhere: async ({ device }, use) => {
    await use(async (person) => {
      const visitor = await device();
      await visitor.signsIn(person);
      await visitor.seesDashboard(person);
      return visitor.page;
    });
  },

  watched: [
    async ({ context, fails, javaScriptEnabled, world }, use, info) => {
      const logged = world.atrio.log().length;
      const script = javaScriptEnabled ?? true;
      const complaints = watch(context, script);
      await use();
      if (script) complaints.push(...(await reloaded(context)));
      if (info.status !== info.expectedStatus) {
        await info.attach('program.log', { body: world.atrio.log().slice(logged), contentType: 'text/plain' });
      }
      if (!fails) expect(complaints, 'what the browser complained about').toEqual([]);
    },
    { auto: true },
  ],
});
