// SPDX-License-Identifier: Apache-2.0
// The list of devices as the views use it.

import { read } from './api.js';

const kLowBattery = 15; // percent, and less

/** {shown: the devices of the tree, skipped: what an adapter found and does not show}. */
export async function loadDevices(signal) {
  const all = await read('devices', {}, signal);
  return { shown: all.filter((device) => !device.skipped && device.object), skipped: all.filter((device) => device.skipped) };
}

/** "Device.X_00D09E_ProxiedDevice." of "Device.X_00D09E_ProxiedDevice.7"; empty without a device. */
export const tableOf = (object) => object?.replace(/\d+$/, '') ?? '';

/** The state that a device is counted under: online, silent, offline or unknown. */
export const stateOf = (device) => device.presence ?? (device.online ? 'online' : 'offline');

export function isLow({ battery }) {
  return battery === 'low' || (/^[\d.]+ %$/.test(battery ?? '') && parseFloat(battery) <= kLowBattery);
}
