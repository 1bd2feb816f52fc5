// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads and writes whole files: plain ones, and those in which a kernel shows its devices.
// Thread: any; a driver or a network file system may take its time

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/mapping/tables/binding.hpp"
#include "adapters/mapping/values/outcome.hpp"

namespace adapters::file {

struct ReadFailure {
  bool is_missing = false;  ///< there is no such file, or no longer
  std::string reason;
};

/// The content of a regular file, at most one byte more than `limit`: who gets that knows that there is more.
mapping::Outcome<std::string, ReadFailure> read_file(const std::string& path, std::size_t limit);

/// A plain file is replaced as a whole, so that no reader sees a part of it; it keeps its mode and owner, and is made
/// if there is none. A file of sysfs, procfs and their like is written to by one write(). A symbolic link is not
/// followed in the last level. What fails is answered as an adapter answers a set.
mapping::Outcome<std::monostate, mapping::Refusal> write_file(const std::string& path, std::string_view text);

}  // namespace adapters::file
