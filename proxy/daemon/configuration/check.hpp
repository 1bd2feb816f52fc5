// SPDX-License-Identifier: Apache-2.0
#pragma once
// All that a check of a configuration file finds: with --check-config, and in a running daemon.
// Thread: one call at a time (it reads files and the environment)

#include "proxy/config/diagnostic.hpp"
#include "proxy/config/loader.hpp"

#include <filesystem>

namespace proxy::daemon {

/// Reads the file, the files that it includes and the downloaded file, and checks all of their sections, those of the
/// adapters too. Starts nothing. Errors and warnings are sorted.
config::Diagnostics check(const std::filesystem::path& file);

}  // namespace proxy::daemon
