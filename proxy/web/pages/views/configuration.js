// SPDX-License-Identifier: Apache-2.0
// The configuration in effect, secrets masked, and what the checker says about its files.

import { read } from '../lib/api.js';
import { element } from '../lib/dom.js';
import { badge, card, empty, heading } from '../lib/parts.js';
import { text } from '../lib/texts.js';

export async function show(main, { signal }) {
  const { file, text: yaml, messages } = await read('config', {}, signal);
  const lines = yaml.replace(/\n$/, '').split('\n').map((line) => element('li', {}, element('code', {}, line || ' ')));
  main.append(heading(text('configuration.title')),
    card(text('configuration.messages'), { id: 'messages' }, messages.length
      ? element('ul', { class: 'problems' }, ...messages.map(messageOf))
      : empty(text('configuration.no_messages'))),
    card(file, { id: 'file' }, element('p', { class: 'quiet' }, text('configuration.masked')),
      element('ol', { class: 'source', tabindex: 0, role: 'region', 'aria-label': file }, ...lines)));
}

/** "FILE:LINE:COLUMN: warning: TEXT". The lines are those of the files, not of the text in effect. */
function messageOf(message) {
  const isError = !/: warning: /.test(message);
  return element('li', {}, badge(text(isError ? 'configuration.error' : 'configuration.warning'), isError ? 'bad' : 'wait'),
    element('span', { lang: 'en' }, message));
}
