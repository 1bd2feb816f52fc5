// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/tables/explain.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "adapters/mapping/devices/capability_values.hpp"
#include "adapters/mapping/devices/configured_device.hpp"

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxKeys = 12;
constexpr std::size_t kMaxFilters = 3;
constexpr std::size_t kMaxValue = 200;

std::string shortened(const std::string& text) {
  return text.size() <= kMaxValue ? text : text.substr(0, kMaxValue) + "...";
}

/// RFC 6901 again, of its first tokens.
std::string text_of(const std::vector<std::string>& tokens, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += '/';
    for (const char letter : tokens[i]) text += letter == '~' ? "~0" : letter == '/' ? "~1" : std::string(1, letter);
  }
  return text;
}

std::string listed(const std::vector<std::string>& words, std::size_t most) {
  std::string list;
  for (std::size_t i = 0; i < std::min(words.size(), most); ++i) list.append(i == 0 ? "" : ", ").append(words[i]);
  return words.size() > most ? list + ", ..." : list;
}

/// What is there instead: the names at the deepest part of the pointer that is an object.
std::string what_is_there(const Pointer& pointer, Payload& payload) {
  const std::vector<std::string>& tokens = pointer.tokens();
  for (std::size_t depth = tokens.size(); depth-- > 0;) {
    const std::string above = text_of(tokens, depth);
    std::size_t unnamed = 0;
    const auto members = payload.members(*Pointer::parse(above), std::nullopt, unnamed);
    if (!members) continue;
    std::vector<std::string> names;
    for (const Member& member : *members) names.push_back(member.identity);
    return names.empty() ? std::string() : "; " + (above.empty() ? "there" : above) + " is " + listed(names, kMaxKeys);
  }
  return {};
}

/// One mapping and one message.
class Explanation {
 public:
  Explanation(const Mapping& mapping, std::string_view address, std::string_view payload, const sdk::Say& say)
      : mapping_(mapping),
        address_(address),
        payload_(payload, mapping.limits()),
        decoded_(mapping.decode(address, payload_, false)),
        prefix_(mapping.label(address) + ": "),
        say_(say) {}

  bool run() {
    bool met = explain_parameters(kNoTable, "");
    for (std::size_t table = 0; table < mapping_.tables().size(); ++table) met = explain_table(table) || met;
    if (!met) return false;
    for (const std::string& reason : decoded_.rejected) {
      if (!told_.contains(reason)) say_(without_prefix(reason));
    }
    return true;
  }

 private:
  Update::Existence existence_of(std::size_t table) {
    for (const DeviceMessage& device : decoded_.devices) {
      if (device.table != table) continue;
      if (device.is_at_rows && payload_.empty()) return Update::Existence::remove;
      if (makes_device(mapping_, device, address_, payload_, false)) return Update::Existence::make;
    }
    for (const Update& update : decoded_.updates) {
      if (update.table == table && update.existence != Update::Existence::keep) return update.existence;
    }
    return Update::Existence::keep;
  }

  /// What the row is known by, from the first pattern of the table that the address matches.
  std::optional<std::string> row_of(std::size_t table) const {
    std::optional<Captures> captures = mapping_.tables()[table].rows.match(address_);
    for (const Parameter& parameter : mapping_.parameters()) {
      if (captures || parameter.table != table) continue;
      if (parameter.source) captures = parameter.source->address.match(address_);
      const bool answers = !captures && parameter.sink && parameter.sink->response;
      if (answers) captures = parameter.sink->response->address.match(address_);
    }
    for (const PresenceSource& source : mapping_.tables()[table].availability.sources) {
      if (!captures) captures = source.address.match(address_);
    }
    if (!captures) return std::nullopt;
    Captures ordered;
    for (const std::string& name : mapping_.tables()[table].rows.names()) {
      if (const std::string* value = find_capture(*captures, name)) ordered.push_back({name, *value});
    }
    return identity_of(ordered);
  }

