//! Loads servers with wrk and reads what that cost them: CPU time, memory.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const SECONDS = Number(process.env['ROUND_SECONDS'] ?? 3);
/** A tick of /proc is 10 ms. */
const MS_PER_TICK = 10;

/**
 * @typedef {object} Scenario
 * @property {string} name
 * @property {() => number} pid of the server; asked anew each time, for servers start again
 * @property {string} url
 * @property {number} connections
 * @property {string[]} [cookies] one for each session that takes turns
 * @property {string[]} [paths] instead of the URL's, one for each of the cookies
 * @property {string} [body] a form, sent with POST
 * @property {200 | 303} [expect] the status of every answer; 200 unless said otherwise
 */

/** @typedef {{ cpu: number, rate: number, p99: number }} Sample CPU ms per request; requests per second; ms */

/** @param {number[]} values */
export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** User and system time of a process in ms. @param {number} pid */
function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

/** Resident memory in MB: now, or the highest so far. @param {number} pid @param {'VmRSS' | 'VmHWM'} which */
export function memoryMb(pid, which) {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${which}:\\s+(\\d+)`));
  return Number(line?.[1]) / 1024;
}

/** Some seconds of one scenario. @param {Scenario} scenario @returns {Promise<Sample>} */
export async function load({ pid, url, connections, cookies = [], paths = [], body = '', expect = 200 }) {
  const before = cpuMs(pid());
  const { stdout } = await promisify(execFile)('wrk', [
    '--threads', '1', '--connections', String(connections), '--duration', `${SECONDS}s`, '--timeout', '30s',
    '--script', join(import.meta.dirname, 'client.lua'), url,
  ], { env: { PATH: process.env['PATH'], COOKIES: cookies.join('\n'), PATHS: paths.join('\n'), BODY: body, EXPECT: String(expect) } });
  const result = /** @type {{ requests: number, errors: number, us: number, p99: number }} */ (
    JSON.parse(stdout.slice(stdout.lastIndexOf('\n{')))
  );
  if (result.errors > 0 || result.requests === 0) {
    throw new Error(`${url}: ${result.errors} of ${result.requests} answers were not ${expect}`);
  }
  return {
    cpu: (cpuMs(pid()) - before) / result.requests,
    rate: result.requests / (result.us / 1e6),
    p99: result.p99 / 1000,
  };
}

/** @param {Sample[]} samples @returns {Sample} */
const middle = (samples) => ({
  cpu: median(samples.map(({ cpu }) => cpu)),
  rate: median(samples.map(({ rate }) => rate)),
  p99: median(samples.map(({ p99 }) => p99)),
});

/**
 * All scenarios in turn, several times; medians, in the same order.
 * @template {Scenario[]} T @param {[...T]} scenarios @returns {Promise<{ [K in keyof T]: Sample }>}
 */
export async function rounds(scenarios) {
  /** @type {Sample[][]} */
  const samples = scenarios.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, scenario] of scenarios.entries()) samples[index]?.push(await load(scenario));
  }
  return /** @type {any} */ (samples.map(middle));
}

/** The median of several measurements. @param {() => Promise<number>} measure */
export async function several(measure) {
  const values = [];
  for (let round = 0; round < ROUNDS; round += 1) values.push(await measure());
  return median(values);
}
