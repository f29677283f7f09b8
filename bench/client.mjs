//! A visitor without a browser: keeps cookies, fills in the page's own forms.

/** @typedef {import('../end2end/support/atrio.mjs').Atrio} Atrio */
/** @typedef {import('../end2end/smtp-peer.mjs').SmtpPeer} SmtpPeer */

export const PASSWORD = 'copper kettle on a slow tram';

export class Client {
  /** @type {Map<string, string>} */
  cookies = new Map();

  /** @param {string} origin @param {string} address where the proxy says it comes from */
  constructor(origin, address = '198.18.0.1') {
    this.origin = origin;
    this.address = address;
  }

  get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Follows redirects. @param {string} path @param {URLSearchParams} [body] @returns {Promise<{ path: string, html: string }>} */
  async ask(path, body) {
    const answer = await fetch(new URL(path, this.origin), {
      method: body ? 'POST' : 'GET',
      ...(body ? { body } : {}),
      headers: { cookie: this.cookie, accept: 'text/html', 'sec-fetch-site': 'same-origin', 'x-forwarded-for': this.address },
      redirect: 'manual',
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = line.match(/^([^=]+)=([^;]*)/) ?? [];
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    const next = answer.headers.get('location');
    if (next) return this.ask(next);
    const html = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status}\n${html}`);
    return { path, html };
  }

  /** The body that the page's form with these fields sends. @param {string} path @param {Record<string, string>} fields */
  async form(path, fields) {
    const { html } = await this.ask(path);
    const form = html.split(/<form/).find((part) => Object.keys(fields).every((name) => part.includes(`name="${name}"`)));
    if (!form) throw new Error(`${path} has no form with ${Object.keys(fields).join(', ')}`);
    const body = new URLSearchParams();
    for (const [tag] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
      const name = tag.match(/ name="([^"]*)"/)?.[1];
      if (name) body.set(name, tag.match(/ value="([^"]*)"/)?.[1] ?? '');
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return body;
  }

  /** @param {string} path @param {Record<string, string>} fields */
  async submit(path, fields) {
    return this.ask(path, await this.form(path, fields));
  }

  /** Only what a browser keeps that was signed in before, which spares mails about a new one. */
  forgetSession() {
    this.cookies = new Map([...this.cookies].filter(([name]) => name.endsWith('device')));
  }
}

/**
 * Signs up and confirms; returns the signed-in client and its dashboard.
 * @param {Atrio} atrio @param {SmtpPeer} peer @param {string} email @param {string} address
 * @param {string} [link] opened first: the one that makes the first member of staff
 */
export async function signUp(atrio, peer, email, address, link) {
  const client = new Client(atrio.url, address);
  if (link) await client.ask(link);
  await client.submit('/signup', {
    kind: 'company', first_name: 'Ada', last_name: 'Keller', org_name: 'Harbour Print', email, password: PASSWORD,
  });
  const { text } = await peer.waitFor(({ to }) => to.includes(email));
  await client.ask(linkIn(text));
  const { path } = await client.submit('/verify', { password: PASSWORD });
  return { client, dashboard: path };
}

/** The first link with a secret. @param {string} text */
export function linkIn(text) {
  const link = text.split(/\s+/).find((word) => word.includes('?t='));
  if (!link) throw new Error(`no link in:\n${text}`);
  return link;
}

/** Signs in until there are so many sessions; returns the cookies of each. @param {Client} client @param {string} email @param {number} count */
export async function fillSessions(client, email, count) {
  const cookies = [client.cookie];
  for (let number = 1; number < count; number += 1) {
    const other = new Client(client.origin, client.address.replace(/\d+$/, `${number + 1}`));
    other.cookies = new Map(client.cookies);
    other.forgetSession();
    await other.submit('/login', { email, password: PASSWORD });
    cookies.push(other.cookie);
  }
  const { path, html } = await client.ask('/profile/sessions');
  const rows = html.split('class="row-text"').length - 1;
  if (path !== '/profile/sessions' || rows !== count) throw new Error(`${path} shows ${rows} rows, not ${count}`);
  return cookies;
}
