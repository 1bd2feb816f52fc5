// SPDX-License-Identifier: Apache-2.0
// The HTTP interface of tr069-proxy-web. Addresses are relative, so that a reverse proxy may serve the page below a path.

/** A refusal: what the server or the daemon says, with its HTTP status (0: no answer). */
export class Refused extends Error {
  constructor(status, { message = '', fault = 0, path = '' } = {}) {
    super(message || `HTTP ${status}`);
    Object.assign(this, { status, fault, path });
  }
}

export const kUnauthorized = 401;
export const kNoDaemon = 503;

let csrf = '';

/** Who is logged in: {authenticated, password_required, allow_set, csrf, version}. */
export async function session() {
  const answer = await request('session');
  csrf = answer.csrf ?? '';
  return answer;
}

/** One of the lists and objects that the daemon shows: read('tree', {path}). A value that is a list is repeated. */
export function read(name, parameters = {}, signal = undefined) {
  const query = new URLSearchParams(Object.entries(parameters).flatMap(
    ([key, value]) => [value].flat().map((one) => [key, one])));
  return request(query.size ? `${name}?${query}` : name, { signal });
}

export const login = (password) => post('login', { password });
export const logout = () => post('logout', {});
/** Resolves with {status, meaning}: status 1 if the device has not confirmed the value yet. */
export const set = (path, value) => post('set', { path, value });

function post(name, body) {
  return request(name, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf },
    body: JSON.stringify(body),
  });
}

async function request(address, options = {}) {
  let response;
  try {
    response = await fetch(`api/${address}`, { cache: 'no-store', credentials: 'same-origin', ...options });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refused(0, { message: error.message });
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, body.error);
  return body;
}
