// SPDX-License-Identifier: Apache-2.0
// The capabilities of a proxied device, from the parameters below its object.

const kCapability = /^IoTCapability\.(\d+)\.(?:(\w+)\.)?(\w+)$/;

/**
 * @param {string} object without the final dot
 * @param {{path: string, value: string, type: string, writable: boolean}[]} parameters as `tree` replies
 * @returns {{properties: Object<string, object>, capabilities: object[]}} `properties`: the device's own parameters by name;
 *   a capability is {number, name, kind, isSensor, unit, least, most, choices, parameter}, where `parameter` is that of its value.
 */
export function deviceOf(object, parameters) {
  const properties = {};
  const rows = new Map();
  for (const parameter of parameters) {
    const below = parameter.path.slice(object.length + 1);
    const [, number, , name] = below.match(kCapability) ?? [];
    if (number) rows.set(number, { ...rows.get(number), [name]: parameter });
    else if (!below.includes('.')) properties[below] = parameter;
  }
  const capabilities = [...rows].map(([number, row]) => capabilityOf(Number(number), row)).filter(({ parameter }) => parameter);
  return { properties, capabilities: capabilities.sort((one, other) => one.number - other.number) };
}

function capabilityOf(number, row) {
  const valueOf = (name) => row[name]?.value ?? '';
  return {
    number,
    name: valueOf('Name'),
    kind: valueOf('Type') || valueOf('Class'),
    isSensor: valueOf('Class').endsWith('Sensor'),
    unit: valueOf('Unit'),
    least: valueOf('MinValue'),
    most: valueOf('MaxValue'),
    choices: valueOf('ValidValues').split(',').filter(Boolean),
    parameter: row.Value,
  };
}
