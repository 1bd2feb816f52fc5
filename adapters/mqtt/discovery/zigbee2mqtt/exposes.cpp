// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/zigbee2mqtt/exposes.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <map>
#include <string_view>
#include <utility>

#include "adapters/mapping/vocabulary/capability_words.hpp"
#include "adapters/mapping/vocabulary/units.hpp"
#include "adapters/mqtt/discovery/common/document.hpp"
#include "adapters/mqtt/discovery/common/levels.hpp"

namespace adapters::mqtt::discovery {
namespace {

namespace json = boost::json;
using mapping::Capability;

constexpr std::size_t kMaxLeaves = 1000;
constexpr std::size_t kMaxReadable = 8;
constexpr int kQos = 1;

// The bits of `access`.
constexpr unsigned kPublished = 1;
constexpr unsigned kSettable = 2;
constexpr unsigned kReadable = 4;

using Path = std::vector<std::string>;  // of members in the state: "color", "x"

/// One value that is measured or set, and its place.
struct Leaf {
  const json::object* expose;
  Path path;
  std::string kind;  // the enclosing "light", "cover" ...; "" without
  unsigned access;
};

unsigned access_of(const json::object& expose) {
  const json::value* access = expose.if_contains("access");
  const bool sane = access != nullptr && access->is_int64() && access->get_int64() >= 0 && access->get_int64() <= 7;
  return sane ? static_cast<unsigned>(access->get_int64()) : 0;
}

std::string joined(const Path& path, char between) {
  std::string text;
  for (const std::string& member : path) text += (text.empty() ? "" : std::string(1, between)) + member;
  return text;
}

std::string pointer_to(const Path& path) {
  std::string text;
  for (const std::string& member : path) {
    text += '/';
    for (const char c : member) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return text;
}

std::string json_text(const std::string& text) { return json::serialize(json::string(text)); }

/// {"color":{"x":...}}
std::string message_of(const Path& path, const std::string& content) {
  std::string before;
  std::string after;
  for (const std::string& member : path) {
    before += '{' + json_text(member) + ':';
    after += '}';
  }
  return before + content + after;
}

// ---- finding --------------------------------------------------------------------------------------------------------

class Finder {
 public:
  explicit Finder(std::vector<std::string>& left_out) : left_out_(left_out) {}

  void find(const json::array& exposes, const Path& above, const std::string& kind) {
    for (const json::value& member : exposes) {
      if (const json::object* expose = member.if_object()) find(*expose, above, kind);
    }
  }

  std::vector<Leaf> leaves;
  std::map<std::string, std::size_t> kinds;  // "light", "switch", ...: how many

 private:
  void find(const json::object& expose, const Path& above, const std::string& kind) {
    const json::value* features = expose.if_contains("features");
    const std::string type = text_at(expose, "type");
    Path path = above;
    if (const std::string property = text_at(expose, "property"); !property.empty()) path.push_back(property);
    if (features != nullptr && features->is_array()) {
      const bool composite = type == "composite";
      if (!composite) ++kinds[type];
      return find(features->get_array(), path, composite ? kind : type);
    }
    if (path.size() == above.size()) {
      left_out_.push_back(text_at(expose, "name") + ": it has no property");
    } else if (leaves.size() < kMaxLeaves) {
      add({&expose, std::move(path), kind, access_of(expose)});
    }
  }

  /// Merges two leaves at one place: one is read, the other is set.
  void add(Leaf leaf) {
    const auto same = [&](const Leaf& other) { return other.path == leaf.path; };
    const auto other = std::find_if(leaves.begin(), leaves.end(), same);
    if (other == leaves.end()) return leaves.push_back(std::move(leaf));
    const unsigned access = other->access | leaf.access;
    if ((other->access & kSettable) == 0 && (leaf.access & kSettable) != 0) *other = std::move(leaf);
    other->access = access;
  }

  std::vector<std::string>& left_out_;
};

// ---- classes --------------------------------------------------------------------------------------------------------

bool is_text(const json::value& value) { return value.is_string(); }

/// The words for true and false, and whether they are texts in the message.
bool read_binary(const Leaf& leaf, Capability& capability, bool& in_quotes) {
  const json::value* on = leaf.expose->if_contains("value_on");
  const json::value* off = leaf.expose->if_contains("value_off");
  if (on == nullptr || off == nullptr || text_of(*on) == text_of(*off)) return false;
  capability.conversion.type = ADAPTER_BOOLEAN;
  capability.conversion.values = {{text_of(*on), "true"}, {text_of(*off), "false"}};
  in_quotes = is_text(*on) && is_text(*off);
  return true;
}

bool read_enumeration(const Leaf& leaf, Capability& capability, bool& in_quotes) {
  capability.conversion.type = ADAPTER_STRING;
  capability.words = texts_at(*leaf.expose, "values");
  const json::value* values = leaf.expose->if_contains("values");
  in_quotes = values != nullptr && values->is_array() &&
              std::all_of(values->get_array().begin(), values->get_array().end(), is_text);
  return !capability.words.empty();
}

void read_level(const Leaf& leaf, Capability& capability) {
  capability.conversion.type = ADAPTER_DECIMAL;
  if (capability.kind == ADAPTER_LEVEL_CONTROL) {
    capability.minimum = number_at(*leaf.expose, "value_min");
    capability.maximum = number_at(*leaf.expose, "value_max");
    capability.conversion.step = number_at(*leaf.expose, "value_step");
    if (capability.minimum && capability.maximum && *capability.minimum > *capability.maximum) {
      capability.minimum.reset();
      capability.maximum.reset();
    }
  }
}

/// What a colour consists of has no bounds in `exposes`.
/// Spec: CIE 1931 color space, chromaticity
void bound_color(const Leaf& leaf, Capability& capability) {
  constexpr std::array<std::pair<std::string_view, const char*>, 4> kMost = {
      {{"x", "1"}, {"y", "1"}, {"hue", "360"}, {"saturation", "100"}}};
  const bool is_of_color = leaf.path.size() > 1 && leaf.path[leaf.path.size() - 2] == "color";
  const auto most = std::ranges::find(kMost, leaf.path.back(), &std::pair<std::string_view, const char*>::first);
  const bool is_bounded = capability.minimum || capability.maximum || capability.kind != ADAPTER_LEVEL_CONTROL;
  if (!is_of_color || most == kMost.end() || is_bounded) return;
  capability.minimum = mapping::Decimal();
  capability.maximum = mapping::Decimal::parse(most->second);
}

/// Shows the level in %, as for every bridge.
void show_brightness(const Leaf& leaf, Capability& capability) {
  const bool is_count = text_at(*leaf.expose, "unit").empty() && capability.maximum;
  if (text_at(*leaf.expose, "name") == "brightness" && is_count)
    set_share(capability, *capability.maximum, capability.minimum.value_or(mapping::Decimal()));
}

/// False if it cannot be shown.
bool read_class(const Leaf& leaf, Capability& capability, bool& in_quotes) {
  const std::string type = text_at(*leaf.expose, "type");
  const bool settable = (leaf.access & kSettable) != 0;
  in_quotes = false;
  if (type == "binary") {
    capability.kind = settable ? ADAPTER_BINARY_CONTROL : ADAPTER_BINARY_SENSOR;
    return read_binary(leaf, capability, in_quotes);
  }
  if (type == "enum") {
    capability.kind = settable ? ADAPTER_ENUM_CONTROL : ADAPTER_ENUM_SENSOR;
    return read_enumeration(leaf, capability, in_quotes);
  }
  if (type == "numeric") {
    capability.kind = settable ? ADAPTER_LEVEL_CONTROL : ADAPTER_LEVEL_SENSOR;
    read_level(leaf, capability);
    bound_color(leaf, capability);
    return true;
  }
  capability.kind = settable ? ADAPTER_TEXT_CONTROL : ADAPTER_TEXT_SENSOR;
  capability.conversion.type = ADAPTER_STRING;
  capability.conversion.json = type == "list";
  in_quotes = type == "text";
  return type == "list" || type == "text";
}

// ---- capabilities ---------------------------------------------------------------------------------------------------

/// "Power (1)" for endpoint 1; a leaf of a composite has its name first: "Color x".
std::string name_of(const Leaf& leaf) {
  const std::string own = text_at(*leaf.expose, "name", leaf.path.back());
  std::string name = text_at(*leaf.expose, "label", mapping::readable(own));
  if (leaf.path.size() > 1) name = mapping::readable(joined(leaf.path, ' '));
  const std::string endpoint = text_at(*leaf.expose, "endpoint");
  if (!endpoint.empty()) name += " (" + endpoint + ')';
  return name;
}

/// Its name in the table of words.
std::string word_of(const Leaf& leaf) {
  const std::string name = text_at(*leaf.expose, "name", leaf.path.back());
  if (leaf.kind == "lock" && name == "state") return "lock";
  return leaf.path.size() > 1 ? joined({leaf.path[leaf.path.size() - 2], name}, '_') : name;
}

/// Members that the bridge accepts only together: the x and y of a colour.
std::vector<std::string> companions_of(const Leaf& leaf, const std::vector<Leaf>& leaves) {
  std::vector<std::string> companions;
  for (const auto& [one, other] : {std::pair{"x", "y"}, std::pair{"y", "x"}}) {
    if (leaf.path.size() < 2 || leaf.path.back() != one) continue;
    Path path = leaf.path;
    path.back() = other;
    const auto found = std::find_if(leaves.begin(), leaves.end(), [&](const Leaf& l) { return l.path == path; });
    if (found != leaves.end() && (found->access & kPublished) != 0) companions.push_back(joined(path, '/'));
  }
  return companions;
}

mapping::Outcome<mapping::Template> payload_of(const Leaf& leaf, const Capability& capability, bool in_quotes) {
  std::string content = in_quotes ? "\"${value}\"" : "${value}";
  Path path = leaf.path;
  if (!capability.companions.empty()) {
    content = '{' + json_text(path.back()) + ':' + content;
    for (const std::string& companion : capability.companions) {
      content += ',' + json_text(companion.substr(companion.rfind('/') + 1)) + ":${" + companion + '}';
    }
    content += '}';
    path.pop_back();
  }
  return mapping::Template::parse(message_of(path, content), capability.companions);
}

/// A moving blind does not echo the command, and STOP never.
mapping::Confirm confirm_of(const Leaf& leaf) {
  const bool echoes = (leaf.access & kPublished) != 0 && leaf.kind != "cover";
  return echoes ? mapping::Confirm::state : mapping::Confirm::published;
}

std::optional<Capability> capability_of(const Leaf& leaf, const std::vector<Leaf>& leaves, const std::string& topic) {
  Capability capability;
  bool in_quotes = false;
  if (!read_class(leaf, capability, in_quotes)) return std::nullopt;
  capability.identity = joined(leaf.path, '/');
  capability.name = name_of(leaf);
  if ((leaf.access & (kPublished | kReadable)) != 0) {
    auto pointer = mapping::Pointer::parse(pointer_to(leaf.path));
    if (!pointer) return std::nullopt;
    const bool event = leaf.path.front() == "action" || leaf.path.front().starts_with("action_");
    capability.source = mapping::Source{mapping::Pattern::literal(topic), std::move(*pointer), event};
  }
  if ((leaf.access & kSettable) != 0) {
    capability.companions = companions_of(leaf, leaves);
    auto payload = payload_of(leaf, capability, in_quotes);
    if (!payload) return std::nullopt;
    capability.sink =
        mapping::Sink{mapping::Pattern::literal(topic + "/set"), std::move(*payload), kQos, false, confirm_of(leaf), 0};
  }
  if (text_at(*leaf.expose, "type") == "numeric") {
    set_unit(capability, text_at(*leaf.expose, "unit"));
    show_brightness(leaf, capability);
  }
  capability.type = mapping::type_of(capability.kind, word_of(leaf), capability.unit);
  return capability;
}

std::string device_type(const Finder& found) {
  for (const char* kind : {"lock", "climate", "cover", "fan", "light"}) {
    if (found.kinds.contains(kind)) return mapping::device_type_of(kind);
  }
  const auto switches = found.kinds.find("switch");
  if (switches != found.kinds.end())
    return switches->second > 1 ? mapping::device_type_of("power_strip") : std::string();
  const auto measures = [](const Leaf& leaf) {
    const std::string type = text_at(*leaf.expose, "type");
    return leaf.access == kPublished && (type == "numeric" || type == "binary") && leaf.path.front() != "battery" &&
           leaf.path.front() != "linkquality";
  };
  const bool sensor = std::any_of(found.leaves.begin(), found.leaves.end(), measures);
  return sensor ? mapping::device_type_of("sensor") : std::string();
}

}  // namespace

Exposed read_exposes(const json::array& exposes, const std::string& topic) {
  Exposed result;
  Finder found(result.left_out);
  found.find(exposes, {}, {});
  result.type = device_type(found);
  result.capabilities.reserve(found.leaves.size());
  for (const Leaf& leaf : found.leaves) {
    std::optional<Capability> capability = capability_of(leaf, found.leaves, topic);
    if (!capability || (!capability->source && !capability->sink)) {
      result.left_out.push_back(joined(leaf.path, '/') + (capability ? ": it is neither published nor settable"
                                                                     : ": its kind is unknown, or it has no values"));
      continue;
    }
    const bool asked = !leaf.kind.empty() && leaf.path.size() == 1 && (leaf.access & kReadable) != 0;
    if (asked && result.readable.size() < kMaxReadable) result.readable.push_back(leaf.path.front());
    result.capabilities.push_back(std::move(*capability));
  }
  return result;
}

}  // namespace adapters::mqtt::discovery
