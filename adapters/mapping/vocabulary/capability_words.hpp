// SPDX-License-Identifier: Apache-2.0
#pragma once
// The names that devices have for what they measure and control ("local_temperature", Home Assistant's device_class
// "moisture"), and TR-181's words for them. One table for every convention. A name without a word of TR-181 becomes
// the vendor's own: "battery_low" is BatteryLow, which the host makes X_<OUI>_BatteryLow.
// Spec: TR-181 2.19, IoTLevelType, IoTEnumControlType, IoTEnumSensorType, IoTDeviceType (tr-181-2-iot.xml)
// Thread: pure

#include <string>
#include <string_view>

#include "adapters/sdk/adapter_abi.h"

namespace adapters::mapping {

/// Words of letters and digits run together, each with a capital: "power_on_behavior" is PowerOnBehavior. "" if there
/// are none; at most 48 characters.
std::string vendor_word(std::string_view name);

/// The Type of a capability of the class, "" of those that have none: texts. unit is what unit_of() says; it matters
/// for levels alone.
std::string type_of(adapter_capability_class kind, std::string_view name, std::string_view unit = {});

/// Of IoTDeviceType: of "light", "lock", "climate", "cover", "fan" and the like; "" where none fits.
std::string device_type_of(std::string_view kind);

/// The name that a sensor of the type has on each device, whatever its convention calls it: "Battery", "Battery low",
/// "Link quality" (of 255, without unit, or "lqi"), "Signal strength" (dBm or %). "" for all other types.
std::string_view common_name(adapter_capability_class kind, std::string_view type);

/// A name for people from one for programs: "power_on_behavior" is "Power on behavior".
std::string readable(std::string_view name);

}  // namespace adapters::mapping
