//! Notices what a person would not: console lines, blocked resources, errors of the page.

import type { BrowserContext } from '@playwright/test';

/** The browser's own line for an answer with this status; whether it is right, the journey says. */
const REFUSED_ON_PURPOSE = /^Failed to load resource: the server responded with a status of 4\d\d /;
const PARTS = new Set(['stylesheet', 'script', 'image', 'font', 'manifest', 'other']);

/** Sent on purpose when signing out. */
const CLEARED_ON_PURPOSE = /^Clear-Site-Data header on /;
/** Without script nothing uses what was fetched for it. */
const UNUSED_PRELOAD = /was preloaded using link preload but not used/;
/** A journey types faster than the browser puts the focus. */
const TYPED_FIRST = /^Autofocus processing was blocked because a document already has a focused element/;
/** Where the console notes that its script failed and the page was loaded anew. */
const RELOADED = 'atrio-reloaded';

/** Collects into the returned list; a journey passes only if it stays empty. */
export function watch(context: BrowserContext, script: boolean): string[] {
  const complaints: string[] = [];
  context.on('console', (line) => {
    // Violations of the content security policy are console lines too.
    const expected = [REFUSED_ON_PURPOSE, CLEARED_ON_PURPOSE, TYPED_FIRST, ...(script ? [] : [UNUSED_PRELOAD])];
    if (!expected.some((it) => it.test(line.text()))) complaints.push(`console ${line.type()}: ${line.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`page error: ${error.error().message}`));
  context.on('response', (response) => {
    const part = PARTS.has(response.request().resourceType());
    if (response.status() >= (part ? 400 : 500)) complaints.push(`${response.status()} ${response.url()}`);
  });
  context.on('requestfailed', (request) => {
    const blocked = request.failure()?.errorText === 'csp';
    // With script switched off the browser blocks every script and calls it the policy.
    if (blocked && (script || !request.url().endsWith('.js'))) complaints.push(`blocked: ${request.url()}`);
  });
  return complaints;
}

/** Whether the script of one of the open pages failed and the page was loaded anew because of it. */
export async function reloaded(context: BrowserContext): Promise<string[]> {
  const marks = context.pages().map((page) => page.evaluate((key) => sessionStorage.getItem(key), RELOADED).catch(() => null));
  return (await Promise.all(marks)).filter((mark) => mark !== null).map((address) => `the script failed on ${address}`);
}
