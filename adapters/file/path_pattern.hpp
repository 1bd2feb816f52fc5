// SPDX-License-Identifier: Apache-2.0
#pragma once
// Paths with captures, "/sys/class/thermal/{name}/temp": in the YAML, and as files that match them.
// Thread: any

#include <string>
#include <vector>

#include "adapters/mapping/tables/mapping.hpp"

namespace adapters::file {

/// The address of a source is an absolute path without "." and "..".
mapping::Addressing addressing();

struct FoundFile {
  mapping::Captures captures;
  std::string path;
};

/// The files that match the pattern, sorted by name, without hidden ones, at most 4096.
std::vector<FoundFile> find_files(const mapping::Pattern& pattern);

}  // namespace adapters::file
