//! Tells whether a text on a page belongs there in the language of the page: the catalogue says it, or
//! it is data of the demo, a date, a number. Whatever else stands there is of another language, or a
//! name of the program's own that no reader should see.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Language, LOCALES, type Text } from './words.ts';

const COUNTRIES = join(LOCALES, '../countries');
const DEMO = join(import.meta.dirname, '../../backend/src/usecase/setup/demo/cast.rs');

/** Between texts that the program puts side by side. */
const SEPARATOR = / · | – |: |, |(?<=\.) /g;
/** What browsers that run this and their systems are called in every language. */
const PRODUCTS = ['Chrome', 'Linux', 'macOS', 'Windows'];
/** A time zone, such as `America/Argentina/Buenos Aires`. */
const ZONE = /^[A-Z]\w+(\/[A-Z][\w +-]*){1,2}$/;
const INITIALS = /^\p{Lu}{1,2}$/u;

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Longer ones first, so that none is hidden by a part of it. */
function anyOf(texts: string[]): RegExp {
  const longestFirst = texts.toSorted((a, b) => b.length - a.length).map(quote);
  return new RegExp(`(?<![\\p{L}\\d])(?:${longestFirst.join('|')})(?![\\p{L}\\d])`, 'gu');
}

/** Everything that the demo's people and organizations are called, have and write. */
function demoData(): string[] {
  return [...readFileSync(DEMO, 'utf8').matchAll(/"([^"]+)"/g)].map(([, text = '']) => text);
}

/** A day as the language writes it out. */
function days(language: Language): RegExp {
  const name = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  const months = Array.from({ length: 12 }, (_, month) => name.format(Date.UTC(2026, month))).join('|');
  const shapes: Record<Language, string> = {
    en: `\\d{1,2} (?:${months}) \\d{4}`,
    fr: `\\d{1,2}(?:er)? (?:${months}) \\d{4}`,
    de: `\\d{1,2}\\. (?:${months}) \\d{4}`,
    it: `\\d{1,2}º? (?:${months}) \\d{4}`,
    es: `\\d{1,2} de (?:${months}) de \\d{4}`,
  };
  return new RegExp(shapes[language], 'g');
}

export class Catalogue {
  private static readonly all = new Map<Language, Catalogue>();

  private readonly literal = new Set<string>();
  private readonly patterns: RegExp[] = [];
  private readonly days: RegExp;
  private readonly data = anyOf([...demoData(), ...PRODUCTS]);

  private constructor(language: Language) {
    this.days = days(language);
    const folder = join(LOCALES, language);
    for (const file of readdirSync(folder)) {
      const area = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, Text>;
      for (const text of Object.values(area)) {
        for (const form of typeof text === 'string' ? [text] : Object.values(text)) this.add(form);
      }
    }
    const countries = readFileSync(join(COUNTRIES, `${language}.txt`), 'utf8').trim().split('\n');
    for (const line of countries) this.literal.add(line.slice(line.indexOf(' ') + 1));
  }

  static of(language: Language): Catalogue {
    let known = Catalogue.all.get(language);
    if (!known) {
      known = new Catalogue(language);
      Catalogue.all.set(language, known);
    }
    return known;
  }

  private add(text: string): void {
    if (/\{\w+\}/.test(text)) {
      const parts = text.split(/\{\w+\}/).map(quote);
      // A text of placeholders alone would explain everything.
      if (/\p{L}/u.test(text.replace(/\{\w+\}/g, ''))) this.patterns.push(new RegExp(`^${parts.join('(.+?)')}$`, 's'));
    } else {
      this.literal.add(text.trim());
    }
  }

  /** Whether a reader of the language expects to see this. */
  explains(text: string): boolean {
    const shown = text.trim();
    return this.literal.has(shown) || this.isData(shown) || this.isFilled(shown) || this.isJoined(shown);
  }

  private isData(text: string): boolean {
    if (INITIALS.test(text) || ZONE.test(text)) return true;
    const rest = text.replace(this.days, '').replace(/\bUTC\b/, '').replace(this.data, '');
    return !/\p{L}/u.test(rest);
  }

  /** A text with placeholders, and what fills them is explained too. */
  private isFilled(text: string): boolean {
    return this.patterns.some((pattern) => pattern.exec(text)?.slice(1).every((value) => this.explains(value)) ?? false);
  }

  private isJoined(text: string): boolean {
    return [...text.matchAll(SEPARATOR)].some(({ 0: separator, index }) =>
      index > 0 && this.explains(text.slice(0, index)) && this.explains(text.slice(index + separator.length)));
  }
}
