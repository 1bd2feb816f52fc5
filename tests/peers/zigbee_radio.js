// SPDX-License-Identifier: Apache-2.0
// Lets the real zigbee2mqtt run without a radio: preloaded with `node -r`, it puts a Zigbee network that lives in memory
// in the place of the library that drives the radio. What happens on that network is told on standard input, a line each:
//   report IEEE CLUSTER ATTRIBUTE NUMBER   a device reports an attribute
//   silence IEEE                           a device does not answer any more
//   leave IEEE                             a device leaves the network
// and what the network is told is written to standard output, after "radio:".
'use strict';

const { EventEmitter } = require('node:events');
const Module = require('node:module');
const readline = require('node:readline');

let library; // the real zigbee-herdsman, for the numbers of its clusters

function cluster(id) {
  const found = Object.entries(library.Zcl.Clusters).find(([, value]) => value.ID === id);
  return found && { ID: id, name: found[0] };
}

class Endpoint {
  constructor(device, id, input, output, attributes) {
    Object.assign(this, { ID: id, inputClusters: input, outputClusters: output, attributes });
    Object.assign(this, { deviceIeeeAddress: device.ieeeAddr, profileID: 260, deviceID: 0 });
    Object.assign(this, { meta: {}, binds: [], configuredReportings: [] });
    this.getDevice = () => device;
  }
  getInputClusters() { return this.inputClusters.map(cluster).filter(Boolean); }
  getOutputClusters() { return this.outputClusters.map(cluster).filter(Boolean); }
  supportsInputCluster(name) { return this.getInputClusters().some((one) => one.name === name); }
  supportsOutputCluster(name) { return this.getOutputClusters().some((one) => one.name === name); }
  getClusterAttributeValue(name, attribute) { return this.attributes[name]?.[attribute]; }
  async command(name, command, payload) {
    console.log('radio:', this.deviceIeeeAddress, name, command, JSON.stringify(payload));
    if (this.getDevice().silent) throw new Error(`${name}.${command} failed (Delivery failed)`);
  }
  async read(name, attributes) {
    if (this.getDevice().silent) throw new Error(`${name} was not read (timeout)`);
    const data = Object.fromEntries(attributes.map((one) => [one, this.attributes[name]?.[one] ?? 0]));
    setImmediate(() => hear(this, 'readResponse', name, data));
    return data;
  }
  async write() {}
  async bind() {}
  async unbind() {}
  async configureReporting() {}
  async readReportingConfig() {}
  async addToGroup() {}
  async removeFromGroup() {}
  async commandResponse() {}
  save() {}
  saveClusterAttributeKeyValue() {}
}

class Device {
  constructor(type, address, number, model, maker, power, endpoints) {
    Object.assign(this, { type, ieeeAddr: address, networkAddress: number, modelID: model });
    Object.assign(this, { manufacturerName: maker, powerSource: power, manufacturerID: 4447 });
    Object.assign(this, { interviewCompleted: true, interviewing: false, interviewState: 'SUCCESSFUL' });
    Object.assign(this, { meta: {}, customClusters: {}, lastSeen: Date.now(), linkquality: 132, isDeleted: false });
    Object.assign(this, { applicationVersion: 3, stackVersion: 2, zclVersion: 1, hardwareVersion: 1 });
    Object.assign(this, { dateCode: '20200101', softwareBuildID: '1.0', silent: false });
    this.endpoints = endpoints.map(([id, input, output, attributes]) =>
      new Endpoint(this, id, input, output, attributes ?? {}));
  }
  getEndpoint(id) { return this.endpoints.find((one) => one.ID === id); }
  async ping() { if (this.silent) throw new Error('no answer'); }
  async interview() {}
  async removeFromNetwork() { this.isDeleted = true; }
  removeFromDatabase() { this.isDeleted = true; }
  addCustomCluster() {}
  save() {}
}

const devices = [
  new Device('Coordinator', '0x00124b0000000001', 0, undefined, undefined, undefined, [[1, [], []]]),
  new Device('EndDevice', '0x00158d0000000002', 6538, 'lumi.weather', 'LUMI', 'Battery', [[1, [0, 1026, 1029], []]]),
  new Device('Router', '0x00158d0000000003', 29159, 'lumi.plug', 'LUMI', 'Mains (single phase)',
    [[1, [0, 6], []], [2, [12], []]]),
  new Device('Router', '0x90fd9f0000000004', 57440, 'TRADFRI bulb E27 CWS opal 600lm', 'IKEA of Sweden',
    'Mains (single phase)', [[1, [0, 3, 4, 5, 6, 8, 768], [25],
      { lightingColorCtrl: { colorCapabilities: 31, colorTempPhysicalMin: 153, colorTempPhysicalMax: 500 } }]]),
];
const known = () => devices.filter((one) => !one.isDeleted);

class Controller extends EventEmitter {
  touchlink = {};
  async start() { return 'resumed'; }
  async stop() {}
  isStopping() { return false; }
  async backup() {}
  async coordinatorCheck() { return { missingRouters: [] }; }
  async getCoordinatorVersion() { return { type: 'zStack3x0', meta: { revision: 20230507 } }; }
  async getNetworkParameters() {
    return { panID: 0x162a, extendedPanID: '0x0102030405060708', channel: 15, nwkUpdateID: 0 };
  }
  getPermitJoin() { return false; }
  getPermitJoinEnd() {}
  async permitJoin() {}
  *getDevicesIterator(matches) { yield* known().filter((one) => !matches || matches(one)); }
  getDevicesByType(type) { return known().filter((one) => one.type === type); }
  getDeviceByIeeeAddr(address) { return known().find((one) => one.ieeeAddr === address); }
  getDeviceByNetworkAddress(number) { return known().find((one) => one.networkAddress === number); }
  getGroupByID() {}
  *getGroupsIterator() {}
  createGroup() {}
}
const controller = new Controller();

function hear(endpoint, type, name, data) {
  controller.emit('message', {
    type, device: endpoint.getDevice(), endpoint, cluster: name, data, linkquality: 132, groupID: 0, meta: {},
  });
}

const happenings = {
  report(device, name, attribute, number) {
    hear(device.endpoints[0], 'attributeReport', name, { [attribute]: Number(number) });
  },
  silence(device) { device.silent = true; },
  leave(device) {
    device.isDeleted = true;
    controller.emit('deviceLeave', { ieeeAddr: device.ieeeAddr });
  },
};
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [what, address, ...rest] = line.split(' ');
  happenings[what](devices.find((one) => one.ieeeAddr === address), ...rest);
});

const load = Module._load;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request !== 'zigbee-herdsman') return loaded;
  library = loaded;
  return new Proxy(loaded, {
    get: (target, name) => (name === 'Controller' ? function () { return controller; } : target[name]),
  });
};
