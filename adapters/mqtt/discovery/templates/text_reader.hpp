// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the words of an expression from left to right.
// Thread: pure

#include <optional>
#include <string>
#include <string_view>

#include "adapters/mqtt/discovery/templates/node.hpp"

namespace adapters::mqtt::discovery {

std::string_view trimmed(std::string_view text);

class TextReader {
 public:
  explicit TextReader(std::string_view text) : rest_(text) {}

  std::string_view rest() const { return rest_; }
  void go_back(std::string_view rest) { rest_ = rest; }
  bool at_end();
  /// The next character; NUL at the end. White space is not skipped.
  char front() const { return rest_.empty() ? '\0' : rest_.front(); }
  /// Takes the sign or the whole word, if it is next.
  bool take(std::string_view word);
  /// Letters, digits and '_'; may be empty.
  std::string_view take_name();
  /// The text between two quotes. A backslash in it is not supported.
  std::optional<std::string> take_string();
  std::optional<std::string> take_number();
  /// A text, a number, true, false or none, as a constant.
  std::optional<Node> take_literal();

 private:
  void skip_space();

  std::string_view rest_;
};

}  // namespace adapters::mqtt::discovery
