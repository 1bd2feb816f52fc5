// SPDX-License-Identifier: Apache-2.0
#pragma once
// Paths with captures, "/sys/class/thermal/{name}/temp", as the YAML has them and as the file system has them.
// Thread: any

#include <string>
#include <vector>

#include "adapters/mapping/tables/mapping.hpp"

namespace adapters::file {

/// Absolute paths, without "." and "..".
mapping::Addressing addressing();

struct FoundFile {
  mapping::Captures captures;
  std::string path;
};

/// The files that there are for the pattern, in the order of their names: no hidden ones, and at most 4096.
std::vector<FoundFile> find_files(const mapping::Pattern& pattern);

}  // namespace adapters::file
