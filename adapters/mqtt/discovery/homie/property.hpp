// SPDX-License-Identifier: Apache-2.0
#pragma once
// One property of a Homie device, and the capability that it is in the standard shape.
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
  bool retained = true;  ///< otherwise each value is an event
};

/// Topic is the property's own; a Homie 5 says an empty text as one byte of 0 and echoes what it was told at $target.
mapping::Capability homie_capability(const HomieProperty& property, const std::string& node, const std::string& id,
                                     const std::string& topic, int version);

}  // namespace adapters::mqtt::discovery
