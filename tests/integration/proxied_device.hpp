// SPDX-License-Identifier: Apache-2.0
#pragma once
// A proxied device as a script of an ACS finds it: by its Name, and its capabilities by class and type, whatever bridge
// it hangs on. Thread: any one thread at a time

#include <functional>
#include <map>
#include <string>

#include "tests/integration/house.hpp"

namespace tests::integration {

inline const std::string kProxiedDevices = "Device.X_00D09E_ProxiedDevice.";

// Path and value of all parameters of all proxied devices, by way of tr069-proxyctl.
using DeviceValues = std::map<std::string, std::string>;
DeviceValues proxied_devices(const House& house);

// Waits until they are as they should be; throws with what there is after half a minute.
DeviceValues wait_for_devices(const House& house, const std::function<bool(const DeviceValues&)>& enough);

// "Device.X_00D09E_ProxiedDevice.2." of the device with that Name; empty without one.
std::string device_path(const DeviceValues& values, const std::string& name);
// "Device.X_00D09E_ProxiedDevice.2.IoTCapability.1.LevelSensor.Value" of its capability of that class and type, and of
// that Name if one is given; empty without one.
std::string value_path(const DeviceValues& values, const std::string& device_name, const std::string& capability_class,
                       const std::string& type, const std::string& name = {});

// Waits until that capability has the value, and returns its path.
std::string wait_for_capability(const House& house, const std::string& device_name, const std::string& capability_class,
                                const std::string& type, const std::string& value);

}  // namespace tests::integration
