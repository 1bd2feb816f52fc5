// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/values/pattern.hpp"

#include <algorithm>

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxAddress = 65535;  // what MQTT can carry

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// Takes the first level off the text.
std::string_view take_level(std::string_view& rest, bool& more) {
  const std::size_t slash = rest.find('/');
  const std::string_view level = rest.substr(0, slash);
  more = slash != std::string_view::npos;
  rest.remove_prefix(more ? slash + 1 : rest.size());
  return level;
}

}  // namespace

const std::string* find_capture(const Captures& captures, std::string_view name) {
  for (const Capture& capture : captures) {
    if (capture.name == name) return &capture.value;
  }
  return nullptr;
}

std::string identity_of(const Captures& captures) {
  std::string identity;
  for (const Capture& capture : captures) {
    if (&capture != &captures.front()) identity += '/';
    identity += capture.value;
  }
  return identity;
}

std::optional<Captures> captures_of(std::string_view identity, const std::vector<std::string>& names) {
  Captures captures;
  std::string_view rest = identity;
  for (const std::string& name : names) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    if (slash == 0) return std::nullopt;
    captures.push_back({name, std::string(rest.substr(0, slash))});
    rest.remove_prefix(std::min(slash + 1, rest.size()));
  }
  return identity_of(captures) == identity ? std::optional(std::move(captures)) : std::nullopt;
}

std::string substitute(std::string_view text, const Captures& captures) {
  std::string result;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string* value = find_capture(captures, text.substr(open + 1, close - open - 1));
    const std::size_t taken = value == nullptr ? open + 1 : close + 1;
    result += text.substr(0, value == nullptr ? taken : open);
    if (value != nullptr) result += *value;
    text.remove_prefix(taken);
  }
  return result.append(text);
}

std::optional<std::string> unknown_name(std::string_view text, const std::vector<std::string>& names) {
  for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
    const std::string_view name = text.substr(open + 1, text.find('}', open) - open - 1);
    const bool closed = open + 1 + name.size() < text.size();
    if (closed && is_name(name) && std::find(names.begin(), names.end(), name) == names.end()) return std::string(name);
  }
  return std::nullopt;
}

Outcome<Pattern> Pattern::parse(std::string_view text) {
  if (text.find_first_of("+#") != std::string_view::npos) {
    return Failure{"an address has no wildcards: write {name} for a level that varies"};
  }
  return of_levels(text);
}

Outcome<Pattern> Pattern::parse_filter(std::string_view text) {
  Outcome<Pattern> pattern = of_levels(text);
  if (!pattern) return pattern;
  for (Level& level : pattern->levels_) {
    if (level.text == "+") {
      level = {true, {}};
    } else if (!level.captured && level.text.find_first_of("+#") != std::string::npos) {
      return Failure{"the only wildcard is +, which stands for one whole level"};
    }
  }
  return pattern;
}

Outcome<Pattern> Pattern::parse_path(std::string_view text) { return of_levels(text); }

Pattern Pattern::literal(std::string_view address) {
  Pattern pattern;
  pattern.text_ = address;
  return pattern;
}

Pattern Pattern::below(std::string_view address, std::string name) {
  Pattern pattern = literal(address);
  bool more = true;
  while (more) pattern.levels_.push_back({false, std::string(take_level(address, more))});
  pattern.text_ += "/{" + name + '}';
  pattern.levels_.push_back({true, name});
  pattern.names_.push_back(std::move(name));
  return pattern;
}

Outcome<Pattern> Pattern::of_levels(std::string_view text) {
  if (text.empty()) return Failure{"the address is empty"};
  if (text.size() > kMaxAddress) return Failure{"the address is longer than 65535 bytes"};
  if (text.find('\0') != std::string_view::npos) return Failure{"there is a NUL in the address"};
  Pattern pattern;
  pattern.text_ = text;
  bool more = true;
  while (more) {
    const std::string_view level = take_level(text, more);
    if (level.find_first_of("{}") == std::string_view::npos) {
      pattern.levels_.push_back({false, std::string(level)});
      continue;
    }
    if (!level.starts_with('{') || !level.ends_with('}') || !is_name(level.substr(1, level.size() - 2))) {
      return Failure{"{name} stands for one whole level, and a name is letters, digits and _"};
    }
    std::string name(level.substr(1, level.size() - 2));
    if (std::find(pattern.names_.begin(), pattern.names_.end(), name) != pattern.names_.end()) {
      return Failure{"{" + name + "} stands twice in the address"};
    }
    pattern.levels_.push_back({true, name});
    pattern.names_.push_back(std::move(name));
  }
  return pattern;
}

std::string Pattern::filter() const {
  if (levels_.empty()) return text_;
  std::string filter;
  for (const Level& level : levels_) {
    if (&level != &levels_.front()) filter += '/';
    filter += level.captured ? "+" : level.text;
  }
  return filter;
}

std::optional<Captures> Pattern::match(std::string_view address) const {
  if (levels_.empty()) return address == text_ ? std::optional(Captures{}) : std::nullopt;
  if (address.starts_with('$') && !levels_.empty() && levels_.front().captured) return std::nullopt;
  Captures captures;
  bool more = true;
  for (const Level& level : levels_) {
    if (!more) return std::nullopt;
    const std::string_view found = take_level(address, more);
    if (!level.captured) {
      if (found != level.text) return std::nullopt;
    } else {
      if (found.empty()) return std::nullopt;
      if (!level.text.empty()) captures.push_back({level.text, std::string(found)});
    }
  }
  if (more) return std::nullopt;
  return captures;
}

std::optional<std::string> Pattern::address(const Captures& captures) const {
  if (levels_.empty()) return text_;
  std::string address;
  for (const Level& level : levels_) {
    if (&level != &levels_.front()) address += '/';
    const std::string* text = level.captured ? find_capture(captures, level.text) : &level.text;
    if (text == nullptr) return std::nullopt;
    address += *text;
  }
  return address;
}

}  // namespace adapters::mapping
