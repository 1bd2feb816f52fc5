// SPDX-License-Identifier: Apache-2.0
#pragma once
// TR-181's words for types of devices and capabilities. A word that it lacks becomes a vendor's word.
// Spec: TR-181 2.19, tr-181-2-iot.xml (IoTDeviceType, IoTLevelType, IoTEnumControlType, IoTEnumSensorType,
// IoTUnitType, and the enumerations of IoTCapability.{i}.)
// Thread: pure

#include "adapters/sdk/adapter_abi.h"

#include <string>
#include <string_view>

namespace proxy::plugin {

/// "" becomes X_<OUI>_Other, since no enumeration has it; as a unit "-".
std::string device_type(std::string_view oui, std::string_view word);
std::string capability_type(std::string_view oui, adapter_capability_class kind, std::string_view word);
std::string unit(std::string_view oui, std::string_view word);

/// The words themselves, with one space between them. Those of a class by its name, "LevelSensor"; of all classes for
/// an empty name, and none for a name that is no class.
std::string_view device_types();
std::string_view capability_types(std::string_view class_name);
std::string_view units();

}  // namespace proxy::plugin
