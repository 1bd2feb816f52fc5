// SPDX-License-Identifier: Apache-2.0
#pragma once
// The daemon as main() sees it. application.cpp builds the components and connects them.
// Thread: the main thread

#include "proxy/base/clock.hpp"

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <stdexcept>
#include <string>

namespace proxy::daemon {

/// what() has one line for each mistake: "file:line:column: key.path: message".
class ConfigurationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What --check-config makes of a warning.
enum class Warnings { allowed, errors };

/// Checks the file, all it includes, and the adapters' own sections; starts nothing. Warnings and, at the end, a line
/// that all is well go to `out`. Throws ConfigurationError.
void check_config(const std::filesystem::path& file, Warnings warnings, std::ostream& out);

/// Prints the configuration of the file and all it includes, with its secrets masked. Throws ConfigurationError if the
/// file has errors: what cannot be read cannot be masked.
void show_config(const std::filesystem::path& file, std::ostream& out);

/// A document that describes the tree of the daemon that runs with this configuration, `which` as the command
/// data-model of tr069-proxyctl names it. Throws ConfigurationError, or std::runtime_error if no daemon runs.
std::string model_document(const std::filesystem::path& file, const std::string& which);

enum class End { by_signal, to_start_again };

class Application;

/// Builds the application that run() runs, after a requested factory reset. Throws as run() does; the clock
/// outlives the application.
std::unique_ptr<Application> build(const std::filesystem::path& file, const base::Clock& clock);

/// Runs until SIGTERM or SIGINT, or until the ACS requests a factory reset; SIGHUP reloads. Throws
/// ConfigurationError, or another exception if it cannot start.
End run(const std::filesystem::path& file);

/// Makes this process the same program anew, with the command line that main() was given: nothing of it is left over.
/// Throws std::system_error.
[[noreturn]] void start_again(char** arguments);

}  // namespace proxy::daemon
