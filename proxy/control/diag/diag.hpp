// SPDX-License-Identifier: Apache-2.0
#pragma once
// tr069-proxyctl diag: writes a support bundle. Without a running daemon it has what can be had without one.
// Thread: any, blocking

#include <filesystem>
#include <ostream>

namespace proxy::control {

struct DiagOptions {
  std::filesystem::path file;                                          ///< empty: a name with the time, in this folder
  std::filesystem::path config = "/etc/tr069-proxy/tr069-proxy.yaml";  ///< for the time when no daemon runs
};

/// Writes the bundle, and its name and what is missing to `out`. Throws std::runtime_error if it cannot be written.
void write_diag(const DiagOptions& options, const std::filesystem::path& socket, std::ostream& out);

}  // namespace proxy::control
