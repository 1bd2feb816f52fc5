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

/// What the identity of a component's device is.
enum class KnownBy { identifier, connection, itself };

struct Entity {
  std::string device;  ///< the device's first identifier, otherwise a connection or the component's own unique id
  KnownBy known_by = KnownBy::itself;
  std::vector<std::string> marks;  ///< all identifiers and connections, in a form in which equal ones are equal
  std::string joined;              ///< the identity of the device that components with common marks are
  std::string identity;            ///< of the component
  std::string name;                ///< of the device
  std::string description;
  std::string device_type;  ///< a word of IoTDeviceType, if this component implies one
  std::vector<mapping::Capability> capabilities;
  mapping::Availability availability;
  std::vector<SkippedPart> skipped;
};

/// config has full keys; fallback_id is the identity of a component without a unique id.
Entity read_entity(std::string_view component, const boost::json::object& config, const std::string& fallback_id);

}  // namespace adapters::mqtt::discovery
