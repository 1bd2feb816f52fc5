// SPDX-License-Identifier: Apache-2.0
#pragma once
// What zigbee2mqtt says that a device measures and can be told ("exposes"), as capabilities.
// Spec: https://www.zigbee2mqtt.io/guide/usage/exposes.html
// Thread: pure

#include <boost/json/array.hpp>
#include <string>
#include <vector>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

struct Exposed {
  std::vector<mapping::Capability> capabilities;
  std::string type;                   ///< of IoTDeviceType
  std::vector<std::string> readable;  ///< members of the state that the device can be asked for
  std::vector<std::string> left_out;  ///< what cannot be shown, and why
};

/// The state comes on `topic`, sets go to `topic`/set.
Exposed read_exposes(const boost::json::array& exposes, const std::string& topic);

}  // namespace adapters::mqtt::discovery
