// SPDX-License-Identifier: Apache-2.0
// The texts of the chosen language: one file per language in ../texts/, with the same keys.

import { english } from '../texts/en.js';
import { german } from '../texts/de.js';
import { remembered, remember } from './memory.js';

/** Every language by its code, with its own name. */
export const languages = { en: { name: 'English', texts: english }, de: { name: 'Deutsch', texts: german } };

const kMemory = 'language';
const wanted = [remembered(kMemory), ...navigator.languages.map((tag) => tag.split('-')[0])];
/** The code of the language in use. */
export const language = wanted.find((code) => Object.hasOwn(languages, code)) ?? 'en';
/** The user's variant of it, for dates and numbers. */
export const locale = navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;

const { texts } = languages[language];
const plurals = new Intl.PluralRules(language);

/** Remembers the language; the page shows it after a reload. */
export function chooseLanguage(code) {
  remember(kMemory, code);
}

/**
 * The text of a key, with {name} replaced by values.name. A text in several numbers is an object {one, other}, of which
 * values.count selects.
 */
export function text(key, values = {}) {
  let found = texts[key] ?? english[key] ?? key;
  if (typeof found === 'object') found = found[plurals.select(values.count)] ?? found.other;
  return found.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

/** The text of a key that may not exist, such as that of a word of the data model; otherwise `fallback`. */
export function textOr(key, fallback) {
  return Object.hasOwn(texts, key) ? text(key) : fallback;
}

function shown(value) {
  return typeof value === 'number' ? number(value) : String(value ?? '');
}

const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
export function number(value) {
  return numbers.format(value);
}
