// SPDX-License-Identifier: Apache-2.0
#pragma once
// One component of a Home Assistant discovery message: the capabilities that it is in the standard shape.
// Spec: https://www.home-assistant.io/integrations/mqtt/ (one page for each component)
// Thread: pure

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

/// A part that cannot be shown; "" is the whole component.
struct SkippedPart {
  std::string part;
  std::string reason;
  bool operator==(const SkippedPart&) const = default;
};

struct Entity {
  std::string device;    ///< what the device is known by: its first identifier, or else the component's own unique id
  std::string identity;  ///< of the component
  std::string name;      ///< of the device
  std::string description;
  std::string device_type;  ///< of IoTDeviceType, as far as this component tells
  std::vector<mapping::Capability> capabilities;
  mapping::Availability availability;
  std::vector<SkippedPart> skipped;
};

/// config is in full; fallback_id names the component where it has no unique id.
Entity read_entity(std::string_view component, const boost::json::object& config, const std::string& fallback_id);

}  // namespace adapters::mqtt::discovery
