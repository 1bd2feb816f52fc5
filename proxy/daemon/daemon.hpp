// SPDX-License-Identifier: Apache-2.0
#pragma once
// The daemon as main() sees it. Everything it is made of is wired together in daemon.cpp.
// Thread: the main thread

#include <filesystem>
#include <iosfwd>
#include <stdexcept>

namespace proxy::daemon {

/// what() has one line for each mistake: "file:line:column: key.path: message".
class ConfigurationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Checks the file, all it includes, and the adapters' own sections; starts nothing. Warnings and, at the end, a line
/// that all is well go to `out`. Throws ConfigurationError.
void check_config(const std::filesystem::path& file, std::ostream& out);

/// Runs until SIGTERM or SIGINT; SIGHUP reloads. Throws ConfigurationError, or another exception if it cannot start.
void run(const std::filesystem::path& file);

}  // namespace proxy::daemon
