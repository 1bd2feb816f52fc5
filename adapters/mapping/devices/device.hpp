// SPDX-License-Identifier: Apache-2.0
#pragma once
// The description of one device: what it is, and for each of its capabilities where its messages have the value and
// where a set goes. Discovery and the `devices` of the configuration make descriptions; DeviceEngine shows them in the
// standard shape.
// Spec: TR-181 2.19, IoTCapability.{i}. (tr-181-2-iot.xml)
// Thread: pure

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mapping/configuration/parameter.hpp"
#include "adapters/mapping/runtime/availability.hpp"
#include "adapters/mapping/values/value.hpp"
#include "adapters/sdk/adapter_abi.h"

namespace adapters::mapping {

/// In the place of the parameter of a capability that discovery has described.
inline constexpr std::size_t kNoParameter = SIZE_MAX;

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
  std::optional<Source> source;               ///< an exact address; none: it can be set alone
  std::vector<Source> elsewhere;              ///< where the same value comes as well; only with a source
  std::optional<Sink> sink;                   ///< likewise
  std::optional<Source> accepted;             ///< where the device repeats, byte by byte, the command it has taken
  std::optional<adapter_notify> notify = {};  ///< none: as the rules have it
  std::optional<ReportRule> report = {};
  /// Capabilities of the device, by identity, whose last values go into the sink's payload as ${identity}. Until all of
  /// them are known the set is refused.
  std::vector<std::string> companions;
  std::size_t parameter = kNoParameter;  ///< of a device of the configuration: its index in Mapping::parameters()
  std::uint32_t max_length = 0;          ///< of a text that an ACS sets, in characters; 0: no bound
  bool waits_for_value = false;          ///< the host is not given it before its first value

  /// The configuration describes it, not discovery: an empty message is a value like any other, and a value out of
  /// range is counted.
  bool is_configured() const { return parameter != kNoParameter; }
  bool operator==(const Capability&) const = default;
};

/// By what a description is found again. Controller and identity are the device; several descriptions may be of one.
struct DeviceKey {
  std::string controller;  ///< the bridge it hangs on: "zigbee2mqtt"
  std::string identity;    ///< never changes: an IEEE address, a MAC
  std::string part = {};   ///< "": from discovery; otherwise the row of `devices` that this description is of

  bool is_same_device(const DeviceKey& other) const {
    return controller == other.controller && identity == other.identity;
  }
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
  adapter_notify notify_online = ADAPTER_NOTIFY_ACTIVE;
  Captures captures = {};    ///< what the payloads of its sinks may name
  bool has_battery = false;  ///< its bridge says so; a capability for the battery's level says it as well
  std::string contact = {};  ///< an address whose messages show that it is there, whatever they have; "": none
};

}  // namespace adapters::mapping
