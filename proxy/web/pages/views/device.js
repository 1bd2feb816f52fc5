// SPDX-License-Identifier: Apache-2.0
// One device: its capabilities with live values and the line of the last hour, and all its parameters.

import { read } from '../lib/api.js';
import { deviceOf } from '../lib/capabilities.js';
import { element, replace } from '../lib/dom.js';
import { numeric } from '../lib/history.js';
import { badge, card, empty, facts, heading, presenceBadge, table } from '../lib/parts.js';
import { address } from '../lib/router.js';
import { setter } from '../lib/setting.js';
import { draw, sparkline } from '../lib/sparkline.js';
import { regularly, throttled } from '../lib/throttle.js';
import { text } from '../lib/texts.js';
import { away } from '../lib/time.js';
import { shownValue, typeName, withoutVendor } from '../lib/words.js';

const kRedraw = 15_000;
const kShortestWait = 1000;
const kFlash = 1200;

export async function show(main, context) {
  const { stream, signal, place, history } = context;
  const object = place.argument.replace(/\.$/, '');
  const parameters = await read('tree', { path: `${object}.` }, signal);
  context.followDevices(object);
  for (const { path, value } of parameters) history.add(path, value);

  const device = deviceOf(object, parameters);
  const writable = context.session.allow_set;
  const tiles = device.capabilities.map((capability) => tileOf(capability, writable, history));
  const details = detailsOf(device.properties);
  const all = allOf(object, parameters, writable);
  main.append(
    heading(device.properties.Name?.value || object, element('a', { class: 'back', href: address('devices') }, text('device.back'))),
    details.node,
    tiles.length ? element('div', { class: 'tiles' }, ...tiles.map(({ node }) => node)) : empty(text('device.no_capabilities')),
    all.node);

  const byPath = new Map(parameters.map((parameter) => [parameter.path, parameter]));
  const listeners = [...tiles, details, all];
  const take = ({ path, value }) => {
    const parameter = byPath.get(path);
    if (!parameter || parameter.value === value) return;
    parameter.value = value;
    for (const { changed } of listeners) changed(path);
  };
  const refresh = throttled(async () => {
    for (const parameter of await read('get', { path: `${object}.` }, signal)) take(parameter);
  }, kShortestWait, signal);
  stream.addEventListener('change', ({ detail }) => {
    if (detail.path.startsWith(`${object}.`)) take(detail);
  }, { signal });
  // What changed while the stream was away is not sent again.
  stream.addEventListener('connected', refresh, { signal });
  stream.addEventListener('daemon', ({ detail }) => detail.up && refresh(), { signal });
  regularly(() => tiles.forEach(({ redraw }) => redraw()), kRedraw, signal);
}

/** A capability: name, value, line, and a control if its value may be set. */
function tileOf({ name, kind, isSensor, unit, least, most, choices, parameter }, writable, history) {
  const title = typeName(kind);
  const value = element('output', { class: 'tile-value', 'aria-label': title });
  const line = numeric(parameter.value) === null && parameter.value !== '' ? null : sparkline();
  const control = writable && parameter.writable ? setter({ parameter, name: title, unit, least, most, choices }) : null;
  const node = element('section', { class: 'tile', 'data-path': parameter.path },
    element('h2', {}, title), name && name.toLowerCase() !== title.toLowerCase() ? element('p', { class: 'quiet' }, name) : null,
    element('div', { class: 'tile-line' }, value, control?.node), line);
  const redraw = () => {
    const points = history.points(parameter.path);
    if (line && points.length) draw(line, points);
  };
  const showValue = () => {
    value.textContent = shownValue(parameter.value, parameter.type, { unit, isSensor });
    control?.show(parameter.value);
    redraw();
  };
  showValue();
  const changed = (path) => {
    if (path !== parameter.path) return;
    showValue();
    node.classList.add('changed');
    setTimeout(() => node.classList.remove('changed'), kFlash);
  };
  return { node, changed, redraw };
}

function detailsOf(properties) {
  const node = element('div', { class: 'device-facts' });
  const find = (word) => Object.values(properties).find(({ path }) => withoutVendor(path.split('.').at(-1)) === word);
  const shown = (word) => find(word)?.value || null;
  const show = () => {
    const presence = (shown('Presence') ?? (shown('Online') === 'true' ? 'online' : 'offline')).toLowerCase();
    const contact = find('LastTimeContacted');
    const isKnown = contact && !contact.value.startsWith('0001-');
    replace(node, facts([
      [text('device.presence'), presenceBadge(presence)],
      [text('device.contact'), isKnown ? away(contact.value) : null],
      [text('device.kind'), shown('Type') && typeName(shown('Type'))],
      [text('device.description'), shown('Description')],
      [text('device.protocol'), shown('ProxyProtocol')],
      [text('device.adapter'), shown('Adapter')],
      [text('device.identity'), shown('Identity')]]));
  };
  show();
  return { node, changed: (path) => Object.values(properties).some((parameter) => parameter.path === path) && show() };
}

/** Every parameter of the device; what can be set has its control once the list is opened. */
function allOf(object, parameters, writable) {
  const values = new Map();
  const makeTable = () => table(text('device.all'), ['path', 'value', 'type'].map((name) => text(`parameter.${name}`)), parameters.map((parameter) => {
    const name = parameter.path.slice(object.length + 1);
    const cell = element('span', {}, parameter.value);
    const control = writable && parameter.writable ? setter({ parameter, name }) : null;
    values.set(parameter.path, { parameter, cell, control });
    return [element('code', {}, name), [control ? null : cell, control?.node],
      [parameter.type, parameter.writable ? badge(text('parameter.writable'), 'quiet') : null]];
  }));
  const node = element('details', { class: 'card', toggle: () => node.open && !values.size && node.append(makeTable()) },
    element('summary', {}, text('device.all_count', { count: parameters.length })), element('p', { class: 'quiet' }, element('code', {}, `${object}.`)));
  const changed = (path) => {
    const shown = values.get(path);
    if (!shown) return;
    shown.cell.textContent = shown.parameter.value;
    shown.control?.show(shown.parameter.value);
  };
  return { node, changed };
}
