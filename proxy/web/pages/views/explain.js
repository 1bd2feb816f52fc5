// SPDX-License-Identifier: Apache-2.0
// What a message would set, and why not.

import { read } from '../lib/api.js';
import { element, replace } from '../lib/dom.js';
import { card, empty, field, heading } from '../lib/parts.js';
import { text } from '../lib/texts.js';

export async function show(main, { signal, place }) {
  const adapters = await read('adapters', {}, signal);
  const topic = element('input', { name: 'topic', required: true, autocomplete: 'off', spellcheck: 'false', value: place.query.get('topic') });
  const payload = element('textarea', { name: 'payload', rows: 6, spellcheck: 'false' });
  const adapter = element('select', { name: 'adapter' }, element('option', { value: '' }, text('explain.every_adapter')),
    ...adapters.map(({ name }) => element('option', { value: name }, name)));
  const answer = element('div', { id: 'explanation', 'aria-live': 'polite' });
  const ask = async (event) => {
    event.preventDefault();
    try {
      const argument = [topic.value, payload.value, adapter.value].filter((value, index) => index < 2 || value);
      replace(answer, ...explanationOf(await read('explain', { argument }, signal)));
    } catch (error) {
      if (error.name !== 'AbortError') replace(answer, element('p', { class: 'error' }, error.message));
    }
  };
  main.append(heading(text('explain.title')), element('p', {}, text('explain.hint')),
    element('form', { class: 'card form', submit: ask },
      field(text('explain.topic'), topic), field(text('explain.payload'), payload), field(text('explain.adapter'), adapter),
      element('button', { type: 'submit', class: 'primary' }, text('explain.action'))),
    answer);
}

function explanationOf(explanation) {
  const adapters = Object.entries(explanation);
  if (!adapters.length) return [empty(text('explain.nothing'))];
  return adapters.map(([name, lines]) => card(name, {}, element('pre', { lang: 'en', tabindex: 0 }, lines.join('\n'))));
}
