// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a support bundle says about the machine and the process of the daemon.
// Thread: any, blocking

#include "proxy/control/diag/bundle.hpp"

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

namespace proxy::control {

/// The process that listens on the socket; none if there is none.
std::optional<pid_t> daemon_process(const std::filesystem::path& socket);

/// machine.txt: kernel, memory, load, and the file system of the state directory.
void add_machine(Bundle& bundle, const std::filesystem::path& state_dir);
/// process.txt: limits, memory and capabilities of the daemon; libraries.txt: its libraries with their versions.
void add_process(Bundle& bundle, std::optional<pid_t> daemon);

}  // namespace proxy::control
