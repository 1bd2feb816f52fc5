// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/default_paths.hpp"

#include <unistd.h>

#include <cstdlib>
#include <system_error>

namespace proxy::base {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = "tr069-proxy";
constexpr const char* kSystemState = "/var/lib/tr069-proxy";
constexpr const char* kSystemRuntime = "/run/tr069-proxy";
constexpr const char* kSocket = "control.sock";
constexpr const char* kMonitorSocket = "monitor.sock";

fs::path state_dir(const Surroundings& surroundings) {
  if (surroundings.may_write(kSystemState)) return kSystemState;
  if (surroundings.state_home.is_absolute()) return surroundings.state_home / kName;
  if (surroundings.home.is_absolute()) return surroundings.home / ".local/state" / kName;
  return kSystemState;
}

fs::path control_socket(const Surroundings& surroundings, const fs::path& state) {
  if (surroundings.may_write(kSystemRuntime)) return fs::path(kSystemRuntime) / kSocket;
  if (surroundings.runtime_dir.is_absolute()) return surroundings.runtime_dir / kName / kSocket;
  return state == kSystemState ? fs::path(kSystemRuntime) / kSocket : state / kSocket;
}

fs::path variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// Root may write in the folders of the system, which it makes if they are missing.
bool may_write(const fs::path& folder) { return ::geteuid() == 0 || ::access(folder.c_str(), W_OK | X_OK) == 0; }

Surroundings of_this_process() {
  std::error_code unknown;
  return {.executable = fs::read_symlink("/proc/self/exe", unknown),
          .state_home = variable("XDG_STATE_HOME"),
          .runtime_dir = variable("XDG_RUNTIME_DIR"),
          .home = variable("HOME"),
          .exists = [](const fs::path& path) { return ::access(path.c_str(), F_OK) == 0; },
          .may_write = may_write};
}

}  // namespace

DefaultPaths default_paths(const Surroundings& surroundings) {
  const fs::path state = state_dir(surroundings);
  DefaultPaths paths{state, control_socket(surroundings, state), ADAPTER_DIR, PROFILE_DIR};
  if (const fs::path tree = build_tree(surroundings); !tree.empty()) {
    paths.adapter_dir = tree / "adapters";
    paths.profile_dir = tree / "profiles";
  }
  return paths;
}

DefaultPaths default_paths() { return default_paths(of_this_process()); }

fs::path build_tree(const Surroundings& surroundings) {
  const fs::path folder = surroundings.executable.parent_path();
  if (folder.filename() != "bin") return {};
  // CMake's cache tells a build tree from a prefix such as /usr.
  return surroundings.exists(folder.parent_path() / "CMakeCache.txt") ? folder.parent_path() : fs::path();
}

fs::path build_tree() { return build_tree(of_this_process()); }

fs::path socket_to_ask(const Surroundings& surroundings) {
  const fs::path own = default_paths(surroundings).control_socket;
  const fs::path of_service = fs::path(kSystemRuntime) / kSocket;
  return !surroundings.exists(own) && surroundings.exists(of_service) ? of_service : own;
}

fs::path socket_to_ask() { return socket_to_ask(of_this_process()); }

fs::path monitor_socket(const Surroundings& surroundings) {
  return default_paths(surroundings).control_socket.replace_filename(kMonitorSocket);
}

fs::path monitor_socket() { return monitor_socket(of_this_process()); }

fs::path monitor_socket_to_ask(const Surroundings& surroundings) {
  const fs::path own = monitor_socket(surroundings);
  return surroundings.exists(own) ? own : fs::path(kSystemRuntime) / kMonitorSocket;
}

fs::path monitor_socket_to_ask() { return monitor_socket_to_ask(of_this_process()); }

}  // namespace proxy::base
