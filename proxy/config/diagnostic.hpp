// SPDX-License-Identifier: Apache-2.0
#pragma once
// Errors and warnings of a configuration, with their positions. One run collects all of them.
// Thread: any, one object at a time

#include "proxy/config/yaml/node.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::config {

struct Position {
  std::string file;
  std::uint32_t line = 1, column = 1;
  bool operator==(const Position&) const = default;
};

Position position(const Node& node);      ///< of the value
Position key_position(const Node& node);  ///< of the key

struct Diagnostic {
  enum class Severity { error, warning };

  Severity severity = Severity::error;
  Position at;
  std::string path;     ///< "acs.periodic_inform.interval_s", "adapters[0].mount"; empty: the file itself
  std::string message;  ///< one line, without any secret
  bool operator==(const Diagnostic&) const = default;
};

/// "tr069-proxy.yaml:7:3: acs.url: must begin with http:// or https://"; a warning has "warning: " after the position.
std::string to_string(const Diagnostic& diagnostic);

/// Keeps an error once, even if it is found twice: an adapter's section is checked a second time with the adapter's own
/// table of keys.
class Diagnostics {
 public:
  /// More errors are only counted.
  static constexpr std::size_t kMaxErrors = 200;

  void error(Position at, std::string path, std::string message);
  void warning(Position at, std::string path, std::string message);

  /// Whether there is an error. Warnings do not count.
  bool failed() const { return errors_ != 0; }
  const std::vector<Diagnostic>& entries() const { return entries_; }
  /// Sorts by file, in the order in which the files were read, and then by position.
  void sort();
  /// One line each, and a last line with the number of further errors, if any.
  std::string text() const;

 private:
  void add(Diagnostic diagnostic);

  std::vector<Diagnostic> entries_;
  std::size_t errors_ = 0, dropped_ = 0;
};

/// The text in double quotes for a message, with control characters escaped, shortened after 60 bytes.
std::string quote(std::string_view text);
/// The scalar of the node in quotes; for a secret a fixed text in place of the value.
std::string quote(const Node& node);

}  // namespace proxy::config
