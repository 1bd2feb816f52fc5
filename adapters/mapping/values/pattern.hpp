// SPDX-License-Identifier: Apache-2.0
#pragma once
// Addresses of levels separated by '/', some of which are captured by a name: "zigbee2mqtt/{name}/availability".
// Thread: pure

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/values/outcome.hpp"

namespace adapters::mapping {

struct Capture {
  std::string name;
  std::string value;
  bool operator==(const Capture&) const = default;
};
using Captures = std::vector<Capture>;

/// Null where no capture has the name.
const std::string* find_capture(const Captures& captures, std::string_view name);

/// What a row is known by: the values of its captures, whatever their names. None has a '/', so nothing runs together.
std::string identity_of(const Captures& captures);
/// In bytes; the host takes no longer one, be it of a row, a device or a capability.
inline constexpr std::size_t kMaxIdentity = 256;
/// What identity_of() has made the identity of; nothing if it was made of other captures.
std::optional<Captures> captures_of(std::string_view identity, const std::vector<std::string>& names);

/// The text with each {name} replaced by what was captured; a brace that names nothing stays as it is.
std::string substitute(std::string_view text, const Captures& captures);
/// The first {name} in the text that is none of the names; braces around what can be no name are text.
std::optional<std::string> unknown_name(std::string_view text, const std::vector<std::string>& names);

class Pattern {
 public:
  Pattern() = default;
  /// A name is letters, digits and '_', stands for one whole level and stands once. The wildcards + and # are refused.
  static Outcome<Pattern> parse(std::string_view text);
  /// The same of a filter, in which a level "+" matches any one and captures nothing.
  static Outcome<Pattern> parse_filter(std::string_view text);
  /// The same of a file's path, in which + and # are characters like others.
  static Outcome<Pattern> parse_path(std::string_view text);
  /// The address as it is: braces in it mean nothing.
  static Pattern literal(std::string_view address);
  /// One more level below the address, captured by the name.
  static Pattern below(std::string_view address, std::string name);

  const std::string& text() const { return text_; }
  /// In the order in which they stand.
  const std::vector<std::string>& names() const { return names_; }
  bool is_exact() const { return names_.empty(); }
  /// What an MQTT subscription says: "zigbee2mqtt/+/availability".
  std::string filter() const;

  /// A level that is captured is not empty. As MQTT has it, a capture in the first level does not match one with '$'.
  std::optional<Captures> match(std::string_view address) const;
  /// The address for these captures; nothing if one of the names is not among them.
  std::optional<std::string> address(const Captures& captures) const;
  bool operator==(const Pattern&) const = default;

 private:
  struct Level {
    bool captured;
    std::string text;  // the name, if it is captured
    bool operator==(const Level&) const = default;
  };
  static Outcome<Pattern> of_levels(std::string_view text);

  std::string text_;
  std::vector<Level> levels_;  // none: the text says it all
  std::vector<std::string> names_;
};

}  // namespace adapters::mapping
