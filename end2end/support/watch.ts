//! Notices what a person would not: console lines, blocked resources, errors of the page.

import type { BrowserContext } from '@playwright/test';

/** The browser's own line for an answer with this status; whether it is right, the journey says. */
const REFUSED_ON_PURPOSE = /^Failed to load resource: the server responded with a status of 4\d\d /;
const PARTS = new Set(['stylesheet', 'script', 'image', 'font', 'manifest', 'other']);

/** Collects into the returned list; a journey passes only if it stays empty. */
export function watch(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('console', (line) => {
    // Violations of the content security policy are console lines too.
    if (!REFUSED_ON_PURPOSE.test(line.text())) complaints.push(`console ${line.type()}: ${line.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`page error: ${error.error().message}`));
  context.on('response', (response) => {
    const part = PARTS.has(response.request().resourceType());
    if (response.status() >= (part ? 400 : 500)) complaints.push(`${response.status()} ${response.url()}`);
  });
  context.on('requestfailed', (request) => {
    if (request.failure()?.errorText === 'csp') complaints.push(`blocked by the policy: ${request.url()}`);
  });
  return complaints;
}
