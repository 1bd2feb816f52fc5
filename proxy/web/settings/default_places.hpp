// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where the monitor socket and the pages are, unless the configuration names others.
// Thread: any (it reads the environment)

#include <filesystem>

namespace proxy::web {

/// monitor.sock beside the control socket of the daemon that this user would start.
std::filesystem::path default_socket();

/// The pages of the source, if the executable is in the folder `bin` of a build tree; otherwise where they are
/// installed.
std::filesystem::path default_pages_dir();

}  // namespace proxy::web
