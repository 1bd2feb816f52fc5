// SPDX-License-Identifier: Apache-2.0
// The parts that views are made of.

import { element } from './dom.js';
import { text } from './texts.js';

/** A titled box. `attributes.id` makes it found by tests and links. */
export function card(title, attributes = {}, ...children) {
  return element('section', { class: 'card', ...attributes }, element('h2', {}, title), ...children);
}

/** The heading of a view, which gets the focus when the view is entered. */
export const heading = (title, ...beside) => element('header', { class: 'view-head' }, element('h1', { tabindex: -1 }, title), ...beside);

/** A word in the colour of its kind: good, wait, bad or quiet; the word says it too. */
export const badge = (word, kind) => element('span', { class: `badge badge-${kind}` }, word);

const presenceKinds = { online: 'good', silent: 'wait', offline: 'bad' };
export const presenceBadge = (presence) => badge(text(`presence.${presence}`), presenceKinds[presence] ?? 'quiet');

/** A list of terms: rows of [term, description]; a description of null is left out. */
export function facts(rows) {
  return element('dl', { class: 'facts' }, ...rows.filter(([, value]) => value !== null)
    .map(([term, value]) => element('div', {}, element('dt', {}, term), element('dd', {}, value))));
}

/** A table; `rows` are lists of cells. It scrolls sideways where it is too wide. */
export function table(caption, columns, rows) {
  return element('div', { class: 'table-frame', tabindex: 0, role: 'region', 'aria-label': caption },
    element('table', {},
      element('caption', { class: 'unseen' }, caption),
      element('thead', {}, element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)))),
      element('tbody', {}, ...rows.map((cells) => element('tr', {}, ...cells.map((cell, index) =>
        element(index ? 'td' : 'th', index ? {} : { scope: 'row' }, cell)))))));
}

export const empty = (message) => element('p', { class: 'empty' }, message);

/** A field with its label above. */
export function field(label, control) {
  return element('label', { class: 'field' }, element('span', {}, label), control);
}

/** A <select> of [value, text]. */
export function choice(options, chosen, attributes = {}) {
  return element('select', attributes, ...options.map(([value, name]) =>
    element('option', { value, selected: value === chosen }, name)));
}
