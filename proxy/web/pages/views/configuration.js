// SPDX-License-Identifier: Apache-2.0
// The configuration in effect, secrets masked, and what the checker says about it.

import { read } from '../lib/api.js';
import { element } from '../lib/dom.js';
import { badge, card, empty, heading } from '../lib/parts.js';
import { text } from '../lib/texts.js';

export async function show(main, { signal }) {
  const { file, text: yaml, messages } = await read('config', {}, signal);
  const lines = yaml.replace(/\n$/, '').split('\n').map((line) => element('li', {}, element('code', {}, line || ' ')));
  main.append(heading(text('configuration.title')),
    card(text('configuration.messages'), { id: 'messages' }, messages.length
      ? element('ul', { class: 'problems' }, ...messages.map((message) => messageOf(message, file, lines)))
      : empty(text('configuration.no_messages'))),
    card(file, { id: 'file' }, element('p', { class: 'quiet' }, text('configuration.masked')),
      element('ol', { class: 'source', tabindex: 0, role: 'region', 'aria-label': file }, ...lines)));
}

/** "FILE:LINE:COLUMN: warning: TEXT" with a button that shows the line, where it is one of this file. */
function messageOf(message, file, lines) {
  const line = lines[Number(message.startsWith(`${file}:`) && message.slice(file.length + 1).match(/^\d+/)?.[0]) - 1];
  const isError = !/: warning: /.test(message);
  const word = element('span', { lang: 'en' }, message);
  line?.classList.add(isError ? 'line-bad' : 'line-wait');
  return element('li', {}, badge(text(isError ? 'configuration.error' : 'configuration.warning'), isError ? 'bad' : 'wait'),
    line ? element('button', { type: 'button', class: 'link', click: () => showLine(line) }, word) : word);
}

function showLine(line) {
  line.scrollIntoView({ block: 'center' });
  line.tabIndex = -1;
  line.focus({ preventScroll: true });
}
