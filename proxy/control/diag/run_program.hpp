// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs another program and takes what it prints.
// Thread: any, blocking

#include <string>
#include <vector>

namespace proxy::control {

struct Ran {
  int exit_code = 0;   ///< 128 and more: ended by a signal
  std::string output;  ///< standard output and error together, at most 16 MiB
};

/// A program without a slash is looked for in PATH. It has no input. Throws std::system_error if it cannot be run.
Ran run_program(std::vector<std::string> command);

/// tr069-proxyd: from the same folder as this program, from sbin next to that folder, or from PATH.
std::string daemon_program();

}  // namespace proxy::control
