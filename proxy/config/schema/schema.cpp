// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/schema/schema.hpp"

#include "proxy/base/edit_distance.hpp"
#include "proxy/base/lower_case.hpp"
#include "proxy/config/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace proxy::config {
namespace {

using Kind = Option::Kind;

std::string join(std::string_view path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

std::string_view noun(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null: return "nothing";
    case Node::Kind::list: return "a list";
    case Node::Kind::map: return "a map";
    case Node::Kind::scalar: break;
  }
  return "a single value";
}

/// The option with the most similar key, if it is similar enough for a typing error; else null.
const Option* nearest(std::string_view word, std::span<const Option> options) {
  constexpr std::size_t kMaxKeyLength = 40;
  return word.size() > kMaxKeyLength ? nullptr : base::nearest_word(word, options, &Option::key);
}

class Validator {
 public:
  Validator(const Nodes& nodes, Diagnostics& diagnostics) : nodes_(nodes), diagnostics_(diagnostics) {}

  void check_map(const Node& map, std::span<const Option> options, bool more_keys, const std::string& path) {
    if (map.unresolved) return;
    if (map.kind != Node::Kind::map) return wrong_kind(map, "a map of keys", path);
    for (auto index = map.first_child; index != kNoNode; index = nodes_[index].next) {
      const auto& entry = nodes_[index];
      const auto row = std::find_if(options.begin(), options.end(),
                                    [&entry](const Option& option) { return option.key == entry.key; });
      if (row != options.end()) {
        check_value(entry, *row, join(path, row->key));
      } else if (!more_keys) {
        unknown_key(entry, options, path);
      }
    }
    for (const auto& option : options) {
      if (option.required && !has_value(map, option)) {
        diagnostics_.error(position(map), join(path, option.key), "is required");
      }
    }
  }

 private:
  /// Reports a key without a value, except for lists and maps, which may be empty.
  bool has_value(const Node& map, const Option& option) const {
    for (auto index = map.first_child; index != kNoNode; index = nodes_[index].next) {
      if (nodes_[index].key == option.key) return nodes_[index].kind != Node::Kind::null || !is_group(option.kind);
    }
    return false;
  }

  static bool is_group(Kind kind) { return kind == Kind::map || kind == Kind::list || kind == Kind::words; }

  void unknown_key(const Node& entry, std::span<const Option> options, const std::string& path) {
    const Option* meant = nearest(entry.key, options);
    diagnostics_.error(key_position(entry), path,
                       "unknown key " + quote(entry.key) +
                           (meant == nullptr ? std::string() : fmt::format("; did you mean \"{}\"?", meant->key)));
  }

  void wrong_kind(const Node& node, std::string_view expected, const std::string& path) {
    diagnostics_.error(position(node), path, fmt::format("must be {}, not {}", expected, noun(node)));
  }

  void check_value(const Node& node, const Option& option, const std::string& path) {
    if (node.unresolved || (node.kind == Node::Kind::null && is_group(option.kind))) return;
    switch (option.kind) {
      case Kind::map: return check_map(node, option.children, option.more_keys, path);
      case Kind::list: return check_list(node, option, path);
      case Kind::words: return check_words(node, option, path);
      default: return check_scalar(node, option, path);
    }
  }

  void check_list(const Node& node, const Option& option, const std::string& path) {
    if (node.kind != Node::Kind::list) {
      return wrong_kind(node, option.children.empty() ? "a list" : "a list of maps", path);
    }
    std::size_t number = 0;
    for (auto index = node.first_child; index != kNoNode; index = nodes_[index].next) {
      const auto entry_path = fmt::format("{}[{}]", path, number++);
      const auto& entry = nodes_[index];
      if (!option.children.empty()) {
        check_map(entry, option.children, option.more_keys, entry_path);
      } else if (entry.kind != Node::Kind::scalar) {
        wrong_kind(entry, "a single value", entry_path);
      } else {
        check_choice(entry, option, entry_path);
      }
    }
  }

  void check_words(const Node& node, const Option& option, const std::string& path) {
    if (node.kind != Node::Kind::map) return wrong_kind(node, "a map of words", path);
    for (auto index = node.first_child; index != kNoNode; index = nodes_[index].next) {
      const auto& entry = nodes_[index];
      if (entry.kind != Node::Kind::scalar) {
        wrong_kind(entry, "a single value", join(path, entry.key));
      } else {
        check_choice(entry, option, join(path, entry.key));
      }
    }
  }

  void check_scalar(const Node& node, const Option& option, const std::string& path) {
    if (node.kind == Node::Kind::null) {
      return diagnostics_.error(position(node), path,
                                "has no value: leave the key out, or write \"\" for an empty text");
    }
    if (node.kind != Node::Kind::scalar) return wrong_kind(node, "a single value", path);
    if (option.kind == Kind::boolean) return check_boolean(node, path);
    if (option.kind == Kind::integer || option.kind == Kind::decimal) return check_number(node, option, path);
    check_choice(node, option, path);
  }

