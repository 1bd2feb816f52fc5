// SPDX-License-Identifier: Apache-2.0
#pragma once
// A password or another secret: a string that cannot get into a log line, format string or stream by accident.
// Thread: any

#include <string>
#include <utility>

namespace proxy::config {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  /// The text itself. Never for a log.
  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const Secret&) const = default;

 private:
  std::string text_;
};

}  // namespace proxy::config
