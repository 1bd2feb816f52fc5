// SPDX-License-Identifier: Apache-2.0
// Whether all is well: the ACS, the adapters, the devices, what waits and what fails.

import { read } from '../lib/api.js';
import { isLow, loadDevices, stateOf } from '../lib/devices.js';
import { element, renderer } from '../lib/dom.js';
import { badge, card, empty, facts, heading, table } from '../lib/parts.js';
import { address } from '../lib/router.js';
import { regularly, throttled } from '../lib/throttle.js';
import { number, text } from '../lib/texts.js';
import { away, duration } from '../lib/time.js';

const kShortestWait = 1000;
const kPeriod = 10_000;
const kMostProblems = 12;

export async function show(main, context) {
  const { stream, signal } = context;
  const parts = makeParts(main);
  let devices = [];
  const loadList = async () => {
    devices = (await loadDevices(signal)).shown;
    context.followDevices(devices[0]?.object);
    parts.devices(counted(devices));
  };
  const refresh = async () => {
    const [status, adapters, events, problems] = await Promise.all(
      ['status', 'adapters', 'events', 'problems'].map((name) => read(name, {}, signal)));
    const next = status.session.next_in_s === null ? null : minuteOf(Date.now() + status.session.next_in_s * 1000);
    parts.health(status.healthy ? { online: counted(devices).online, all: devices.length, adapters: adapters.length }
      : { reasons: problems.filter(isSerious).map(({ kind, subject, reason }) => kind === 'acs' ? `ACS: ${reason}` : `${subject}: ${reason}`) });
    parts.acs({ ...status.session, next, url: status.acs_url, uptime: Math.floor(status.uptime_s / 60), version: status.version });
    parts.adapters(adapters.map(({ name, plugin, status: word, status_text: reason, devices: count, messages, rejected, pending_sets: pending }) =>
      ({ name, plugin, word, reason, count, messages, rejected, pending })));
    parts.events(events);
    parts.problems({ problems, names: namesOf(problems, devices) });
  };
  await loadList();
  await refresh();
  const soon = throttled(refresh, kShortestWait, signal);
  const all = throttled(() => loadList().then(soon), kShortestWait, signal);
  stream.addEventListener('status', soon, { signal });
  stream.addEventListener('daemon', all, { signal });
  stream.addEventListener('change', ({ detail }) => /\.(Online|\w+_Presence)$/.test(detail.path) && all(), { signal });
  regularly(all, kPeriod, signal);
}

// The next session moves by a second with each status: a minute's rounding would show what did not change.
const minuteOf = (time) => new Date(Math.round(time / 5000) * 5000).toISOString();

function makeParts(main) {
  const health = element('section', { id: 'health', 'aria-live': 'polite' });
  const bodies = Object.fromEntries(['acs', 'devices', 'adapters', 'events', 'problems'].map((name) => [name, element('div')]));
  const box = (name, wide = false) => card(text(`overview.${name}`), { id: name, class: wide ? 'card wide' : 'card' }, bodies[name]);
  main.append(heading(text('overview.title')), health,
    element('div', { class: 'cards' }, box('acs'), box('devices'), box('adapters', true), box('problems', true), box('events', true)));
  return { health: renderer(health, healthOf), acs: renderer(bodies.acs, acsOf), devices: renderer(bodies.devices, devicesOf),
    adapters: renderer(bodies.adapters, adaptersOf), events: renderer(bodies.events, eventsOf),
    problems: renderer(bodies.problems, problemsOf) };
}

/** `reasons`, in English as the daemon gives them: why not all is well; without them all is. */
function healthOf({ reasons, ...counts }) {
  return element('div', { class: `health ${reasons ? 'health-bad' : 'health-good'}` },
    element('p', { class: 'health-word' }, text(reasons ? 'overview.unhealthy' : 'overview.healthy')),
    ...(reasons ?? []).map((reason) => element('p', { class: 'health-summary', lang: 'en' }, reason)),
    reasons ? null : element('p', { class: 'health-summary' }, text('overview.good_news', counts)));
}

