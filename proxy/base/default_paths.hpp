// SPDX-License-Identifier: Apache-2.0
#pragma once
// The folders and the sockets that the daemon, tr069-proxyctl and tr069-proxy-web use unless the configuration or an
// option names others.
// Spec: XDG Base Directory Specification 0.8 (state and runtime directories of a user)
// Thread: pure, but for the functions without an argument, which read the environment

#include <filesystem>
#include <functional>

namespace proxy::base {

struct DefaultPaths {
  std::filesystem::path state_dir, control_socket;
  std::filesystem::path adapter_dir, profile_dir;
};

/// What the defaults depend on.
struct Surroundings {
  std::filesystem::path executable;                             ///< of this process; empty: not known
  std::filesystem::path state_home, runtime_dir, home;          ///< $XDG_STATE_HOME, $XDG_RUNTIME_DIR, $HOME; or empty
  std::function<bool(const std::filesystem::path&)> exists;     ///< whether the path is there
  std::function<bool(const std::filesystem::path&)> may_write;  ///< whether this process may make files in the folder
};

/// The rules, for the daemon and its clients alike:
/// - /var/lib/tr069-proxy and /run/tr069-proxy for a process that may write there: root, or the user of a service.
/// - For any other user tr069-proxy in $XDG_STATE_HOME (without it ~/.local/state) and in $XDG_RUNTIME_DIR (without it
///   the state directory). Relative paths in these variables are ignored, as the specification says.
/// - `adapters` and `profiles` of the build tree, if the executable is in the folder `bin` of one; otherwise where they
///   are installed.
DefaultPaths default_paths(const Surroundings& surroundings);

/// Of this process.
DefaultPaths default_paths();

/// The build tree of whose folder `bin` the executable is; empty: it is in none.
std::filesystem::path build_tree(const Surroundings& surroundings);
std::filesystem::path build_tree();

/// The socket of the daemon that a user most likely means: control_socket, but that of the system's service if
/// control_socket is not there and that one is.
std::filesystem::path socket_to_ask(const Surroundings& surroundings);
std::filesystem::path socket_to_ask();

/// The monitor socket that `tr069-proxyctl init` writes into a configuration: beside control_socket. Without the key
/// monitor.socket the daemon opens none.
std::filesystem::path monitor_socket(const Surroundings& surroundings);
std::filesystem::path monitor_socket();

/// The monitor socket that tr069-proxy-web asks: monitor_socket() if it is there, otherwise that of the system's
/// service.
std::filesystem::path monitor_socket_to_ask(const Surroundings& surroundings);
std::filesystem::path monitor_socket_to_ask();

}  // namespace proxy::base
