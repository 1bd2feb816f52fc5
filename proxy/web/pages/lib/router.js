// SPDX-License-Identifier: Apache-2.0
// The view of an address: #/devices/Device.X_00D09E_ProxiedDevice.1?state=online is {name, argument, query}.

/** The place that the address names; the overview's name is empty. */
export function place(hash = location.hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name, ...rest] = path.split('/');
  return { name, argument: decoded(rest.join('/')), query: new URLSearchParams(query) };
}

/** The address of a view, for links. */
export function address(name, argument = '', query = {}) {
  const path = argument ? `${name}/${encodeURIComponent(argument)}` : name;
  const parameters = new URLSearchParams(query);
  return `#/${path}${parameters.size ? `?${parameters}` : ''}`;
}

/** Replaces the query of the address, without a new view and without a step in the browser's history. */
export function replaceQuery(query) {
  const { name, argument } = place();
  history.replaceState(null, '', address(name, argument, query));
}

function decoded(argument) {
  try {
    return decodeURIComponent(argument);
  } catch {
    return argument;
  }
}
