//! The words of the pages and mails, read from the application's own catalogues, so that a journey names
//! what a person sees and still does not change when a word does.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const LANGUAGES = ['en', 'fr', 'de', 'it', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Text = string | Record<string, string>;
type Values = Record<string, string | number>;

export const LOCALES = join(import.meta.dirname, '../../app/locales');
const MAILS = join(import.meta.dirname, '../../backend/mail');
const areas = new Map<string, Record<string, Text>>();

function area(language: Language, name: string): Record<string, Text> {
  const path = join(LOCALES, language, `${name}.json`);
  let texts = areas.get(path);
  if (!texts) {
    texts = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Text>;
    areas.set(path, texts);
  }
  return texts;
}

/** The text of `area.key`, with its placeholders filled; `count` also chooses the plural form. */
export function say(path: `${string}.${string}`, values: Values = {}, language: Language = 'en'): string {
  const [name = '', key = ''] = path.split('.');
  let text = area(language, name)[key];
  if (typeof text === 'object') {
    const form = new Intl.PluralRules(language).select(Number(values['count']));
    text = text[form] ?? text['other'];
  }
  if (text === undefined) throw new Error(`app/locales/${language}/${name}.json has no "${key}"`);
  return fill(text, /\{(\w+)\}/g, values, path);
}

/** The subject of mails of this kind, which is the first line of their file. */
export function subject(kind: string, facts: Values = {}, language: Language = 'en'): string {
  const [line = ''] = readFileSync(join(MAILS, language, `${kind}.txt`), 'utf8').split('\n');
  return fill(line, /\{\{ (\w+) \}\}/g, facts, kind);
}

function fill(text: string, placeholder: RegExp, values: Values, where: string): string {
  return text.replace(placeholder, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${where} needs ${whole}`);
    return String(value);
  });
}
