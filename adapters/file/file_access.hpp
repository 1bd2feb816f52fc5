// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads and writes whole files: plain ones, and those of the kernel (sysfs, procfs).
// Thread: any; blocks, with a slow driver or network file system for long

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/mapping/binding.hpp"
#include "adapters/mapping/values/outcome.hpp"

namespace adapters::file {

struct ReadFailure {
  bool is_missing = false;  ///< the file does not exist, or no longer
  std::string reason;
};

/// The content of a regular file, at most one byte more than `limit`, which shows that the file is longer.
mapping::Outcome<std::string, ReadFailure> read_file(const std::string& path, std::size_t limit);

/// Replaces a plain file as a whole, so that no reader gets a part of it. The file keeps its mode and owner; a missing
/// file is created. A file of sysfs, procfs or a similar file system is written by one write(). A symbolic link in the
/// last level is not followed. A failure is the reply of a set.
mapping::Outcome<std::monostate, mapping::Refusal> write_file(const std::string& path, std::string_view text);

}  // namespace adapters::file
