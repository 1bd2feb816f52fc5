// SPDX-License-Identifier: Apache-2.0
#pragma once
// The abbreviations of Home Assistant's discovery messages, and `~`, the part that its topics have in common.
// Spec: https://www.home-assistant.io/integrations/mqtt/#discovery-payload
// Thread: pure

#include <boost/json/object.hpp>
#include <string_view>

namespace adapters::mqtt::discovery {

/// The same message with every key and topic in full: of itself, of its device and of its availability. outer_base is
/// what `~` means where it does not say.
boost::json::object expanded(const boost::json::object& config, std::string_view outer_base);

}  // namespace adapters::mqtt::discovery
