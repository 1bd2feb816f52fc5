// SPDX-License-Identifier: Apache-2.0
// What the browser remembers of the user's choices. A browser may refuse to: then a choice lasts until the page is closed.

const kPrefix = 'tr069-proxy.';

export function remembered(name) {
  try {
    return localStorage.getItem(kPrefix + name);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(kPrefix + name, value);
  } catch {
    // Nothing is lost but the choice.
  }
}
