// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a device is where its convention does not say it: a plug, a lamp, a sensor, in TR-181's words.
// Spec: TR-181 2.19, IoTDeviceType (tr-181-2-iot.xml)
// Thread: pure

#include <string>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

/// The word of IoTDeviceType for what the device is called by its maker and for what it has; "" where none fits. A plug
/// is a PowerStrip, the only word for what switches the power of something else.
std::string device_kind(const mapping::DeviceDescription& device);

/// Gives the device its type where it has none, and a name with "Energy" to each value of an energy that is called
/// "Total" or "Today" alone.
void complete(mapping::DeviceDescription& device);

}  // namespace adapters::mqtt::discovery
