// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is wrong in a configuration, with its position: collected over the whole run, so that one run tells all.
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
  std::string path;     ///< "acs.periodic_inform.interval_s", "adapters[0].mount"; empty for the file itself
  std::string message;  ///< one line, without any secret
  bool operator==(const Diagnostic&) const = default;
};

/// "tr069-proxy.yaml:7:3: acs.url: must begin with http:// or https://"; a warning says so after the position.
std::string to_string(const Diagnostic& diagnostic);

/// The same mistake found a second time, as when an adapter's section is checked again with the adapter's rows, is kept
/// once.
class Diagnostics {
 public:
  /// Errors past this many are counted, not kept.
  static constexpr std::size_t kMaxErrors = 200;

  void error(Position at, std::string path, std::string message);
  void warning(Position at, std::string path, std::string message);

  /// Whether there is an error; warnings do not fail.
  bool failed() const { return errors_ != 0; }
  const std::vector<Diagnostic>& entries() const { return entries_; }
  /// Orders them by file, in the order in which the files were met, and then by position.
  void sort();
  /// One line each, and a last one if some were not kept.
  std::string text() const;

 private:
  void add(Diagnostic diagnostic);

  std::vector<Diagnostic> entries_;
  std::size_t errors_ = 0, dropped_ = 0;
};

/// The text in double quotes for a message: control characters escaped, cut after 60 bytes.
std::string quote(std::string_view text);
/// The scalar of the node in quotes, or words in its place if it is a secret.
std::string quote(const Node& node);

}  // namespace proxy::config
