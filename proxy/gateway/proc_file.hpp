// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads small files that the system keeps: /proc, a time zone.
// Thread: any

#include <string>

namespace proxy::gateway {

/// Its first 64 KiB; empty if it cannot be read.
std::string read_proc_file(const char* path);

}  // namespace proxy::gateway
