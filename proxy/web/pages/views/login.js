// SPDX-License-Identifier: Apache-2.0
// The password.

import { login } from '../lib/api.js';
import { element } from '../lib/dom.js';
import { field } from '../lib/parts.js';
import { text } from '../lib/texts.js';

const kTooMany = 429;

/** Fills `main` with the form; resolves when the server took the password. */
export function askForPassword(main) {
  return new Promise((resolve) => {
    const password = element('input', { type: 'password', name: 'password', autocomplete: 'current-password', required: true });
    // Password managers keep a password by the name of its user.
    const user = element('input', { type: 'text', name: 'username', value: 'tr069-proxy', autocomplete: 'username', hidden: true, 'aria-hidden': 'true' });
    const problem = element('p', { class: 'error', role: 'alert' });
    const button = element('button', { type: 'submit', class: 'primary' }, text('login.action'));
    const submit = async (event) => {
      event.preventDefault();
      button.disabled = true;
      problem.textContent = '';
      try {
        await login(password.value);
        resolve();
      } catch (error) {
        problem.textContent = error.status === 401 ? text('login.wrong') : error.status === kTooMany ? text('login.too_many') : error.message;
        button.disabled = false;
        password.select();
      }
    };
    main.append(element('form', { class: 'card form login', submit }, element('h1', { tabindex: -1 }, text('login.title')),
      user, field(text('login.password'), password), problem, button));
    password.focus();
  });
}
