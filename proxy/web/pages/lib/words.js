// SPDX-License-Identifier: Apache-2.0
// The words of the data model as people say them.

import { number, text, textOr } from './texts.js';

const kUnknownTime = '0001-01-01T00:00:00Z';
const units = { degC: '°C', degF: '°F', deg: '°', 'ug/m3': 'µg/m³', 'm3': 'm³', '-': '' };

/** Whether a boolean is true. */
export const isOn = (value) => value === 'true' || value === '1';

/** Whether the values of a data type are numbers. */
export const isNumberType = (type) => /^(decimal|int|unsignedInt|long|unsignedLong)$/.test(type);

/** LinkQuality of X_00D09E_LinkQuality. */
export const withoutVendor = (word) => word.replace(/^X_[0-9A-Za-z]+_/, '');

/** "Thermostat mode" of ThermostatMode, unless the language has a word for it. */
export function typeName(word) {
  const plain = withoutVendor(word);
  const spaced = plain.replace(/([a-z\d])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`);
  return textOr(`type.${plain}`, spaced);
}

function unitName(word) {
  const plain = withoutVendor(word);
  return units[plain] ?? plain;
}

/** A value of that data type for people, with its unit. What a sensor says is true or not; what is controlled is on or off. */
export function shownValue(value, type, { unit = '', isSensor = false } = {}) {
  if (value === '') return text('value.none');
  if (type === 'boolean') return text(`value.${isSensor ? 'sensor' : 'control'}.${isOn(value)}`);
  if (type === 'dateTime' && value === kUnknownTime) return text('time.never');
  const isNumber = isNumberType(type) && Number.isFinite(Number(value));
  const name = unitName(unit);
  return `${isNumber ? number(Number(value)) : value}${name ? `\u00a0${name}` : ''}`;
}
