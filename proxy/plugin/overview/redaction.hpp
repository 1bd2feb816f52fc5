// SPDX-License-Identifier: Apache-2.0
#pragma once
// Takes secrets out of the texts that an adapter reports: those of its section of the configuration, and what stands
// before the @ of a URL.
// Thread: pure

#include "proxy/config/yaml/node.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace proxy::plugin {

class Redaction {
 public:
  static constexpr std::size_t kMaxCharacters = 256;

  /// `section` has its secrets marked.
  explicit Redaction(const config::Nodes& section);

  /// The text, shortened to kMaxCharacters.
  std::string operator()(std::string_view text) const;
  /// The whole text.
  std::string masked(std::string_view text) const;

 private:
  std::vector<std::string> secrets_;  ///< the longest first
};

}  // namespace proxy::plugin
