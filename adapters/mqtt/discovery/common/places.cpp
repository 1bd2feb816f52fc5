// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/common/places.hpp"

namespace adapters::mqtt::discovery {

bool is_topic(std::string_view topic) {
  constexpr std::size_t kMaxSize = 512;
  constexpr std::string_view kNever("+#\0", 3);
  return !topic.empty() && topic.size() <= kMaxSize && topic.find_first_of(kNever) == std::string_view::npos;
}

mapping::Source source_at(std::string_view topic) {
  mapping::Source source;
  source.address = mapping::Pattern::literal(topic);
  return source;
}

mapping::Source source_at(std::string_view topic, std::string_view pointer) {
  mapping::Source source = source_at(topic);
  source.pointer = *mapping::Pointer::parse(pointer);
  return source;
}

mapping::Sink sink_at(std::string_view topic, mapping::Confirm confirm, std::string_view payload) {
  mapping::Sink sink;
  sink.address = mapping::Pattern::literal(topic);
  sink.payload = *mapping::Template::parse(payload, {});
  sink.confirm = confirm;
  return sink;
}

mapping::PresenceSource presence_at(std::string_view topic, std::string_view online, std::string_view offline) {
  mapping::PresenceSource source;
  source.address = mapping::Pattern::literal(topic);
  source.online = online;
  source.offline = offline;
  return source;
}

}  // namespace adapters::mqtt::discovery
