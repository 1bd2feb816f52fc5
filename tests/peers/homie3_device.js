// SPDX-License-Identifier: Apache-2.0
// A Homie 3 device of npm's homie-device: a thermometer, and a switch that can be set.
// homie3_device.js PORT
'use strict';

const HomieDevice = require('homie-device');

const device = new HomieDevice({
  name: 'Porch',
  device_id: 'porch',
  mqtt: { host: '127.0.0.1', port: Number(process.argv[2]), base_topic: 'homie/', auth: false },
});
const node = device.node('box', 'Box', 'box');
node.advertise('temperature').setName('Temperature').setUnit('°C').setDatatype('float').setFormat('-20:60')
  .setRetained(true);
node.advertise('power').setName('Power').setDatatype('boolean').setRetained(true)
  .settable((range, value) => node.setProperty('power').setRetained(true).send(value));
device.setup();
device.on('connect', () => {
  node.setProperty('temperature').setRetained(true).send('21.5');
  node.setProperty('power').setRetained(true).send('false');
});
