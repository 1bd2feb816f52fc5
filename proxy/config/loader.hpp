// SPDX-License-Identifier: Apache-2.0
#pragma once
// From the file to the structs: reads it and what it includes, checks all of it, and tells every mistake in one run.
// Thread: one call at a time (it reads the environment)

#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"

#include <filesystem>
#include <optional>

namespace proxy::config {

struct LoadResult {
  std::optional<Config> config;  ///< none if diagnostics.failed()
  Diagnostics diagnostics;       ///< sorted by file and position; warnings may be there beside a config
};

/// Never throws for what a file holds. The adapters' own keys are not checked here: the plugin brings their rows, and
/// validate() takes adapter_options() and those together. Relative paths count from the file's directory.
LoadResult load(const std::filesystem::path& file);

}  // namespace proxy::config
