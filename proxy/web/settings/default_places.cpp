// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/settings/default_places.hpp"

#include "proxy/base/default_paths.hpp"

#include <unistd.h>

#include <system_error>

namespace proxy::web {
namespace fs = std::filesystem;

fs::path default_socket() {
  const fs::path of_service = "/run/tr069-proxy/monitor.sock";
  const fs::path own = base::default_paths().control_socket.parent_path() / of_service.filename();
  return ::access(own.c_str(), F_OK) == 0 ? own : of_service;
}

fs::path default_pages_dir() {
  std::error_code unknown;
  const fs::path folder = fs::read_symlink("/proc/self/exe", unknown).parent_path();
  const fs::path of_build = folder.parent_path() / "web";
  const bool in_build_tree = folder.filename() == "bin" && fs::exists(folder.parent_path() / "CMakeCache.txt", unknown);
  return in_build_tree ? of_build : fs::path(PAGES_DIR);
}

}  // namespace proxy::web
