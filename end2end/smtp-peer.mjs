//! A real SMTP peer for tests: TLS with a certificate of its own, mails kept in memory, bad moods
//! on demand. Imported by the journeys; by itself (`node smtp-peer.mjs`) it prints one JSON line
//! with its ports and takes orders by HTTP, for tests in other languages.

import { execFileSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/**
 * `ok`; `later` and `never` refuse with 451 and 550 after the data; `slow` answers after 20 s;
 * `drop` keeps the mail and closes the connection before the answer.
 * @typedef {'ok' | 'later' | 'never' | 'slow' | 'drop'} Mood
 */

/**
 * @typedef {object} Mail
 * @property {string} messageId
 * @property {string} from
 * @property {string[]} to the envelope's recipients
 * @property {string} subject
 * @property {string} text
 * @property {string} html
 * @property {Record<string, string>} headers names in lower case
 * @property {'yes' | 'no'} acknowledged whether the sender has been told 250
 */

/** @type {readonly Mood[]} */
const MOODS = ['ok', 'later', 'never', 'slow', 'drop'];
const SLOW_MS = 20_000;

/**
 * An authority and a certificate for localhost; `ca` is the authority's file.
 * @param {string} folder
 */
function certificate(folder) {
  const file = (/** @type {string} */ name) => join(folder, name);
  const openssl = (/** @type {string[]} */ ...args) => execFileSync('openssl', args, { stdio: 'pipe' });
  const key = (/** @type {string} */ name) => ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file(name)];
  openssl('req', '-x509', ...key('ca.key'), '-out', file('ca.pem'), '-days', '2', '-subj', '/CN=Atrio test authority');
  openssl('req', ...key('key.pem'), '-out', file('request.pem'), '-subj', '/CN=localhost');
  writeFileSync(file('extensions'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\n');
  openssl('x509', '-req', '-in', file('request.pem'), '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial',
    '-days', '2', '-extfile', file('extensions'), '-out', file('cert.pem'));
  return { key: readFileSync(file('key.pem')), cert: readFileSync(file('cert.pem')), ca: file('ca.pem') };
}

/** @param {number} code @param {string} text */
const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });

/** @param {NodeJS.ReadableStream} stream */
async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/**
 * @param {Buffer} raw
 * @param {string[]} to
 * @returns {Promise<Mail>}
 */
async function parse(raw, to) {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true });
  const headers = Object.fromEntries(
    mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).replace(/\r?\n\s+/g, ' ').trim()]),
  );
  return {
    messageId: mail.messageId ?? '',
    from: mail.from?.text ?? '',
    to,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    headers,
    acknowledged: 'no',
  };
}

export class SmtpPeer extends EventEmitter {
  /** @type {Mail[]} all mails, in order of arrival */
  mails = [];
  /** @type {Mood} */
  mood = 'ok';

  /** Starts a peer that insists on STARTTLS, or speaks TLS from the first byte. @param {{ tls?: 'starttls' | 'implicit' }} [options] */
  static async start({ tls = 'starttls' } = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'atrio-smtp-'));
    const { key, cert, ca } = certificate(folder);
    return new SmtpPeer(folder, ca, tls, key, cert).#listen();
  }

  /**
   * @private
   * @param {string} folder @param {string} caFile @param {'starttls' | 'implicit'} tls
   * @param {Buffer} key @param {Buffer} cert
   */
  constructor(folder, caFile, tls, key, cert) {
    super();
    this.folder = folder;
    this.caFile = caFile;
    this.tls = tls;
    this.port = 0;
    this.server = new SMTPServer({
      secure: tls === 'implicit',
      key,
      cert,
      authOptional: true,
      disabledCommands: ['AUTH'],
      disableReverseLookup: true,
      closeTimeout: 100,
      onMailFrom: (_from, session, done) =>
        done(session.secure ? null : refusal(530, 'Must issue a STARTTLS command first')),
      onData: (stream, session, done) => {
        this.#receive(stream, session).then(() => done(), done);
      },
    });
    // A client that hangs up is the client's business.
    this.server.on('error', () => {});
  }

  async #listen() {
    const server = this.server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.port = /** @type {import('node:net').AddressInfo} */ (server.address()).port;
    return this;
  }

  /** The value of the setting ATRIO_SMTP_URL. */
  get url() {
    return this.tls === 'implicit' ? `smtps://localhost:${this.port}` : `smtp+starttls://localhost:${this.port}`;
  }

  /**
   * @param {NodeJS.ReadableStream} stream
   * @param {import('smtp-server').SMTPServerSession} session
   */
  async #receive(stream, session) {
    const mail = await parse(await collect(stream), session.envelope.rcptTo.map(({ address }) => address));
    const mood = this.mood;
    if (mood === 'later') throw refusal(451, 'Try again later');
    if (mood === 'never') throw refusal(550, 'Not here');
    if (mood === 'ok' || mood === 'slow') mail.acknowledged = 'yes';
    if (mood === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    this.mails.push(mail);
    this.emit('mail', mail);
    if (mood === 'drop') this.#hangUp(session.id);
  }

  /** @param {string} id */
  #hangUp(id) {
    /** @type {Set<{ id: string, _socket: import('node:net').Socket }>} */
    const connections = /** @type {any} */ (this.server).connections;
    for (const connection of connections) if (connection.id === id) connection._socket.destroy();
  }

  /** Waits for a mail that fits, those that are here already included. @param {(mail: Mail) => boolean} fits @param {number} [deadlineMs] @returns {Promise<Mail>} */
  waitFor(fits, deadlineMs = 30_000) {
    const here = this.mails.find(fits);
    if (here) return Promise.resolve(here);
    return new Promise((resolve, reject) => {
      const look = (/** @type {Mail} */ mail) => {
        if (!fits(mail)) return;
        clearTimeout(timer);
        this.off('mail', look);
        resolve(mail);
      };
      const timer = setTimeout(() => {
        this.off('mail', look);
        const arrived = this.mails.map(({ to, subject }) => `${to.join(', ')}: ${subject}`);
        reject(new Error(`no such mail within ${deadlineMs} ms; arrived: ${JSON.stringify(arrived)}`));
      }, deadlineMs);
      this.on('mail', look);
    });
  }

  async stop() {
    await new Promise((resolve) => this.server.close(() => resolve(undefined)));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** GET /mails, DELETE /mails, PUT /mood/{mood}. @param {SmtpPeer} peer */
function control(peer) {
  return http.createServer((request, response) => {
    const answer = (/** @type {number} */ status, /** @type {unknown} */ body) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const order = `${request.method} ${request.url}`;
    const mood = MOODS.find((mood) => order === `PUT /mood/${mood}`);
    if (mood) {
      peer.mood = mood;
      answer(200, { mood });
    } else if (order === 'DELETE /mails') {
      peer.mails.length = 0;
      answer(200, []);
    } else if (order === 'GET /mails') {
      answer(200, peer.mails);
    } else {
      answer(404, { orders: ['GET /mails', 'DELETE /mails', ...MOODS.map((mood) => `PUT /mood/${mood}`)] });
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const peer = await SmtpPeer.start({ tls: process.argv[2] === 'implicit' ? 'implicit' : 'starttls' });
  const orders = control(peer).listen(0, '127.0.0.1');
  await once(orders, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (orders.address());
  console.log(JSON.stringify({ url: peer.url, caFile: peer.caFile, orders: `http://127.0.0.1:${port}` }));
  const end = () => peer.stop().finally(() => process.exit(0));
  process.on('SIGTERM', end).on('SIGINT', end);
}
