// SPDX-License-Identifier: Apache-2.0
#pragma once
// A device as a bridge, or a profile, describes it: what it is, and for each of its capabilities where its messages
// have the value and where a set goes. Made by discovery, shown by DeviceBinding in the standard shape. Spec:
// TR-181 2.19, IoTCapability.{i}. (tr-181-2-iot.xml) Thread: pure

#include <optional>
#include <string>
#include <vector>

#include "adapters/mapping/configuration/parameter.hpp"
#include "adapters/mapping/devices/availability.hpp"
#include "adapters/mapping/values/value.hpp"
#include "adapters/sdk/adapter_abi.h"

namespace adapters::mapping {

/// One row of the device's IoTCapability.{i}.
struct Capability {
  std::string identity;  ///< never changes: "temperature", "state_l1"
  adapter_capability_class kind = ADAPTER_TEXT_SENSOR;
  std::string name;                ///< for people: "Temperature"
  std::string type;                ///< of TR-181's table for the class; "" where none fits
  std::string unit;                ///< a word of IoTUnitType, or the vendor's own
  std::optional<Decimal> minimum;  ///< of a level control, as an ACS sees it
  std::optional<Decimal> maximum;
  std::vector<std::string> words;  ///< ValidValues of an enumeration, as an ACS sees them
  Conversion conversion;
  std::optional<Source> source;    ///< an exact address; none: it can be set alone
  std::vector<Source> elsewhere;   ///< where the same value comes as well; only with a source
  std::optional<Sink> sink;        ///< likewise
  std::optional<Source> accepted;  ///< where the device repeats, byte by byte, the command it has taken
  adapter_notify notify = ADAPTER_NOTIFY_OFF;
  /// Capabilities of the device, by identity, whose last values go into the sink's payload as ${identity}. Until all of
  /// them are known the set is refused.
  std::vector<std::string> companions;
  bool operator==(const Capability&) const = default;
};

/// What one device is known by in the house.
struct DeviceKey {
  std::string controller;  ///< the bridge it hangs on: "zigbee2mqtt"
  std::string identity;    ///< never changes: an IEEE address, a MAC
  bool operator==(const DeviceKey&) const = default;
  auto operator<=>(const DeviceKey&) const = default;
};

struct DeviceDescription {
  DeviceKey key;
  std::string protocol;     ///< "ZigBee", "Z-Wave", "MQTT"
  std::string name;         ///< as the bridge calls it
  std::string type;         ///< of IoTDeviceType; "" where none fits
  std::string description;  ///< vendor, model and the like
  std::vector<Capability> capabilities;
  Availability availability;   ///< its addresses are exact; empty: unknown
  std::vector<Message> prime;  ///< asks it for its values: sent once it is shown, and again with each connection
};

}  // namespace adapters::mapping
