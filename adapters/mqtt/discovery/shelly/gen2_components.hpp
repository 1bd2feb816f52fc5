// SPDX-License-Identifier: Apache-2.0
#pragma once
// The components in the status of a Shelly of the second generation, in the standard shape.
// Spec: https://shelly-api-docs.shelly.cloud/gen2/ (Components and Services)
// Thread: pure

#include <boost/json/object.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

struct ShellyAddress {
  std::string prefix;  ///< the begin of the device's topics
  std::string caller;  ///< our name: the device answers at <caller>/rpc
};

/// A request as JSON. The answer has its id and comes at <caller>/rpc. params is a JSON object, or "" for a method
/// without parameters.
std::string shelly_request(std::size_t id, std::string_view caller, std::string_view method,
                           std::string_view params = {});

/// The number of the first command; an answer has the number of its command.
inline constexpr std::size_t kFirstShellyCommand = 10;

/// A component that its owner has added, or that stands for another device: its status is not in that of the device.
bool is_dynamic(std::string_view key);
/// Asks for the status of such a component.
mapping::Message question_for(std::string_view key, const ShellyAddress& address);

/// The capabilities of the status, about 256 at most; configs has the configurations of dynamic components, by key. The
/// number of a command is kFirstShellyCommand plus the index of its capability among those with a sink.
std::vector<mapping::Capability> shelly_capabilities(const boost::json::object& status,
                                                     const boost::json::object& configs, const ShellyAddress& address);

}  // namespace adapters::mqtt::discovery
