//! Measures the release: weight, start, memory, CPU per request, log-ins, what a slow browser waits for.
//!
//! Timings of a small machine vary, so scenarios run in interleaved rounds, the median counts, and
//! what is compared is CPU time of the server per request with a floor of the same run: a server
//! that does what Atrio cannot do without and nothing else (`floors/`). Absolute figures are
//! printed, never asserted.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SmtpPeer } from '../end2end/smtp-peer.mjs';
import { Atrio } from '../end2end/support/atrio.mjs';
import { PASSWORD, fillSessions, linkIn, signUp } from './client.mjs';
import { load, memoryMb, rounds, several } from './load.mjs';
import { firstPage, slowestAnswer } from './slow.mjs';
import { weigh } from './weight.mjs';

const PROGRAM = resolve(process.argv[2] ?? 'target/release/atrio');
const FLOORS = resolve(process.argv[3] ?? 'target/release/floors');
const STORMER = 'stormer@customer.example';
/** A page of 50 rows, and enough sessions that none of them asks faster than it may. */
const [READERS, SESSIONS] = [8, 50];
const CORES = cpus().length;

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(0)} %`;
/** @param {number} ratio */
const times = (ratio) => `${ratio.toFixed(2)} ×`;
/** @param {number} value @param {string} unit @param {number} [digits] */
const figure = (value, unit, digits = 0) => `${value.toFixed(digits)} ${unit}`;

/** @param {string} what @param {string} value @param {string} floor @param {string} ratio @param {string} goal the goal, and what it must never be worse than */
function row(what, value, floor, ratio, goal) {
  console.log([what.padEnd(46), value.padStart(16), floor.padStart(18), ratio.padStart(9), `  ${goal}`].join(' '));
}

/** @param {string} folder */
async function startFloors(folder) {
  const child = spawn(FLOORS, [folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { url: String(line).trim(), pid: () => child.pid ?? 0, stop: () => child.kill('SIGKILL') };
}

/** Ends the program in order and starts it on its data; returns ms until the first answer. @param {Atrio} atrio */
async function restart(atrio) {
  await atrio.end('SIGTERM');
  const begin = performance.now();
  await atrio.launch();
  return performance.now() - begin;
}

/** How long the system needs to start the program at all. */
async function bareStart() {
  const begin = performance.now();
  spawnSync(PROGRAM, ['--version']);
  return performance.now() - begin;
}

/** @param {Atrio} atrio @param {string} cookie @param {string} dashboard */
async function weights(atrio, cookie, dashboard) {
  for (const path of ['/login', '/signup', '/forgot']) {
    const [door] = await weigh(atrio.url, '', [path]);
    if (door) row(`P6 ${path}, everything, code ${figure(door.code, 'KB', 1)}`, figure(door.all, 'KB', 1), '', '', '≤ 12, < 20 KB; no WASM');
  }
  const [first, lazy] = await weigh(atrio.url, cookie, [dashboard, '/profile/sessions']);
  if (!first || !lazy) throw new Error('no page was weighed');
  row('P7 first signed-in page, JS + WASM', figure(first.code, 'KB'), '', '', '≤ 160, < 200 KB');
  row(`P7 first signed-in page, ${first.requests} requests`, figure(first.all, 'KB'), '', '', '≤ 190, < 230 KB; ≤ 10 requests');
  row('P7 next lazy page', figure(lazy.code, 'KB'), '', '', '≤ 20, < 30 KB');
}

const peer = await SmtpPeer.start({ tls: 'implicit' });
const atrio = await Atrio.start('sqlite', peer, { program: PROGRAM });
const folder = mkdtempSync(join(tmpdir(), 'atrio-floors-'));
const floors = await startFloors(folder);
try {
  // An installation that has its staff: else each start makes a link for them first.
  const staff = linkIn(atrio.log());
  const { client: stormer } = await signUp(atrio, peer, STORMER, '198.18.0.1', staff);
  const [cookies, paths] = [/** @type {string[]} */ ([]), /** @type {string[]} */ ([])];
  for (let number = 0; number < READERS; number += 1) {
    const email = `reader${number}@customer.example`;
    const { client, dashboard } = await signUp(atrio, peer, email, `198.18.${number + 1}.1`);
    const own = await fillSessions(client, email, SESSIONS);
    cookies.push(...own);
    paths.push(...own.map(() => dashboard));
  }
  stormer.forgetSession();
  const body = (await stormer.form('/login', { email: STORMER, password: PASSWORD })).toString();
  const { html } = await stormer.ask('/login');

  const pid = () => atrio.pid;
  const page = { pid, cookies, connections: 8 };
  const login = { name: 'log-in page', pid, url: `${atrio.url}/login`, connections: 8 };
  const sessions = { name: 'sessions', ...page, url: `${atrio.url}/profile/sessions` };
  const board = { name: 'dashboard', ...page, url: atrio.url, paths };
  const logIn = { name: 'log in', pid, url: login.url, body, cookies: [stormer.cookie], connections: 8, expect: /** @type {const} */ (303) };
  /** @param {string} path @param {number} [connections] */
  const floor = (path, connections = 8) => ({ name: path, pid: floors.pid, url: `${floors.url}${path}`, connections });

  row('', 'Atrio', 'floor', 'ratio', 'goal, not below');
  row('P12 program', figure(statSync(PROGRAM).size / 1e6, 'MB', 1), '', '', '≤ 20, < 40 MB');
  await weights(atrio, cookies[0] ?? '', paths[0] ?? '');

  const [start, bare] = [await several(() => restart(atrio)), await several(bareStart)];
  row('P10 start to first answer (floor: --version)', figure(start, 'ms'), figure(bare, 'ms'), times(start / bare), '≤ 60, < 150 ms');

  row('P5 memory, idle', figure(memoryMb(pid(), 'VmRSS'), 'MB'), '', '', '≤ 25, < 40 MB');
  await load(board);
  await load(sessions);
  row('P5 memory, highest under page load', figure(memoryMb(pid(), 'VmHWM'), 'MB'), '', '', '≤ 40, < 60 MB');
  await restart(atrio);
  await load({ ...logIn, connections: 32 });
  const hashes = (CORES * 19_456 * 1024) / 1e6;
  row('P5 memory, highest in a log-in storm (floor: argon2)', figure(memoryMb(pid(), 'VmHWM'), 'MB'), figure(hashes, 'MB'), '', '≤ 70, < 90 MB');

  await restart(atrio);
  const [p1, bareList, glue, dash, p2, bytes] = await rounds([
    sessions, floor('/bare'), floor('/glue'), board, login, floor(`/bytes/${Buffer.byteLength(html)}`),
  ]);
  row('P1 page of 50 rows, CPU (floor: bare Leptos)', figure(p1.cpu, 'ms', 3), figure(bareList.cpu, 'ms', 3), times(p1.cpu / bareList.cpu), '≤ 1.25 ×');
  row('P1 the same (floor: the framework around it)', figure(p1.cpu, 'ms', 3), figure(glue.cpu, 'ms', 3), times(p1.cpu / glue.cpu), '≤ 1 ×');
  row('   dashboard, CPU', figure(dash.cpu, 'ms', 3), '', '', '');
  row('P2 log-in page (floor: as many bytes)', figure(p2.cpu, 'ms', 3), figure(bytes.cpu, 'ms', 3), percent(bytes.cpu / p2.cpu), '≥ 60 %, > 30 %');
  console.log(`   per second: ${[p1, bareList, glue, dash, p2, bytes].map(({ rate }) => rate.toFixed(0)).join(', ')}`);

  const [entered, hashed] = await rounds([logIn, floor('/argon2', CORES)]);
  row('P3 log-ins (floor: argon2 on all cores)', figure(entered.rate, '/s'), figure(hashed.rate, '/s'), percent(entered.rate / hashed.rate), '≥ 97 %, > 90 %');
  row('   CPU of a log-in', figure(entered.cpu, 'ms', 2), figure(hashed.cpu, 'ms', 2), times(entered.cpu / hashed.cpu), '');
  const quiet = await load({ ...board, connections: 1 });
  const [, during] = await Promise.all([load(logIn), load({ ...board, connections: 1 })]);
  row('P3 slowest of a hundred dashboards meanwhile', figure(during.p99, 'ms', 1), figure(quiet.p99, 'ms', 1), times(during.p99 / quiet.p99), '≤ 2 ×, < 3 ×');

  const wait = await firstPage(`${atrio.url}${paths[0]}`, cookies[0] ?? '');
  row('P8 slow browser and line: largest part shown', figure(wait.paint, 'ms'), '', '', '≤ 700, < 1000 ms');
  row('P8 click answered in place (by links before)', figure(wait.click, 'ms'), '', '', '≤ 1600, < 2200 ms');
  row('P8 blocked', figure(wait.blocked, 'ms'), '', '', '≤ 50, < 150 ms');
  row('P8 layout shift', wait.shift.toFixed(3), '', '', '0, < 0.02');
  await stormer.submit('/login', { email: STORMER, password: PASSWORD });
  const answer = await slowestAnswer(`${atrio.url}/profile/activity`, stormer.cookie);
  row('P9 slow browser, activity of thousands: slowest answer', figure(answer, 'ms'), '', '', '≤ 50, < 100 ms');
} finally {
  floors.stop();
  await atrio.stop();
  await peer.stop();
  rmSync(folder, { recursive: true, force: true });
}
