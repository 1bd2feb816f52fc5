// SPDX-License-Identifier: Apache-2.0
#pragma once
// From the file to the structs: reads the file and the included files, checks them, and reports all errors of one run.
// Thread: one call at a time (it reads the environment)

#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"

#include <filesystem>

namespace proxy::config {

struct LoadResult {
  Config config;                                     ///< after an error incomplete: use it only to find more errors
  Diagnostics diagnostics;                           ///< sorted by file and position
  bool ok() const { return !diagnostics.failed(); }  ///< there may be warnings
};

/// Never throws because of the content of a file. Does not check the adapters' own keys: the adapter has their table,
/// and validate() takes adapter_options() and that table together. Relative paths are relative to the folder of the
/// file.
LoadResult load(const std::filesystem::path& file);

}  // namespace proxy::config
