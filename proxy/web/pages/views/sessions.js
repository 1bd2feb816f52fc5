// SPDX-License-Identifier: Apache-2.0
// The last sessions with the ACS: what was sent, how long it took, and what failed.

import { read } from '../lib/api.js';
import { element } from '../lib/dom.js';
import { badge, empty, facts, heading, table } from '../lib/parts.js';
import { regularly, throttled } from '../lib/throttle.js';
import { number, text } from '../lib/texts.js';
import { dated, duration, timed } from '../lib/time.js';

const kPeriod = 15_000;
const kShortestWait = 1000;

export async function show(main, { stream, signal }) {
  const list = element('div', { class: 'sessions' });
  const hint = empty(text('sessions.none'));
  main.append(heading(text('sessions.title')), element('p', { class: 'quiet' }, text('sessions.hint')), hint, list);
  const nodes = new Map(); // by number: one that is open stays open when a newer one comes
  const refresh = async () => {
    const sessions = await read('sessions', {}, signal);
    hint.hidden = sessions.length !== 0;
    for (const session of sessions) if (!nodes.has(session.number)) nodes.set(session.number, sessionOf(session));
    const kept = sessions.map((session) => nodes.get(session.number));
    for (const [key, node] of nodes) {
      if (kept.includes(node)) continue;
      node.remove();
      nodes.delete(key);
    }
    for (const node of kept.filter((one) => !one.isConnected).reverse()) list.prepend(node);
  };
  await refresh();
  const soon = throttled(refresh, kShortestWait, signal);
  for (const name of ['status', 'daemon']) stream.addEventListener(name, soon, { signal });
  regularly(soon, kPeriod, signal);
}

function sessionOf(session) {
  const good = session.outcome === 'success';
  const node = element('details', { class: 'card session', toggle: () => node.open && node.childElementCount === 1 && node.append(...detailsOf(session)) },
    element('summary', {},
      element('span', { class: 'session-number' }, `#${session.number}`),
      badge(text(good ? 'outcome.success' : 'outcome.failed'), good ? 'good' : 'bad'),
      dated(session.begin),
      element('span', {}, session.events.join(', ')),
      element('span', { class: 'quiet' }, `${duration(session.duration_ms)}, ${text('sessions.requests', { count: session.requests.length })}`)));
  return node;
}

function detailsOf({ acs, failure, retry_count: retries, requests, envelopes }) {
  return [
    facts([[text('acs.url'), acs], [text('acs.failure'), failure ? element('span', { lang: 'en' }, failure) : null], [text('acs.retries'), number(retries)]]),
    requests.length ? table(text('sessions.rpcs'), ['rpc', 'fault', 'duration'].map((name) => text(`sessions.${name}`)),
      requests.map(({ rpc, fault, duration_ms: time }) => [rpc, fault ? badge(String(fault), 'bad') : '–', duration(time)])) : empty(text('sessions.no_rpcs')),
    ...(envelopes ?? []).map(({ direction, time, text: envelope }) => element('details', {},
      element('summary', {}, text(`sessions.${direction}`), ' ', timed(time)), element('pre', { tabindex: 0 }, envelope)))];
}
