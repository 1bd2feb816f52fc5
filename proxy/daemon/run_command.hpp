// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs a configured command, never through a shell.
// Thread: loop

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace proxy::daemon {

/// How a command ended.
struct CommandEnd {
  std::optional<int> exit_code;  ///< none: it could not be started, a signal ended it, or it took too long
  std::string problem;           ///< for people, one line; empty after exit code 0
};

/// Starts program and arguments, in a process group of its own and without input, and comes back at once. `done` is
/// called once, perhaps before. One that takes longer than `limit` is ended, by SIGTERM and then by SIGKILL.
void run_command(boost::asio::io_context& loop, std::vector<std::string> command, std::chrono::seconds limit,
                 std::function<void(const CommandEnd&)> done);

}  // namespace proxy::daemon
