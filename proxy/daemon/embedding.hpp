// SPDX-License-Identifier: Apache-2.0
#pragma once
// Connects the adapters' devices with the gateway's table of embedded devices: neither component knows the other.
// Thread: loop

#include "proxy/gateway/management_server/embedded_devices.hpp"
#include "proxy/plugin/devices/devices.hpp"

namespace proxy::daemon {

/// What shows the devices of all adapters in the table, which outlives it. Rows of devices that are known from before,
/// and all that come before `started` is set, have Origin::start.
plugin::DeviceListener embed_devices(gateway::EmbeddedDevices& table, const bool& started);

}  // namespace proxy::daemon
