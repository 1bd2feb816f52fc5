// SPDX-License-Identifier: Apache-2.0
// All devices: searched, filtered, sorted, and only those in sight drawn.

import { loadDevices, isLow, stateOf, tableOf } from '../lib/devices.js';
import { element, renderer, replace } from '../lib/dom.js';
import { choice, field, heading, presenceBadge } from '../lib/parts.js';
import { address, replaceQuery } from '../lib/router.js';
import { regularly, throttled } from '../lib/throttle.js';
import { locale, text } from '../lib/texts.js';
import { away } from '../lib/time.js';
import { VirtualList } from '../lib/virtual_list.js';
import { typeName } from '../lib/words.js';

const kPeriod = 30_000;
const kShortestWait = 5000;
const states = ['all', 'online', 'silent', 'offline', 'unknown', 'low'];
const columns = ['name', 'kind', 'presence', 'contact', 'battery', 'link', 'adapter'];
const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });

const sorters = {
  name: (one, other) => collator.compare(one.name, other.name),
  contact: (one, other) => (other.last_contact ?? '').localeCompare(one.last_contact ?? ''),
  battery: (one, other) => batteryLevel(one) - batteryLevel(other),
};

function batteryLevel({ battery }) {
  if (!battery) return Infinity;
  return battery === 'low' ? 0 : battery === 'ok' ? 100 : parseFloat(battery);
}

export async function show(main, context) {
  const { stream, signal, place } = context;
  const view = new DeviceList(main, place.query);
  signal.addEventListener('abort', () => view.close());
  const refresh = async () => {
    const devices = await loadDevices(signal);
    context.followDevices(devices.shown[0]?.object);
    view.take(devices);
  };
  await refresh();
  const soon = throttled(refresh, kShortestWait, signal);
  stream.addEventListener('change', ({ detail }) => view.changed(detail) || soon(), { signal });
  stream.addEventListener('daemon', soon, { signal });
  regularly(soon, kPeriod, signal);
}

class DeviceList {
  #devices = [];
  #byObject = new Map();
  #frame = 0;

  constructor(main, query) {
    this.search = element('input', { type: 'search', autocomplete: 'off', value: query.get('search'), input: () => this.#filter(true) });
    this.state = choice(states.map((state) => [state, text(`devices.filter.${state}`)]), query.get('state') ?? 'all', { change: () => this.#filter(true) });
    this.sort = choice(Object.keys(sorters).map((name) => [name, text(`devices.sort.${name}`)]), query.get('sort') ?? 'name', { change: () => this.#filter(true) });
    this.adapter = element('select', { change: () => this.#filter(true) });
    this.adapters = renderer(this.adapter, (names) => [element('option', { value: '' }, text('devices.any_adapter')),
      ...names.map((name) => element('option', { value: name, selected: name === query.get('adapter') }, name))]);
    this.count = element('p', { class: 'quiet', role: 'status' });
    this.list = new VirtualList({ head: headRow(), makeRow, label: text('devices.title') });
    this.skippedPlace = element('div');
    this.skipped = renderer(this.skippedPlace, skippedOf);
    main.classList.add('full-height');
    main.append(heading(text('devices.title'), this.count),
      element('form', { class: 'filters', role: 'search', 'aria-label': text('devices.filters'), submit: (event) => event.preventDefault() },
        field(text('devices.search'), this.search), field(text('devices.state'), this.state),
        field(text('devices.adapter'), this.adapter), field(text('devices.sort'), this.sort)),
      this.list.node, this.skippedPlace);
  }

  close() {
    cancelAnimationFrame(this.#frame);
    this.list.close();
  }

  take({ shown, skipped }) {
    this.#devices = shown.map((device) => ({ ...device, words: wordsOf(device) }));
    this.#byObject = new Map(this.#devices.map((device) => [device.object, device]));
    this.adapters([...new Set(shown.map(({ adapter }) => adapter))].sort(collator.compare));
    this.skipped(skipped);
    this.#filter(false);
  }

  /** Takes a change of the tree; false if it is of a device that is not known yet. */
  changed({ path, value }) {
    const end = path.indexOf('.', tableOf(this.#devices[0]?.object).length);
    const device = this.#byObject.get(path.slice(0, end));
    if (!device) return false;
    const name = path.slice(end + 1);
    if (/^X_\w+_Presence$/.test(name)) device.presence = value.toLowerCase();
    else if (name === 'Name') Object.assign(device, { name: value, words: wordsOf({ ...device, name: value }) });
    else return true;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#filter(false);
    });
    return true;
  }

  #filter(byUser) {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const state = this.state.value;
    const fits = (device) => (state === 'all' || (state === 'low' ? isLow(device) : stateOf(device) === state)) &&
      (!this.adapter.value || device.adapter === this.adapter.value) && words.every((word) => device.words.includes(word));
    const found = this.#devices.filter(fits).sort(sorters[this.sort.value]);
    this.count.textContent = text('devices.count', { count: found.length, all: this.#devices.length });
    this.list.show(found);
    if (!byUser) return;
    this.list.scrollToTop();
    const query = { search: this.search.value, state, adapter: this.adapter.value, sort: this.sort.value };
    const plain = { state: 'all', sort: 'name' };
    replaceQuery(Object.fromEntries(Object.entries(query).filter(([name, value]) => value && value !== plain[name])));
  }
}

const wordsOf = ({ name, kind, identity, adapter, protocol, object }) =>
  [name, kind, kind && typeName(kind), identity, adapter, protocol, object].filter(Boolean).join(' ').toLowerCase();

function headRow() {
  return element('div', { class: 'list-row', role: 'row' },
    ...columns.map((column) => element('span', { role: 'columnheader', class: `cell-${column}` }, text(`devices.column.${column}`))));
}

function makeRow() {
  const link = element('a');
  const cells = Object.fromEntries(columns.map((column) => [column, element('span', { role: 'cell', class: `cell-${column}` })]));
  cells.name.append(link);
  const node = element('div', { class: 'list-row', role: 'row' }, ...Object.values(cells));
  const show = (device) => {
    link.textContent = device.name;
    link.href = address('devices', device.object);
    replace(cells.kind, device.kind ? typeName(device.kind) : '');
    replace(cells.presence, presenceBadge(stateOf(device)));
    replace(cells.contact, device.last_contact ? away(device.last_contact) : '–');
    replace(cells.battery, device.battery ?? '–');
    cells.battery.classList.toggle('low', isLow(device));
    replace(cells.link, device.link ?? '–');
    replace(cells.adapter, device.adapter);
  };
  return { node, show };
}

function skippedOf(skipped) {
  if (!skipped.length) return null;
  return element('details', {}, element('summary', {}, text('devices.skipped', { count: skipped.length })),
    element('ul', {}, ...skipped.map(({ adapter, identity, skipped: reason }) =>
      element('li', {}, `${adapter}, ${identity}: `, element('span', { lang: 'en' }, reason)))));
}