  bool explain_table(std::size_t table) {
    const std::optional<std::string> row = row_of(table);
    if (!row) return false;
    const Table& rows = mapping_.tables()[table];
    const Update::Existence existence = existence_of(table);
    const bool is_single = mapping_.is_single(table);
    const std::string whose = row->empty() && !is_single ? "all" : *row;
    name_device(rows, *row);
    std::string line = rows.device ? "the device " + device_of(rows, whose) : rows.path + ".{i}., the row of " + whose;
    if (existence == Update::Existence::remove) {
      say_(line + ": is removed, as the payload is empty");
      return true;
    }
    const bool at_rows = rows.rows.match(address_).has_value();
    if (mapping_.rows_tell_presence()) {
      line += ", there once it has answered:";
    } else if (existence == Update::Existence::make) {
      line += ", made if it is not there:";
    } else {
      line += at_rows ? ", not made by this message, which has nothing that fits:" : ", once there is one:";
    }
    say_(line);
    if (!at_rows && !is_single && !mapping_.rows_tell_presence())
      say_("  a message at " + mapping_.label(rows.rows.text()) + " makes it");
    explain_admission();
    explain_presence_of(table);
    explain_parameters(table, "  ");
    return true;
  }

  /// What it is known by; the row as it is where less than all was captured.
  static std::string device_of(const Table& rows, const std::string& row) {
    const std::optional<Captures> captures = captures_of(row, rows.rows.names());
    return captures && !rows.device->identity.empty() ? substitute(rows.device->identity, *captures) : row;
  }

  void name_device(const Table& rows, const std::string& row) {
    const std::optional<Captures> captures = captures_of(row, rows.rows.names());
    device_ = {};
    if (!rows.device || !captures) return;
    device_.key.identity = device_of(rows, row);
    device_.name = rows.device->name.empty() ? device_.key.identity : substitute(rows.device->name, *captures);
  }

  void explain_admission() {
    if (device_.key.identity.empty()) return;
    const std::string why = mapping_.admission().why_not(device_.key.identity, device_.name);
    if (!why.empty()) say_("  it is not shown: " + why);
  }

  void explain_presence_of(std::size_t table) {
    for (const Update& update : decoded_.updates) {
      if (update.table != table) continue;
      for (const PresenceWord& word : update.said) say_("  " + explain_presence(word.presence));
    }
    if (!mapping_.is_of_devices(table)) return;
    for (const PresenceSource& source : mapping_.tables()[table].availability.sources) {
      if (source.address.match(address_)) say_("  " + explain_presence(presence_in(payload_, source)));
    }
  }

  bool explain_parameters(std::size_t table, const std::string& indent) {
    bool met = false;
    for (std::size_t i = 0; i < mapping_.parameters().size(); ++i) {
      const Parameter& parameter = mapping_.parameters()[i];
      if (parameter.table != table) continue;
      const bool is_here = parameter.source && parameter.source->address.match(address_);
      if (is_here) say_(indent + explain_parameter(parameter, i));
      const bool answers =
          parameter.sink && parameter.sink->response && parameter.sink->response->address.match(address_);
      if (answers) say_(indent + parameter.path + ": the answer to a set of it comes here");
      met = met || is_here || answers;
    }
    return met;
  }

  std::string explain_parameter(const Parameter& parameter, std::size_t index) {
    if (!parameter.capability) return parameter.path + outcome_of(parameter, index);
    DeviceDescription device = device_;
    device.capabilities.push_back(capability_of(mapping_, index));
    mapping_.notify_rules().complete(device);
    return explain_value(device.capabilities.front(), *parameter.source, payload_);
  }

  /// " = 21.4", or ": left as it is, ...".
  std::string outcome_of(const Parameter& parameter, std::size_t index) {
    const std::string complaint = complaint_of(parameter.path);
    for (const Update& update : decoded_.updates) {
      for (const ParameterValue& value : update.values) {
        if (value.parameter != index) continue;
        return " = " + shortened(value.text) + (complaint.empty() ? "" : " (shown and counted: " + complaint + ")");
      }
    }
    const std::optional<Pointer>& pointer = parameter.source->pointer;
    const auto text = parameter.conversion.to_acs(pointer ? payload_.at(*pointer) : payload_.whole());
    if (text && parameter.names_device) return " = " + shortened(*text);
    const Failure failure = text ? Failure{"it is not taken"} : text.error();
    return ": left as it is: " + why_left(pointer, payload_, failure);
  }

  /// What was counted as rejected of this parameter; not to be said a second time.
  std::string complaint_of(const std::string& path) {
    const std::string begin = prefix_ + path + ": ";
    std::string found;
    for (const std::string& reason : decoded_.rejected) {
      if (!reason.starts_with(begin)) continue;
      told_.insert(reason);
      found = reason.substr(begin.size());
    }
    return found;
  }

  std::string without_prefix(const std::string& reason) const {
    return reason.starts_with(prefix_) ? reason.substr(prefix_.size()) : reason;
  }

