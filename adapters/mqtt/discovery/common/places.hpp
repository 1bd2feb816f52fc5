// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where a device's messages have a value, where a set goes, and where it says that it is there.
// Thread: pure

#include <string_view>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

/// True for a topic without wildcards that can be subscribed to and published at.
bool is_topic(std::string_view topic);

/// The whole payload at the topic.
mapping::Source source_at(std::string_view topic);
/// A member of it. The pointer is ours: it begins with '/' and is well formed.
mapping::Source source_at(std::string_view topic, std::string_view pointer);
/// The payload is a template without a mistake, in which the value is ${value}.
mapping::Sink sink_at(std::string_view topic, mapping::Confirm confirm, std::string_view payload = "${value}");
/// The whole payload at the topic is one of the two words.
mapping::PresenceSource presence_at(std::string_view topic, std::string_view online, std::string_view offline);

}  // namespace adapters::mqtt::discovery
