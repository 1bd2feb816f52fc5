// SPDX-License-Identifier: Apache-2.0
#pragma once
// The components of a Shelly of the second generation, as its status has them, in the standard shape.
// Spec: https://shelly-api-docs.shelly.cloud/gen2/ (Components and Services)
// Thread: pure

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

struct ShellyAddress {
  std::string prefix;  ///< of the device's topics
  std::string caller;  ///< whom it answers, at <caller>/rpc
};

/// Commands are numbered from here on, so that an answer says which one it is for.
inline constexpr std::size_t kFirstShellyCommand = 10;

/// What the status shows and can be set. The number of a command is kFirstShellyCommand and its place among those that
/// have a sink.
std::vector<mapping::Capability> shelly_capabilities(const boost::json::object& status, const ShellyAddress& address);

}  // namespace adapters::mqtt::discovery