  const Mapping& mapping_;
  const std::string_view address_;
  Payload payload_;
  const Decoded decoded_;
  const std::string prefix_;
  const sdk::Say& say_;
  std::set<std::string> told_;  // of what was rejected
  DeviceDescription device_;    // that the present table is of, by identity and name
};

std::vector<std::string_view> levels_of(std::string_view address) {
  std::vector<std::string_view> levels;
  for (std::size_t begin = 0; begin <= address.size();) {
    const std::size_t end = std::min(address.find('/', begin), address.size());
    levels.push_back(address.substr(begin, end - begin));
    begin = end + 1;
  }
  return levels;
}

/// 0 for the same; a slip of the pen, which leaves the beginning, is nearer than another word.
std::size_t distance(std::string_view level, std::string_view filter) {
  constexpr std::size_t kAny = 1, kSlip = 2, kOther = 4;
  if (filter == "+") return kAny;
  if (filter == level) return 0;
  const auto same = std::mismatch(level.begin(), level.end(), filter.begin(), filter.end()).first - level.begin();
  return 2 * static_cast<std::size_t>(same) >= std::max(level.size(), filter.size()) ? kSlip : kOther;
}

/// Of the levels together; one that is more or less counts as another word.
std::size_t distance(const std::vector<std::string_view>& address, const std::vector<std::string_view>& filter) {
  const std::size_t common = std::min(address.size(), filter.size());
  std::size_t sum = 4 * (std::max(address.size(), filter.size()) - common);
  for (std::size_t i = 0; i < common; ++i) sum += distance(address[i], filter[i]);
  return sum;
}

/// Whether an MQTT subscription to the filter gets messages of the address.
bool takes(const std::vector<std::string_view>& filter, const std::vector<std::string_view>& address) {
  std::size_t i = 0;
  for (; i < filter.size(); ++i) {
    if (filter[i] == "#") return true;
    if (i >= address.size() || (filter[i] != "+" && filter[i] != address[i])) return false;
  }
  return i == address.size();
}

}  // namespace

bool explain(const Mapping& mapping, std::string_view address, std::string_view payload, const sdk::Say& say) {
  const bool met = Explanation(mapping, address, payload, say).run();
  Payload message(payload, mapping.limits());
  const RowsOfMessage found = mapping.rows_in(address, message);
  for (const std::string& reason : found.rejected) say(reason);
  for (const RowsOfMessage::Row& row : found.rows) (void)explain(mapping, row.address, row.document, say);
  if (found.is_here && found.rows.empty() && found.rejected.empty()) say("it has no row: nothing is at their pointer");
  return met || found.is_here;
}

std::string why_left(const std::optional<Pointer>& pointer, Payload& payload, const Failure& failure) {
  if (!pointer) return failure.reason;
  if (!payload.is_json()) return payload.why_not_json();
  const std::string place =
      pointer->tokens().empty() ? "the document" : text_of(pointer->tokens(), pointer->tokens().size());
  switch (payload.at(*pointer).kind) {
    case Scalar::Kind::missing: return "there is nothing at " + place + what_is_there(*pointer, payload);
    case Scalar::Kind::null: return place + " is null";
    case Scalar::Kind::container: return place + " is no single value" + what_is_there(*pointer, payload);
    case Scalar::Kind::boolean:
    case Scalar::Kind::number:
    case Scalar::Kind::text: break;
  }
  return "at " + place + ", " + failure.reason;
}

std::string explain_presence(const Outcome<adapter_presence>& presence) {
  constexpr std::array kWords{"nothing is said of it being there", "it is online", "it is offline"};
  return presence ? kWords.at(*presence) : presence.error().reason;
}

bool explain_stranger(std::string_view address, const std::string& shown, const std::vector<std::string>& filters,
                      const sdk::Say& say) {
  const auto levels = levels_of(address);
  if (std::any_of(filters.begin(), filters.end(),
                  [&](const std::string& filter) { return takes(levels_of(filter), levels); })) {
    say("nothing here is about " + shown + " with this payload; other payloads there are read");
    return true;
  }
  std::vector<std::pair<std::size_t, std::size_t>> nearest;  // how far, and which
  for (std::size_t i = 0; i < filters.size(); ++i) nearest.emplace_back(distance(levels, levels_of(filters[i])), i);
  std::sort(nearest.begin(), nearest.end());
  say("nothing here is about " + shown +
      (nearest.empty() ? "; there is nothing to listen to" : "; the nearest that is:"));
  for (std::size_t i = 0; i < std::min(nearest.size(), kMaxFilters); ++i) say("  " + filters[nearest[i].second]);
  return false;
}

}  // namespace adapters::mapping
