// SPDX-License-Identifier: Apache-2.0
#pragma once
// The `exposes` of a zigbee2mqtt device, as capabilities.
// Spec: https://www.zigbee2mqtt.io/guide/usage/exposes.html
// Thread: pure

#include <boost/json/array.hpp>
#include <string>
#include <vector>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

struct Exposed {
  std::vector<mapping::Capability> capabilities;
  std::string type;                   ///< a word of IoTDeviceType
  std::vector<std::string> readable;  ///< members of the state that can be requested
  std::vector<std::string> left_out;  ///< leaves that cannot be shown, with the reason
};

/// The state is published at `topic`, sets go to `topic`/set.
Exposed read_exposes(const boost::json::array& exposes, const std::string& topic);

}  // namespace adapters::mqtt::discovery
