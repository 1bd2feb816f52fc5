// SPDX-License-Identifier: Apache-2.0
#pragma once
// Expands the abbreviations of Home Assistant's discovery messages, and `~`, the common base of its topics.
// Spec: https://www.home-assistant.io/integrations/mqtt/#discovery-payload
// Thread: pure

#include <boost/json/object.hpp>
#include <string_view>

namespace adapters::mqtt::discovery {

/// The message with full keys and topics, also in its device and its availability. outer_base is the value of `~` if
/// the message has none.
boost::json::object expanded(const boost::json::object& config, std::string_view outer_base);

}  // namespace adapters::mqtt::discovery
