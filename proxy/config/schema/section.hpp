// SPDX-License-Identifier: Apache-2.0
#pragma once
// Takes values out of one map of a checked document, and reports those that break a rule.
// Thread: one at a time

#include "proxy/config/diagnostic.hpp"
#include "proxy/config/rules.hpp"
#include "proxy/config/secret.hpp"
#include "proxy/config/yaml/node.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::config {

/// What is wrong with a text; empty if nothing is.
using Rule = std::string (*)(std::string_view);

/// The rule for a text without control characters, with `least` to `most` characters.
template <std::size_t least, std::size_t most>
std::string text_rule(std::string_view text) {
  return check_text(text, least, most);
}

/// One map. If a key is absent, or validate() has rejected its value, read() leaves the default as it is.
class Section {
 public:
  /// `map` may be kNoNode: then every key is absent.
  Section(const Nodes& nodes, std::uint32_t map, std::string path, Diagnostics& diagnostics)
      : nodes_(nodes), map_(map), path_(std::move(path)), diagnostics_(diagnostics) {}

  Section below(std::string_view key) const;
  bool has(std::string_view key) const { return find(nodes_, map_, key) != kNoNode; }
  /// The scalar of the key; null if the key is absent or not a scalar.
  const Node* scalar(std::string_view key) const;

  /// Returns whether the key has a text that satisfies the rule.
  bool read(std::string_view key, std::string& to, Rule rule) const;
  void read(std::string_view key, Secret& to) const;
  /// A relative path is relative to the folder of the file that contains it.
  void read(std::string_view key, std::filesystem::path& to) const;
  void read(std::string_view key, bool& to) const;
  void read(std::string_view key, unsigned& to) const;
  void read(std::string_view key, std::chrono::seconds& to) const;
  void read(std::string_view key, std::vector<std::string>& to) const;

  /// Reports at the value of the key, or at the map if it is absent.
  void error(std::string_view key, std::string message) const;
  /// The same for a warning; nothing if the key is absent.
  void warning(std::string_view key, std::string message) const;

 private:
  std::string path_to(std::string_view key) const;

  const Nodes& nodes_;
  std::uint32_t map_;
  std::string path_;
  Diagnostics& diagnostics_;
};

}  // namespace proxy::config
