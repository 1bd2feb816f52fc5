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
  std::optional<int> exit_code;  ///< none: the start failed, a signal ended it, or the timeout expired
  std::string problem;           ///< one line for people; empty after exit code 0
};

/// Starts a program with its arguments, in a process group of its own, without input and with a small environment, and
/// returns at once. Calls
/// `done` once, perhaps before it returns. After `limit` it ends the program with SIGTERM and then SIGKILL.
void run_command(boost::asio::io_context& loop, std::vector<std::string> command, std::chrono::seconds limit,
                 std::function<void(const CommandEnd&)> done);

}  // namespace proxy::daemon
