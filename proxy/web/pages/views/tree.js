// SPDX-License-Identifier: Apache-2.0
// The parameter tree, as an ACS sees it. Each object is asked for when it is opened: a tree may have 100,000 parameters.

import { read } from '../lib/api.js';
import { element, replace } from '../lib/dom.js';
import { badge, field, heading } from '../lib/parts.js';
import { address } from '../lib/router.js';
import { askAndSet } from '../lib/setting.js';
import { text } from '../lib/texts.js';

const kRoot = 'Device.';

export async function show(main, context) {
  const { stream, signal, place } = context;
  const path = place.argument || kRoot;
  const input = element('input', { type: 'text', value: path, autocomplete: 'off', spellcheck: 'false' });
  const go = (event) => {
    event.preventDefault();
    location.hash = address('tree', input.value.trim());
  };
  const values = new Map(); // by path: what is shown
  const body = element('div', { class: 'card tree' });
  main.append(heading(text('tree.title')),
    element('form', { class: 'filters', submit: go }, field(text('tree.path'), input), element('button', { type: 'submit' }, text('tree.action'))),
    body);
  replace(body, await levelOf(path, { values, signal, writable: context.session.allow_set }));
  context.followPath(path);
  stream.addEventListener('change', ({ detail }) => {
    const shown = values.get(detail.path);
    if (!shown) return;
    shown.parameter.value = detail.value;
    shown.node.textContent = detail.value;
  }, { signal });
}

/** The list of what is one level below an object; of a parameter, the parameter. */
async function levelOf(path, tools) {
  const items = path.endsWith('.') ? await read('children', { path }, tools.signal) : await read('tree', { path }, tools.signal);
  const isObject = (item) => item.path.endsWith('.');
  const compare = (one, other) => isObject(one) - isObject(other) || one.path.localeCompare(other.path, 'en', { numeric: true });
  return element('ul', { class: 'branch' }, ...items.sort(compare).map((item) =>
    element('li', {}, isObject(item) ? branchOf(item, tools) : leafOf(item, tools))));
}

/** The last word of a path, with the dot of an object. */
const lastWord = (path) => path.match(/[^.]+\.?$/)[0];

function branchOf({ path, value: name }, tools) {
  let isAsked = false;
  const open = async () => {
    if (!node.open || isAsked) return;
    isAsked = true;
    try {
      node.append(await levelOf(path, tools));
    } catch (error) {
      isAsked = false;
      node.open = false;
      if (error.name !== 'AbortError') node.title = error.message;
    }
  };
  const node = element('details', { toggle: open },
    element('summary', {}, element('code', {}, lastWord(path)), name && element('span', { class: 'tree-name' }, name)));
  return node;
}

function leafOf(parameter, { values, writable }) {
  const name = lastWord(parameter.path);
  const node = element('span', { class: 'tree-value' }, parameter.value);
  values.set(parameter.path, { parameter, node });
  const attributes = { 1: text('tree.passive'), 2: text('tree.active') };
  return element('div', { class: 'leaf', title: parameter.path }, element('code', {}, name), node, element('span', { class: 'quiet' }, parameter.type),
    attributes[parameter.notification] && badge(attributes[parameter.notification], 'quiet'),
    parameter.writable && writable ? editButton(name, parameter) : null);
}

function editButton(name, parameter) {
  const edit = (event) => {
    const input = element('input', { type: 'text', value: parameter.value, 'aria-label': name });
    const button = event.currentTarget;
    const end = () => {
      form.replaceWith(button);
      button.focus();
    };
    const submit = async (submitted) => {
      submitted.preventDefault();
      if (await askAndSet({ parameter, name, value: input.value })) end();
    };
    const form = element('form', { class: 'setter', submit, keydown: ({ key }) => key === 'Escape' && end() }, input,
      element('button', { type: 'submit' }, text('set.action')));
    button.replaceWith(form);
    input.select();
  };
  return element('button', { type: 'button', class: 'small', 'aria-label': text('set.label', { name }), click: edit }, text('set.open'));
}
