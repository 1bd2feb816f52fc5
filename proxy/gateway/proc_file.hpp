// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads small files of the system: /proc, time zones.
// Thread: any

#include <string>

namespace proxy::gateway {

/// The first 64 KiB of the file; empty if the file cannot be read.
std::string read_proc_file(const char* path);

}  // namespace proxy::gateway
