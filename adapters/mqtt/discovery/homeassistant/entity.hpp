// SPDX-License-Identifier: Apache-2.0
#pragma once
// One component of a Home Assistant discovery message, as capabilities in the standard shape.
// Spec: https://www.home-assistant.io/integrations/mqtt/ (one page for each component)
// Thread: pure

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

/// A part of a component that cannot be shown; "" is the whole component.
struct SkippedPart {
  std::string part;
  std::string reason;
  bool operator==(const SkippedPart&) const = default;
};

struct Entity {
  std::string device;    ///< the device's identity: its first identifier, otherwise the component's own unique id
  std::string identity;  ///< of the component
  std::string name;      ///< of the device
  std::string description;
  std::string device_type;  ///< a word of IoTDeviceType, if this component implies one
  std::vector<mapping::Capability> capabilities;
  mapping::Availability availability;
  std::vector<SkippedPart> skipped;
};

/// config has full keys; fallback_id is the identity of a component without a unique id.
Entity read_entity(std::string_view component, const boost::json::object& config, const std::string& fallback_id);

}  // namespace adapters::mqtt::discovery
