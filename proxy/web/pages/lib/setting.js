// SPDX-License-Identifier: Apache-2.0
// Setting a parameter: a control that fits its type, a question, and what became of it.

import { set } from './api.js';
import { confirmed } from './confirm.js';
import { element } from './dom.js';
import { notice } from './notice.js';
import { choice } from './parts.js';
import { text } from './texts.js';
import { isNumberType, isOn, shownValue } from './words.js';

/** Asks, sets, and says what became of it. Resolves with true if the daemon took the value. */
export async function askAndSet({ parameter, name, value, unit = '' }) {
  const words = { name, value: shownValue(value, parameter.type, { unit }), before: shownValue(parameter.value, parameter.type, { unit }) };
  const agreed = await confirmed({ title: text('set.title', words), lines: [text('set.question', words), parameter.path], action: text('set.action') });
  if (!agreed) return false;
  try {
    const { status } = await set(parameter.path, value);
    notice(text(status === 0 ? 'set.done' : 'set.pending', words), status === 0 ? 'good' : 'wait');
    return true;
  } catch (error) {
    notice(text('set.refused', { ...words, reason: error.message }), 'bad');
    return false;
  }
}

/**
 * A form that sets a parameter: a switch for a boolean, a list for choices, else a field.
 * @returns {{node: HTMLElement, show: (value: string) => void}} show: the value is now this one; what is being typed stays
 */
export function setter({ parameter, name, unit = '', least = '', most = '', choices = [] }) {
  const send = (value) => askAndSet({ parameter, name, value, unit });
  return parameter.type === 'boolean' ? switchFor(parameter, name, send) : fieldFor({ parameter, name, least, most, choices }, send);
}

function switchFor(parameter, name, send) {
  const node = element('button', { type: 'button', role: 'switch', class: 'switch', 'aria-label': name,
    click: () => send(isOn(parameter.value) ? 'false' : 'true') });
  const show = () => node.setAttribute('aria-checked', isOn(parameter.value));
  show();
  return { node, show };
}

function fieldFor({ parameter, name, least, most, choices }, send) {
  const isNumber = isNumberType(parameter.type);
  const control = choices.length
    ? choice(choices.map((word) => [word, word]), parameter.value, { 'aria-label': name })
    : element('input', { type: isNumber ? 'number' : 'text', step: parameter.type === 'decimal' ? 'any' : 1, min: least || null, max: most || null,
      value: parameter.value, required: isNumber, 'aria-label': name });
  const submit = async (event) => {
    event.preventDefault();
    if (await send(control.value)) control.blur();
  };
  const node = element('form', { class: 'setter', submit }, control, element('button', { type: 'submit' }, text('set.action')));
  const show = (value) => {
    if (!node.contains(document.activeElement)) control.value = value;
  };
  return { node, show };
}
