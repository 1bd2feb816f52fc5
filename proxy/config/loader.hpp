// SPDX-License-Identifier: Apache-2.0
#pragma once
// From the file to the structs: reads it and what it includes, checks all of it, and tells every mistake in one run.
// Thread: one call at a time (it reads the environment)

#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"

#include <filesystem>

namespace proxy::config {

struct LoadResult {
  Config config;  ///< as far as it could be read: where something failed, good for nothing but finding more mistakes
  Diagnostics diagnostics;                           ///< sorted by file and position
  bool ok() const { return !diagnostics.failed(); }  ///< warnings may be there all the same
};

/// Never throws for what a file holds. The adapters' own keys are not checked here: the plugin brings their rows, and
/// validate() takes adapter_options() and those together. Relative paths count from the file's directory.
LoadResult load(const std::filesystem::path& file);

}  // namespace proxy::config