  void check_choice(const Node& node, const Option& option, const std::string& path) {
    if (option.choices.empty() || node.unresolved) return;
    const bool one_word = !node.scalar.empty() && node.scalar.find(' ') == std::string::npos;
    const auto words = fmt::format(" {} ", option.choices);
    if (one_word && words.find(fmt::format(" {} ", node.scalar)) != std::string::npos) return;
    std::string listed;
    for (const char letter : option.choices) listed += letter == ' ' ? std::string(", ") : std::string(1, letter);
    diagnostics_.error(position(node), path, fmt::format("must be one of {}, not {}", listed, quote(node)));
  }

  void check_boolean(const Node& node, const std::string& path) {
    if (!node.quoted && (node.scalar == "true" || node.scalar == "false")) return;
    const std::string lower = base::lower_case(node.scalar);
    constexpr std::array<std::string_view, 4> kYes{"true", "yes", "on", "1"};
    constexpr std::array<std::string_view, 4> kNo{"false", "no", "off", "0"};
    std::string hint;
    if (node.secret) {
      hint.clear();
    } else if (node.quoted && (node.scalar == "true" || node.scalar == "false")) {
      hint = "; remove the quotes";
    } else if (std::find(kYes.begin(), kYes.end(), lower) != kYes.end()) {
      hint = "; did you mean true?";
    } else if (std::find(kNo.begin(), kNo.end(), lower) != kNo.end()) {
      hint = "; did you mean false?";
    }
    diagnostics_.error(position(node), path, "must be true or false, not " + quote(node) + hint);
  }

  void check_number(const Node& node, const Option& option, const std::string& path) {
    const bool whole = option.kind == Kind::integer;
    const auto integer = whole ? parse_integer(node.scalar) : std::nullopt;
    const auto number =
        whole ? (integer ? std::optional(static_cast<double>(*integer)) : std::nullopt) : parse_decimal(node.scalar);
    if (!number || node.quoted) {
      return diagnostics_.error(position(node), path,
                                fmt::format("must be a {}, not {}{}", whole ? "whole number" : "number", quote(node),
                                            number_hint(node, number.has_value())));
    }
    const bool bounded = option.minimum != 0 || option.maximum != 0;
    if (!bounded || (*number >= option.minimum && *number <= option.maximum)) return;
    diagnostics_.error(
        position(node), path,
        fmt::format("must be from {} to {}{}{}, not {}", fmt::format("{:.15g}", option.minimum),
                    fmt::format("{:.15g}", option.maximum), option.unit.empty() ? "" : " ", option.unit, quote(node)));
  }

  static std::string_view number_hint(const Node& node, bool is_number) {
    if (node.quoted && is_number) return "; remove the quotes";
    const auto digits = std::string_view(node.scalar).substr(node.scalar.starts_with('-') ? 1 : 0);
    const bool zero = digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9';
    if (zero && !node.secret) return "; remove the leading zeros: they could mean octal";
    return "";
  }

  const Nodes& nodes_;
  Diagnostics& diagnostics_;
};

/// Calls `found` with the index of each node whose key is a secret.
template <class Function>
void for_each_secret(const Nodes& nodes, std::uint32_t root, std::span<const Option> options, const Function& found) {
  if (nodes[root].kind != Node::Kind::map) return;
  for (auto index = nodes[root].first_child; index != kNoNode; index = nodes[index].next) {
    const auto row = std::find_if(options.begin(), options.end(),
                                  [&](const Option& option) { return option.key == nodes[index].key; });
    if (row == options.end()) continue;
    if (row->kind == Kind::secret) found(index);
    if (row->kind == Kind::map) for_each_secret(nodes, index, row->children, found);
    if (row->kind != Kind::list || nodes[index].kind != Node::Kind::list) continue;
    for (auto entry = nodes[index].first_child; entry != kNoNode; entry = nodes[entry].next) {
      for_each_secret(nodes, entry, row->children, found);
    }
  }
}

constexpr const char* kReadableSecret =
    "all users can read this file, and it has a secret: change its mode to 600, or use !secret";

}  // namespace

void mark_secrets(Nodes& nodes, std::uint32_t root, std::span<const Option> options) {
  for_each_secret(nodes, root, options, [&](std::uint32_t index) { nodes[index].secret = true; });
}

void warn_of_readable_secrets(const Nodes& nodes, std::uint32_t root, std::span<const Option> options,
                              Diagnostics& diagnostics) {
  for_each_secret(nodes, root, options, [&](std::uint32_t index) {
    const Node& node = nodes[index];
    const bool is_written_here = node.kind == Node::Kind::scalar && !node.secret && !node.scalar.empty();
    if (!is_written_here || !others_may_read(*node.file)) return;
    const bool is_known = std::ranges::any_of(diagnostics.entries(), [&](const Diagnostic& entry) {
      return entry.at.file == *node.file && entry.message == kReadableSecret;
    });
    if (!is_known) diagnostics.warning(key_position(node), {}, kReadableSecret);
  });
}

void validate(const Nodes& nodes, std::uint32_t root, std::span<const Option> options, Diagnostics& diagnostics,
              std::string_view path) {
  Validator(nodes, diagnostics).check_map(nodes[root], options, false, std::string(path));
}

}  // namespace proxy::config
