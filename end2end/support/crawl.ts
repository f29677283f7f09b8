//! Opens every page that links lead to, and looks at each as somebody does who reads every word.

import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { Catalogue } from './catalogue.ts';
import { Keyboard } from './keyboard.ts';
import { changeColours, sharedIds, tooWide, violations } from './look.ts';
import type { Language } from './words.ts';

/** More pages than one person can open: links that never end. */
const MOST_PAGES = 90;
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

/** Looks at the page that is open, and returns what is wrong with it. */
export type Look = (page: Page) => Promise<string[]>;

export interface Crawled {
  /** The addresses of all pages, one for each kind of page of each organization. */
  addresses: string[];
  problems: string[];
}

/** Follows every link of ours, from `starts` on; each page is opened once. */
export async function crawl(page: Page, starts: string[], ...looks: Look[]): Promise<Crawled> {
  const seen = new Set(starts.map(kind));
  const waiting = [...starts];
  const crawled: Crawled = { addresses: [], problems: [] };
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (crawled.addresses.length === MOST_PAGES) throw new Error(`links never end: ${[...seen].join(' ')}`);
    const address = next;
    crawled.addresses.push(address);
    const problems = await visit(page, address, ...looks);
    crawled.problems.push(...problems.map((it) => `${address}: ${it}`));
    for (const link of await links(page)) {
      if (!seen.has(kind(link))) waiting.push(link);
      seen.add(kind(link));
    }
  }
  return crawled;
}

/** Opens a page and looks at it. */
export async function visit(page: Page, address: string, ...looks: Look[]): Promise<string[]> {
  const answer = await page.goto(address, { waitUntil: 'load' });
  const problems = answer?.status() === 200 ? [] : [`status ${answer?.status()}`];
  const policy = answer?.headers()['content-security-policy'] ?? 'none';
  if (!policy.startsWith("default-src 'none';")) problems.push(`policy ${policy}`);
  for (const look of [framed, ...looks]) problems.push(...(await look(page)));
  return problems;
}

/**
 * Opens pages of the console one after the other without loading a document; they say the same as when
 * they are loaded.
 */
export async function changeInPlace(page: Page, addresses: string[], ...looks: Look[]): Promise<string[]> {
  const problems = await visit(page, '/', alive);
  await page.evaluate(() => document.documentElement.setAttribute('data-seen', ''));
  for (const address of addresses) {
    await page.evaluate(follow, address);
    // The focus comes to the page last.
    await expect(page.locator('main')).toBeFocused();
    await expect(page).toHaveURL(address);
    for (const look of [framed, ...looks]) problems.push(...(await look(page)).map((it) => `${address}, in place: ${it}`));
  }
  const same = await page.locator('html[data-seen]').count();
  return same === 1 ? problems : [...problems, 'a document was loaded'];
}

/** As a click does on a link that may stand on another page. */
function follow(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  document.body.append(link);
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  link.click();
  link.remove();
}

/** What pages have in common that show the same of different things: pages of a list, and its entries. */
function kind(address: string): string {
  const { pathname, searchParams } = new URL(address, 'http://console.example');
  const path = pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}');
  return [path, ...new Set(searchParams.keys())].join(' ');
}

/** Where the page leads, also by menus that are closed. */
function links(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('a[href]')]
      .filter((it) => it.origin === location.origin)
      .map((it) => it.pathname + it.search),
  );
}

/** One heading that says what the page is, and a title. */
async function framed(page: Page): Promise<string[]> {
  const headings = await page.locator('h1').count();
  const title = (await page.title()).trim();
  return [...(headings === 1 ? [] : [`${headings} h1`]), ...(title ? [] : ['no title'])];
}

/** Nothing is wider than the screen, as it is. */
export async function fits(page: Page): Promise<string[]> {
  const width = page.viewportSize()?.width;
  return (await tooWide(page)).map((it) => `wider than ${width} px: ${it}`);
}

/** Nothing is wider than the screen of a desk or a phone. */
export async function fitsEverywhere(page: Page): Promise<string[]> {
  const problems: string[] = [];
  for (const screen of [PHONE, DESK]) {
    await page.setViewportSize(screen);
    problems.push(...(await fits(page)));
  }
  return problems;
}

/** Nothing that axe finds, light and dark; no two elements share an id. */
export async function accessible(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const problems = (await sharedIds(page)).map((id) => `several elements are #${id}`);
  await changeColours(page, 'light');
  problems.push(...(await violations(page)));
  await changeColours(page, 'dark');
  // The other rules do not see colours.
  problems.push(...(await violations(page, 'color-contrast')).map((it) => `dark: ${it}`));
  return problems;
}

/** The same with each menu open. */
export async function accessibleWithMenus(page: Page): Promise<string[]> {
  const problems: string[] = [];
  const menus = page.locator('details[name=menu]');
  for (let place = 0; place < (await menus.count()); place += 1) {
    for (const screen of [PHONE, DESK]) {
      await page.setViewportSize(screen);
      await menus.nth(place).evaluate((it: HTMLDetailsElement) => { it.open = true; });
      const found = [...(await fits(page)), ...(await accessible(page))];
      problems.push(...found.map((it) => `menu ${place} at ${screen.width} px: ${it}`));
    }
  }
  return problems;
}

/** Every word is of the language. */
export function speaks(language: Language): Look {
  return async (page) => {
    const { lang, texts } = await page.evaluate(readPage);
    const catalogue = Catalogue.of(language);
    const strange = [...new Set(texts)].filter((it) => !catalogue.explains(it)).map((it) => `not ${language}: “${it}”`);
    return lang === language ? strange : [`lang is ${lang}, not ${language}`, ...strange];
  };
}

/** All that eyes or a screen reader can come upon, menus that are closed included. */
function readPage(): { lang: string; texts: string[] } {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement?.closest('script, style')) texts.push(node.textContent ?? '');
  }
  for (const name of ['alt', 'aria-description', 'aria-label', 'aria-roledescription', 'aria-valuetext', 'placeholder', 'title']) {
    for (const it of document.body.querySelectorAll(`[${name}]`)) texts.push(it.getAttribute(name) ?? '');
  }
  return { lang: document.documentElement.lang, texts: texts.map((it) => it.trim()).filter(Boolean) };
}

/** All of it can be used without a mouse, beginning with the way past bar and menu where there are any. */
export async function usableByKeyboard(page: Page): Promise<string[]> {
  const problems = await new Keyboard(page).walk();
  if ((await page.locator('nav').count()) === 0) return problems;
  await page.goto(page.url());
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const skipped = await page.evaluate(() => document.activeElement === document.querySelector('main'));
  return skipped ? problems : [...problems, 'the first link does not lead past bar and menu'];
}

/** The script of a console page has taken it over: menus close on Escape. Pages of the door have none. */
export async function alive(page: Page): Promise<string[]> {
  const menu = page.locator('details', { has: page.locator('a[href="/logout"]') });
  if ((await menu.count()) === 0) return [];
  const closes = async () => {
    await menu.evaluate((it: HTMLDetailsElement) => { it.open = true; });
    await page.keyboard.press('Escape');
    return menu.evaluate((it: HTMLDetailsElement) => !it.open);
  };
  const deadline = Date.now() + 15_000;
  while (!(await closes())) {
    if (Date.now() > deadline) return ['the script does not take the page over'];
  }
  return [];
}