function acsOf({ url, under_way: underWay, last_end: end, last_successful: good, last_failure: failure, next, retry_count: retries,
  pending_events: waiting, uptime, version }) {
  const outcome = underWay ? badge(text('session.under_way'), 'wait')
    : end ? badge(text(good ? 'acs.reachable' : 'acs.unreachable'), good ? 'good' : 'bad') : badge(text('acs.no_session'), 'quiet');
  return [
    element('p', { class: 'lead' }, outcome),
    facts([
      [text('acs.url'), url || text('acs.none')],
      [text('acs.last'), end ? [text(good ? 'outcome.success' : 'outcome.failed'), ', ', away(end)] : text('time.never')],
      [text('acs.failure'), failure || null],
      [text('acs.next'), next ? away(next) : text('acs.no_next')],
      [text('acs.retries'), retries ? number(retries) : null],
      [text('acs.waiting'), number(waiting)],
      [text('acs.daemon'), `${version}, ${text('acs.up_for', { time: uptime ? duration(uptime * 60_000) : text('time.moments') })}`],
    ])];
}

function counted(devices) {
  const counts = { all: devices.length, online: 0, silent: 0, offline: 0, unknown: 0, low: devices.filter(isLow).length };
  for (const device of devices) counts[stateOf(device)] += 1;
  return counts;
}

function devicesOf(counts) {
  const link = (state) => element('li', { class: `count count-${state}` },
    element('a', { href: address('devices', '', state === 'all' ? {} : { state }) },
      element('strong', {}, number(counts[state])), element('span', {}, text(`devices.filter.${state}`))));
  return element('ul', { class: 'counts' }, ...['all', 'online', 'silent', 'offline', 'unknown', 'low']
    .filter((state) => state !== 'unknown' || counts.unknown).map(link));
}

function adaptersOf(adapters) {
  if (!adapters.length) return empty(text('overview.no_adapters'));
  const kinds = { Up: 'good', Down: 'bad', Error: 'bad' };
  return table(text('overview.adapters'), ['name', 'plugin', 'status', 'devices', 'messages', 'rejected', 'pending'].map((name) => text(`adapter.${name}`)),
    adapters.map(({ name, plugin, word, reason, count, messages, rejected, pending }) => [name, plugin,
      [badge(text(word === 'Up' ? 'adapter.up' : 'adapter.down'), kinds[word] ?? 'wait'), reason && element('span', { class: 'reason', lang: 'en' }, reason)],
      number(count), number(messages), number(rejected), number(pending)]));
}

function eventsOf(events) {
  if (!events.length) return empty(text('overview.no_events'));
  return element('ul', { class: 'plain' }, ...events.map(({ event, command_key: key }) => element('li', {}, element('code', {}, event), key ? ` ${key}` : '')));
}

const isSerious = ({ kind }) => kind === 'acs' || kind === 'adapter';

// Problems name a device by its object; people know its name.
function namesOf(problems, devices) {
  const objects = new Set(problems.map(({ subject }) => subject));
  return Object.fromEntries(devices.filter(({ object }) => objects.has(object)).map(({ object, name }) => [object, name]));
}

function problemsOf({ problems, names }) {
  if (!problems.length) return empty(text('overview.no_problems'));
  const rest = problems.length - kMostProblems;
  return [element('ul', { class: 'problems' }, ...problems.slice(0, kMostProblems).map((problem) => element('li', {},
    badge(text(`problem.${problem.kind}`), isSerious(problem) ? 'bad' : 'wait'),
    element('span', {}, subjectOf(problem, names), ': ', element('span', { lang: 'en' }, problem.reason)),
    problem.since && element('span', { class: 'quiet' }, away(problem.since))))),
  rest > 0 && element('p', { class: 'quiet' }, text('overview.more_problems', { count: rest }))];
}

function subjectOf({ subject }, names) {
  return names[subject] ? element('a', { href: address('devices', subject) }, names[subject]) : subject;
}
