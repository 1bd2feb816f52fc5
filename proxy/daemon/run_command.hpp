// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs a command that the configuration names (reboot_command, acs.dhcp_renew_command), never through a shell.
// Thread: loop

#include <boost/asio/io_context.hpp>

#include <functional>
#include <string>
#include <vector>

namespace proxy::daemon {

/// Starts program and arguments and comes back at once. `failed` is called, with the reason, if the program cannot be
/// started or ends with anything but 0.
void run_command(boost::asio::io_context& loop, const std::vector<std::string>& command,
                 std::function<void(const std::string& reason)> failed);

}  // namespace proxy::daemon
