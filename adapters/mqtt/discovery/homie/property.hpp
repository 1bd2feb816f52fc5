// SPDX-License-Identifier: Apache-2.0
#pragma once
// One property of a Homie device, as a capability in the standard shape.
// Spec: https://homieiot.github.io/specification/ (Homie 3, 4 and 5)
// Thread: pure

#include <string>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

struct HomieProperty {
  std::string name;
  std::string datatype;  ///< integer, float, percent, boolean, string, enum, color, datetime, duration, json
  std::string unit;
  std::string format;  ///< "0:100", "0:100:5", "low,high"
  bool settable = false;
  bool retained = true;  ///< false: each value is an event
};

/// topic: that of the property. Homie 5 sends an empty text as one byte of 0, and echoes a set at $target.
mapping::Capability homie_capability(const HomieProperty& property, const std::string& node, const std::string& id,
                                     const std::string& topic, int version);

}  // namespace adapters::mqtt::discovery
