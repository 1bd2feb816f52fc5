// SPDX-License-Identifier: Apache-2.0
// The parameter tree, as an ACS sees it. An object's part of it is drawn when it is opened.

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
  const body = element('div', { class: 'card tree' });
  main.append(heading(text('tree.title')),
    element('form', { class: 'filters', submit: go }, field(text('tree.path'), input), element('button', { type: 'submit' }, text('tree.action'))),
    body);
  const parameters = await read('tree', { path }, signal);
  context.followPath(path);
  const values = new Map();
  const writable = context.session.allow_set;
  replace(body, element('p', { class: 'quiet', role: 'status' }, text('tree.count', { count: parameters.length })),
    levelOf(path.endsWith('.') ? path : path.replace(/[^.]*$/, ''), parameters, { values, writable }));
  stream.addEventListener('change', ({ detail }) => {
    const shown = values.get(detail.path);
    if (!shown) return;
    shown.parameter.value = detail.value;
    shown.node.textContent = detail.value;
  }, { signal });
}

/** The list of what is one level below `object`, which ends with a dot. */
function levelOf(object, parameters, tools) {
  const below = new Map();
  for (const parameter of parameters) {
    const name = parameter.path.slice(object.length).match(/^[^.]*\.?/)[0];
    if (!below.has(name)) below.set(name, []);
    below.get(name).push(parameter);
  }
  const compare = ([one], [other]) => one.endsWith('.') - other.endsWith('.') || one.localeCompare(other, 'en', { numeric: true });
  return element('ul', { class: 'branch' }, ...[...below].sort(compare).map(([name, its]) => element('li', {},
    name.endsWith('.') ? branchOf(object + name, name, its, tools) : leafOf(name, its[0], tools))));
}

function branchOf(object, name, parameters, tools) {
  const title = parameters.find(({ path }) => path === `${object}Name`)?.value;
  const node = element('details', { toggle: () => node.open && node.childElementCount === 1 && node.append(levelOf(object, parameters, tools)) },
    element('summary', {}, element('code', {}, name), title && element('span', { class: 'tree-name' }, title),
      element('span', { class: 'quiet' }, text('tree.parameters', { count: parameters.length }))));
  return node;
}

function leafOf(name, parameter, { values, writable }) {
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
    const end = () => form.replaceWith(button);
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
