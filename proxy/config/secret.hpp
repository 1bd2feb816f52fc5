// SPDX-License-Identifier: Apache-2.0
#pragma once
// A password or the like: a string that no log line, format string or stream takes by accident.
// Thread: any

#include <string>
#include <utility>

namespace proxy::config {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  /// The text itself, for the one place that needs it: never for a log.
  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const Secret&) const = default;

 private:
  std::string text_;
};

}  // namespace proxy::config
