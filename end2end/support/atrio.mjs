//! The real program, started on a free port with a fresh data directory and stopped again.
//! Plain JavaScript, because the benchmarks run it without a compiler.

import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** @typedef {'sqlite' | 'postgres'} Database */

const PROGRAM = resolve(process.env['TEST_ATRIO'] ?? join(import.meta.dirname, '../../target/debug/atrio'));
const START_DEADLINE_MS = 20_000;

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Makes a database of its own on the server of TEST_POSTGRES_URL; returns its address. */
function postgresDatabase() {
  const server = process.env['TEST_POSTGRES_URL'];
  if (!server) throw new Error('TEST_POSTGRES_URL is not set; scripts/postgres.sh start prints one');
  const name = `journeys_${randomBytes(6).toString('hex')}`;
  execFileSync('psql', ['--quiet', '--no-psqlrc', '--command', `CREATE DATABASE ${name}`, server]);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

export class Atrio {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;

  /**
   * @private
   * @param {string} program @param {string} folder @param {Record<string, string>} environment
   */
  constructor(program, folder, environment) {
    this.program = program;
    this.folder = folder;
    this.environment = environment;
    this.url = environment['ATRIO_PUBLIC_URL'] ?? '';
    this.logFile = join(folder, 'log');
    this.offsetMs = 0;
  }

  /**
   * @param {Database} database
   * @param {import('../smtp-peer.mjs').SmtpPeer} peer where its mails go
   * @param {{ program?: string, movableClock?: boolean, demo?: boolean }} [options]
   *   only a build with the tests' hooks has a movable clock; `demo` fills it with people and organizations
   */
  static async start(database, peer, { program = PROGRAM, movableClock = false, demo = false } = {}) {
    if (!existsSync(program)) throw new Error(`${program} is missing: scripts/test.sh build makes it`);
    const folder = mkdtempSync(join(tmpdir(), 'atrio-journey-'));
    const port = await freePort();
    // Nothing of our own environment: the program refuses settings that it does not know.
    /** @type {Record<string, string>} */
    const environment = {
      PATH: process.env['PATH'] ?? '',
      ATRIO_LISTEN: `127.0.0.1:${port}`,
      ATRIO_PUBLIC_URL: `http://127.0.0.1:${port}`,
      ATRIO_DATA_DIR: join(folder, 'data'),
      ATRIO_SMTP_URL: peer.url,
      ATRIO_SMTP_CA_FILE: peer.caFile,
      ATRIO_MAIL_FROM: 'Atrio <console@provider.example>',
      ATRIO_TRUSTED_PROXIES: '127.0.0.1/32',
    };
    if (movableClock) environment['ATRIO_CLOCK_OFFSET_FILE'] = join(folder, 'clock-offset');
    if (database === 'postgres') {
      const key = join(folder, 'secret.key');
      writeFileSync(key, `1 ${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
      environment['ATRIO_SECRET_KEY_FILE'] = key;
      environment['DATABASE_URL'] = postgresDatabase();
      execFileSync(program, ['migrate'], { env: environment, stdio: 'pipe' });
    }
    if (demo) execFileSync(program, ['demo'], { env: environment, stdio: 'pipe' });
    const atrio = new Atrio(program, folder, environment);
    try {
      await atrio.launch();
    } catch (problem) {
      await atrio.stop();
      throw problem;
    }
    return atrio;
  }

  /** Everything the program has printed. */
  log() {
    return readFileSync(this.logFile, 'utf8');
  }

  /** Lets time pass. It never goes back: what the program did since would lie in its future. @param {number} minutes */
  later(minutes) {
    const file = this.environment['ATRIO_CLOCK_OFFSET_FILE'];
    if (!file) throw new Error('started without a movable clock');
    this.offsetMs += minutes * 60_000;
    // Never seen empty: that would be the true time again.
    writeFileSync(`${file}.new`, String(this.offsetMs));
    renameSync(`${file}.new`, file);
  }

  get pid() {
    return this.#child?.pid ?? 0;
  }

  /** Starts the program on its data and waits until it is ready. */
  async launch() {
    const log = openSync(this.logFile, 'a');
    const child = spawn(this.program, ['serve'], { env: this.environment, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    const deadline = Date.now() + START_DEADLINE_MS;
    while (!(await this.#answers())) {
      if (child.exitCode !== null) throw new Error(`atrio serve ended with ${child.exitCode}:\n${this.log()}`);
      if (Date.now() > deadline) throw new Error(`atrio serve does not answer:\n${this.log()}`);
      await new Promise((wake) => setTimeout(wake, 5));
    }
  }

  async #answers() {
    try {
      return (await fetch(`${this.url}/readyz`)).ok;
    } catch {
      return false;
    }
  }

  /** Ends the program. @param {NodeJS.Signals} [signal] */
  async end(signal = 'SIGKILL') {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  /** Ends the program and removes its data. */
  async stop() {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
