// SPDX-License-Identifier: Apache-2.0
// A Homie 5 device of npm's node-homie: a thermometer, and a switch that can be set. A line on standard input ends it,
// and the device takes its leave.
// homie5_device.js PORT
'use strict';

const readline = require('node:readline');
const { HomieDevice, HomieNode, HomieProperty } = require('node-homie');

const device = new HomieDevice(
  { id: 'cellar', name: 'Cellar' },
  { url: `mqtt://127.0.0.1:${process.argv[2]}`, topicRoot: 'homie' });
const node = device.add(new HomieNode(device, { id: 'box', name: 'Box', type: 'box' }));
const temperature = node.add(new HomieProperty(node, {
  id: 'temperature', name: 'Temperature', datatype: 'float', retained: true, settable: false, unit: '°C',
  format: '-20:60',
}));
const power = node.add(new HomieProperty(node, {
  id: 'power', name: 'Power', datatype: 'boolean', retained: true, settable: true,
}));
temperature.value = '21.5';
power.value = 'false';
power.onSetMessage$.subscribe((event) => { event.property.value = event.valueStr; });
device.onInit();

readline.createInterface({ input: process.stdin }).once('line', async () => {
  await device.onDestroy();
  setImmediate(() => process.exit(0));
});
