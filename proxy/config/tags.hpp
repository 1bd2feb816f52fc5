// SPDX-License-Identifier: Apache-2.0
#pragma once
// The tags that a scalar of the configuration may carry: !env, !file and !secret.
// Thread: one at a time

#include "proxy/config/diagnostic.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::config {

class Tags {
 public:
  /// `directory`: where secrets.yaml is looked for, which happens with the first !secret.
  explicit Tags(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// What a tagged scalar stands for; nullopt after an error has been reported at `node`.
  std::optional<std::string> resolve(std::string_view tag, const Node& node, const std::string& path,
                                     Diagnostics& diagnostics);

 private:
  /// The text, or why there is none.
  struct Resolved {
    std::optional<std::string> text;
    std::string problem;
  };

  static Resolved environment(const std::string& scalar);
  static Resolved file(const Node& node);
  Resolved secret(const std::string& name, Diagnostics& diagnostics);
  void load_secrets(Diagnostics& diagnostics);

  std::filesystem::path directory_;
  std::optional<std::map<std::string, std::string>> secrets_;
};

}  // namespace proxy::config
