// SPDX-License-Identifier: Apache-2.0
// Times for people: how long ago, with the exact time beside it.

import { element } from './dom.js';
import { locale, text } from './texts.js';

const kPeriod = 10_000;
const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
const ofDay = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });

/** "3 minutes ago", "in 4 minutes". */
function distance(seconds) {
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units.at(-1);
  return relative.format(Math.trunc(seconds / size), unit);
}

/** A <time> that says how far away the moment is, and stays right. `moment`: ISO 8601, a Date, or null. */
export function away(moment) {
  if (!moment) return text('time.never');
  const date = new Date(moment);
  const node = element('time', { datetime: date.toISOString(), title: exact.format(date), 'data-away': true });
  node.textContent = distance((date - Date.now()) / 1000);
  return node;
}

/** A <time> with the date and the time of day. */
export function dated(moment) {
  const date = new Date(moment);
  return element('time', { datetime: date.toISOString() }, exact.format(date));
}

/** A <time> with the time of day alone. */
export function timed(moment) {
  const date = new Date(moment);
  return element('time', { datetime: date.toISOString(), title: exact.format(date) }, ofDay.format(date));
}

/** "1 h 5 min", "40 ms". */
export function duration(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = Math.round(milliseconds / 1000);
  const parts = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
  const first = parts.findIndex(([, length]) => seconds >= length);
  return parts.slice(first, first + 2)
    .map(([unit, length], index) => [Math.floor((index ? seconds % parts[first][1] : seconds) / length), unit])
    .filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ');
}

setInterval(() => {
  for (const node of document.querySelectorAll('time[data-away]')) {
    const now = distance((new Date(node.dateTime) - Date.now()) / 1000);
    if (node.textContent !== now) node.textContent = now;
  }
}, kPeriod);
