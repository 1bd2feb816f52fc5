// SPDX-License-Identifier: Apache-2.0
// A short message at the edge of the window, which screen readers read aloud. It goes by itself.

import { element } from './dom.js';

const kShown = 6000;
const place = element('div', { class: 'notices', role: 'status', 'aria-live': 'polite' });
document.body.append(place);

/** `kind`: good, bad, or wait. */
export function notice(message, kind = 'good') {
  const node = element('p', { class: `notice notice-${kind}` }, message);
  place.append(node);
  setTimeout(() => node.remove(), kShown);
}
