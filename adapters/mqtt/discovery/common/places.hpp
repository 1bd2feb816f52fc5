// SPDX-License-Identifier: Apache-2.0
#pragma once
// Makes sources, sinks and presence sources of topics.
// Thread: pure

#include <string_view>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

/// True for a topic without wildcards that can be subscribed to and published at.
bool is_topic(std::string_view topic);

/// A source that is the whole payload at the topic.
mapping::Source source_at(std::string_view topic);
/// A source that is a member of the payload. The pointer must be valid.
mapping::Source source_at(std::string_view topic, std::string_view pointer);
/// A sink. The payload must be a valid template, in which ${value} is the value.
mapping::Sink sink_at(std::string_view topic, mapping::Confirm confirm, std::string_view payload = "${value}");
/// A presence source whose payload at the topic is one of the two words.
mapping::PresenceSource presence_at(std::string_view topic, std::string_view online, std::string_view offline);

}  // namespace adapters::mqtt::discovery
