// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the keys of a Home Assistant component: topics with their templates become sources and sinks.
// Thread: pure

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/devices/device.hpp"
#include "adapters/mqtt/discovery/common/document.hpp"
#include "adapters/mqtt/discovery/common/value_words.hpp"
#include "adapters/mqtt/discovery/homeassistant/entity.hpp"
#include "adapters/mqtt/discovery/templates/value_template.hpp"

namespace adapters::mqtt::discovery {

/// The keys of one value that is read and set; "" for a key that the component does not have.
struct Keys {
  std::string_view state_topic;
  std::string_view state_template;
  std::string_view command_topic;
  std::string_view command_template;
  std::string_view variable = "value";  ///< the name of the value in a command template
};

/// A source of availability as it is announced.
struct AnnouncedPresence {
  std::string topic;
  std::string form;  ///< its template; "" without one
  std::string online;
  std::string offline;
  bool asks_for_members = false;  ///< the template asks for nothing but whether the message has certain members
};

class EntityReader {
 public:
  EntityReader(const boost::json::object& config, Entity& entity);

  std::string text(std::string_view key, std::string_view otherwise = {}) const {
    return text_at(config_, key, otherwise);
  }
  bool has(std::string_view key) const { return config_.contains(key); }
  bool is_true(std::string_view key) const { return is_true_at(config_, key); }
  std::vector<std::string> texts(std::string_view key) const { return texts_at(config_, key); }
  mapping::Decimal number(std::string_view key, std::string_view otherwise) const;

  /// Adds a capability that is read and set by the keys; part is "" for the component itself. Returns null, with the
  /// reason in `skipped`, if a key that `kind` requires is missing or unusable.
  mapping::Capability* add(std::string_view part, adapter_capability_class kind, const Keys& keys);
  /// Adds a capability whose value is a member of the message, and which a payload with ${value} sets.
  mapping::Capability* add_member(std::string_view part, adapter_capability_class kind, std::string_view pointer,
                                  std::string_view payload);
  void skip(std::string_view part, std::string reason);
  /// The sources of availability, those with a topic that can be subscribed to.
  const std::vector<AnnouncedPresence>& presences() const { return presences_; }
  /// Whether the availability is that of values alone: it asks whether messages with values have them.
  bool is_of_values(const AnnouncedPresence& presence) const;
  /// One that has been added; null without it. Adding another one invalidates it.
  mapping::Capability* find(std::string_view part);

 private:
  mapping::Capability* keep(std::string_view part, mapping::Capability capability);
  /// The availability of the values at the topic.
  std::vector<Guard> guards_of(std::string_view topic) const;
  mapping::Outcome<mapping::Source> source(std::string_view topic, std::string_view form) const;
  mapping::Outcome<mapping::Sink> sink(const Keys& keys) const;
  mapping::Outcome<mapping::Sink> sink_of(std::string_view topic, std::string_view payload) const;

  const boost::json::object& config_;
  Entity& entity_;
  const std::vector<AnnouncedPresence> presences_;
};

bool is_control(adapter_capability_class kind);

/// Makes the value a boolean with the words payload_on and payload_off.
void set_on_off(const EntityReader& reader, mapping::Capability& capability);

}  // namespace adapters::mqtt::discovery
