// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/homeassistant/entity_reader.hpp"

#include <algorithm>
#include <boost/json/value.hpp>

#include "adapters/mapping/vocabulary/capability_words.hpp"
#include "adapters/mqtt/discovery/common/places.hpp"
#include "adapters/mqtt/discovery/templates/value_template.hpp"

namespace adapters::mqtt::discovery {

using mapping::Capability;
using mapping::Failure;
using mapping::Outcome;
using mapping::Sink;
using mapping::Source;

namespace {

std::vector<AnnouncedPresence> presences_in(const boost::json::object& config) {
  std::vector<AnnouncedPresence> presences;
  const auto add = [&](const boost::json::object& item, std::string_view topic_key, std::string_view template_key) {
    const std::string topic = text_at(item, topic_key);
    if (!is_topic(topic)) return;
    const std::string form = text_at(item, template_key);
    presences.push_back({topic, form, text_at(item, "payload_available", "online"),
                         text_at(item, "payload_not_available", "offline"), asks_for_members(form)});
  };
  add(config, "availability_topic", "availability_template");
  const boost::json::value* const list = config.if_contains("availability");
  if (list == nullptr || !list->is_array()) return presences;
  for (const boost::json::value& item : list->get_array()) {
    if (item.is_object()) add(item.get_object(), "topic", "value_template");
  }
  return presences;
}

}  // namespace

EntityReader::EntityReader(const boost::json::object& config, Entity& entity)
    : config_(config), entity_(entity), presences_(presences_in(config)) {}

bool is_control(adapter_capability_class kind) {
  return kind == ADAPTER_BINARY_CONTROL || kind == ADAPTER_LEVEL_CONTROL || kind == ADAPTER_ENUM_CONTROL ||
         kind == ADAPTER_TEXT_CONTROL;
}

mapping::Decimal EntityReader::number(std::string_view key, std::string_view otherwise) const {
  return number_at(config_, key).value_or(*mapping::Decimal::parse(otherwise));
}

void EntityReader::skip(std::string_view part, std::string reason) {
  constexpr std::size_t kMaxSize = 300;
  if (reason.size() > kMaxSize) reason.resize(kMaxSize);
  entity_.skipped.push_back({std::string(part), std::move(reason)});
}

Capability* EntityReader::find(std::string_view part) {
  const std::string identity = part.empty() ? entity_.identity : entity_.identity + '.' + std::string(part);
  const auto found = std::ranges::find(entity_.capabilities, identity, &Capability::identity);
  return found == entity_.capabilities.end() ? nullptr : &*found;
}

Capability* EntityReader::keep(std::string_view part, Capability capability) {
  capability.identity = entity_.identity;
  const std::string own = text("name");
  const std::string what = part.empty() ? text("device_class", text("platform")) : std::string(part);
  if (part.empty()) {
    capability.name = own.empty() ? mapping::readable(what) : own;
  } else {
    capability.identity += '.' + std::string(part);
    capability.name = own.empty() ? mapping::readable(what) : own + ' ' + std::string(part);
  }
  if (capability.type.empty()) capability.type = mapping::type_of(capability.kind, what);
  entity_.capabilities.push_back(std::move(capability));
  return &entity_.capabilities.back();
}

bool EntityReader::is_of_values(const AnnouncedPresence& presence) const {
  return presence.asks_for_members && std::ranges::any_of(entity_.capabilities, [&](const Capability& capability) {
           return capability.source && capability.source->address.text() == presence.topic;
         });
}

std::vector<Guard> EntityReader::guards_of(std::string_view topic) const {
  std::vector<Guard> guards;
  for (const AnnouncedPresence& presence : presences_) {
    if (presence.asks_for_members && presence.topic == topic) guards.push_back({presence.form, presence.online});
  }
  return guards;
}

Outcome<Source> EntityReader::source(std::string_view topic, std::string_view form) const {
  if (!is_topic(topic))
    return Failure{"'" + std::string(topic.substr(0, 80)) + "' is not a topic that can be subscribed to"};
  Source source;
  source.address = mapping::Pattern::literal(topic);
  const std::vector<Guard> guards = guards_of(topic);
  if (form.empty() && guards.empty()) return source;
  auto extract = parse_value_template(form.empty() ? "{{ value }}" : form, guards);
  if (!extract) return Failure{"unsupported template, " + extract.error().reason + ": " + std::string(form)};
  source.pointer = std::move(extract->pointer);
  source.filters = std::move(extract->filters);
  return source;
}

Outcome<Sink> EntityReader::sink_of(std::string_view topic, std::string_view payload) const {
  if (!is_topic(topic))
    return Failure{"'" + std::string(topic.substr(0, 80)) + "' is not a topic that can be published to"};
  auto form = mapping::Template::parse(payload, {});
  if (!form) return form.error();
  const std::string qos = text("qos");
  Sink sink;
  sink.address = mapping::Pattern::literal(topic);
  sink.payload = std::move(*form);
  sink.qos = qos == "1" ? 1 : qos == "2" ? 2 : 0;
  sink.retain = is_true("retain");
  return sink;
}

Outcome<Sink> EntityReader::sink(const Keys& keys) const {
  const std::string form = text(keys.command_template);
  if (form.empty()) return sink_of(text(keys.command_topic), "${value}");
  auto command = parse_command_template(form, keys.variable);
  if (!command) return Failure{"unsupported template, " + command.error().reason + ": " + form};
  Outcome<Sink> sink = sink_of(text(keys.command_topic), command->payload);
  if (sink) sink->filters = std::move(command->filters);
  return sink;
}

Capability* EntityReader::add(std::string_view part, adapter_capability_class kind, const Keys& keys) {
  Capability capability;
  capability.kind = kind;
  if (const std::string topic = text(keys.state_topic); !topic.empty()) {
    auto found = source(topic, text(keys.state_template));
    if (!found) return skip(part, found.error().reason), nullptr;
    capability.source = std::move(*found);
  } else if (!is_control(kind)) {
    return skip(part, "it has no " + std::string(keys.state_topic)), nullptr;
  }
  if (is_control(kind)) {
    if (text(keys.command_topic).empty()) return skip(part, "it has no " + std::string(keys.command_topic)), nullptr;
    auto found = sink(keys);
    if (!found) return skip(part, found.error().reason), nullptr;
    capability.sink = std::move(*found);
    if (capability.source) capability.sink->confirm = mapping::Confirm::state;
  }
  return keep(part, std::move(capability));
}

Capability* EntityReader::add_member(std::string_view part, adapter_capability_class kind, std::string_view pointer,
                                     std::string_view payload) {
  Capability capability;
  capability.kind = kind;
  if (const std::string topic = text("state_topic"); !topic.empty()) {
    auto found = source(topic, {});
    if (!found) return skip(part, found.error().reason), nullptr;
    found->pointer = *mapping::Pointer::parse(pointer);
    capability.source = std::move(*found);
  }
  auto found = sink_of(text("command_topic"), payload);
  if (!found) return skip(part, found.error().reason), nullptr;
  capability.sink = std::move(*found);
  if (capability.source) capability.sink->confirm = mapping::Confirm::state;
  return keep(part, std::move(capability));
}

void set_on_off(const EntityReader& reader, Capability& capability) {
  set_boolean(capability,
              words_of({{reader.text("payload_on", "ON"), "true"}, {reader.text("payload_off", "OFF"), "false"}}));
}

}  // namespace adapters::mqtt::discovery
