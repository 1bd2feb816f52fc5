// SPDX-License-Identifier: Apache-2.0
#pragma once
// The tags of scalars: !env, !file and !secret; in a downloaded file also !masked.
// Thread: one at a time

#include "proxy/config/diagnostic.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proxy::config {

/// Stands for the present value of the key, which an upload does not show.
inline constexpr std::string_view kMasked = "!masked";

class Tags {
 public:
  /// `directory` has secrets.yaml, which is read with the first !secret.
  explicit Tags(std::filesystem::path directory) : directory_(std::move(directory)) {}
  /// For a downloaded file: only the tags in `allowed`, and !masked.
  Tags(std::filesystem::path directory, std::vector<std::string> allowed)
      : directory_(std::move(directory)), allowed_(std::move(allowed)) {}

  bool takes_masked() const { return allowed_.has_value(); }

  /// The value of a tagged scalar; nullopt after it has reported an error at `node`.
  std::optional<std::string> resolve(std::string_view tag, const Node& node, const std::string& path,
                                     Diagnostics& diagnostics);

 private:
  /// The text, or the problem.
  struct Resolved {
    std::optional<std::string> text;
    std::string problem;
  };

  static Resolved environment(const std::string& scalar);
  static Resolved file(const Node& node);
  Resolved secret(const std::string& name, Diagnostics& diagnostics);
  void load_secrets(Diagnostics& diagnostics);

  bool is_refused(std::string_view tag) const;

  std::filesystem::path directory_;
  std::optional<std::vector<std::string>> allowed_;  ///< none: all
  std::optional<std::map<std::string, std::string>> secrets_;
};

}  // namespace proxy::config
