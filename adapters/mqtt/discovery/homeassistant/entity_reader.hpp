// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the keys of a Home Assistant component: topics with their templates become sources and sinks.
// Thread: pure

#include <boost/json/object.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/mapping/devices/device.hpp"
#include "adapters/mqtt/discovery/common/document.hpp"
#include "adapters/mqtt/discovery/homeassistant/entity.hpp"

namespace adapters::mqtt::discovery {

/// The keys of one thing that is read and set, "" where the component has none.
struct Keys {
  std::string_view state_topic;
  std::string_view state_template;
  std::string_view command_topic;
  std::string_view command_template;
  std::string_view variable = "value";  ///< what a command template calls the value
};

class EntityReader {
 public:
  EntityReader(const boost::json::object& config, Entity& entity) : config_(config), entity_(entity) {}

  std::string text(std::string_view key, std::string_view otherwise = {}) const {
    return text_at(config_, key, otherwise);
  }
  bool has(std::string_view key) const { return config_.contains(key); }
  bool is_true(std::string_view key) const { return is_true_at(config_, key); }
  std::vector<std::string> texts(std::string_view key) const { return texts_at(config_, key); }
  mapping::Decimal number(std::string_view key, std::string_view otherwise) const;

  /// A capability that is read and set as the keys say; part is "" for the component itself. Nothing, and a word in
  /// `skipped`, where it cannot be: `kind` says whether it needs a command or a state.
  mapping::Capability* add(std::string_view part, adapter_capability_class kind, const Keys& keys);
  /// The same where the message has it at a member, and a payload with ${value} sets it.
  mapping::Capability* add_member(std::string_view part, adapter_capability_class kind, std::string_view pointer,
                                  std::string_view payload);
  void skip(std::string_view part, std::string reason);

 private:
  mapping::Capability* keep(std::string_view part, mapping::Capability capability);
  mapping::Outcome<mapping::Source> source(std::string_view topic, std::string_view form) const;
  mapping::Outcome<mapping::Sink> sink(const Keys& keys) const;
  mapping::Outcome<mapping::Sink> sink_of(std::string_view topic, std::string_view payload) const;

  const boost::json::object& config_;
  Entity& entity_;
};

bool is_control(adapter_capability_class kind);

/// A topic that may be subscribed to and published at: no wildcard and no end in it.
bool is_topic(std::string_view topic);

using Words = std::vector<std::pair<std::string, std::string>>;
/// What the device says, and what an ACS sees. Views, as most are literals, which cost nothing then.
using WordPairs = std::initializer_list<std::pair<std::string_view, std::string_view>>;
Words words_of(WordPairs pairs);
void add_word(Words& words, std::string_view device, std::string_view shown);

void set_boolean(mapping::Capability& capability, Words words);
/// ValidValues are the words as an ACS sees them; the map says what the device calls them.
void set_words(mapping::Capability& capability, std::vector<std::string> words, Words map = {});
/// A thing that opens: OPEN, CLOSE and STOP.
void set_moves(mapping::Capability& capability, WordPairs map);

/// A thing that is on or off, as payload_on and payload_off say.
void set_on_off(const EntityReader& reader, mapping::Capability& capability);

// Of the components with several parts.
void read_light(EntityReader& reader);
void read_cover(EntityReader& reader);
void read_climate(EntityReader& reader);
void read_fan(EntityReader& reader);

}  // namespace adapters::mqtt::discovery
