// SPDX-License-Identifier: Apache-2.0
// A question before something is done.

import { element } from './dom.js';
import { text } from './texts.js';

/** Resolves with true if the user agrees; Escape and Cancel are no. */
export function confirmed({ title, lines, action }) {
  return new Promise((resolve) => {
    const dialog = element('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-title', close: () => {
      resolve(dialog.returnValue === 'yes');
      dialog.remove();
    } });
    const end = (value) => () => dialog.close(value);
    dialog.append(
      element('h2', { id: 'dialog-title' }, title),
      ...lines.map((line) => element('p', {}, line)),
      element('div', { class: 'dialog-actions' },
        element('button', { type: 'button', click: end('no') }, text('action.cancel')),
        element('button', { type: 'button', class: 'primary', click: end('yes') }, action)));
    document.body.append(dialog);
    dialog.showModal();
  });
}
