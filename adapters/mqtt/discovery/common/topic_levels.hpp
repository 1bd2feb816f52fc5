// SPDX-License-Identifier: Apache-2.0
#pragma once
// Splits a topic into its levels.
// Thread: pure

#include <string_view>
#include <vector>

namespace adapters::mqtt::discovery {

inline std::vector<std::string_view> levels_of(std::string_view topic) {
  std::vector<std::string_view> levels;
  for (std::size_t slash = topic.find('/'); slash != std::string_view::npos; slash = topic.find('/')) {
    levels.push_back(topic.substr(0, slash));
    topic.remove_prefix(slash + 1);
  }
  levels.push_back(topic);
  return levels;
}

}  // namespace adapters::mqtt::discovery
