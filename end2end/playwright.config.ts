//! Where and how the journeys run, on SQLite: all of them with script on a desk and without it on a phone
//! 360 px wide; the main ones also the other way round, and on PostgreSQL; a few in Firefox.

import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import type { WorkerOptions } from './fixtures.ts';

// An ordinary machine may use Playwright's own browser: TEST_CHROMIUM= (empty).
const chromium = process.env['TEST_CHROMIUM'] ?? '/usr/bin/chromium';

const desk = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true };
const plain = { javaScriptEnabled: false };

export default defineConfig<object, WorkerOptions>({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  workers: 2,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    launchOptions: {
      ...(chromium && existsSync(chromium) ? { executablePath: chromium } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    locale: 'en-GB',
    timezoneId: 'Europe/Zurich',
    actionTimeout: 20_000,
    screenshot: 'only-on-failure',
    trace: 'off',
  },
  projects: [
    { name: 'desktop', testIgnore: '**/firefox.spec.ts', grepInvert: /@plain/, use: desk },
    { name: 'desktop-plain', testIgnore: '**/firefox.spec.ts', grep: /@main/, grepInvert: /@script/, use: { ...desk, ...plain } },
    { name: 'phone', testIgnore: '**/firefox.spec.ts', grep: /@main/, grepInvert: /@once/, use: phone },
    { name: 'phone-plain', testIgnore: '**/firefox.spec.ts', grepInvert: /@once|@script/, use: { ...phone, ...plain } },
    { name: 'postgres', testIgnore: '**/firefox.spec.ts', grep: /@main/, use: { ...desk, database: 'postgres' } },
    { name: 'firefox', testMatch: '**/firefox.spec.ts' },
  ],
});
