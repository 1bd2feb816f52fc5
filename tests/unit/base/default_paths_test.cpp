// SPDX-License-Identifier: Apache-2.0
// Shows where the daemon keeps its files, and where it finds adapters and profiles, if the configuration does not say.
#include "proxy/base/default_paths.hpp"

#include "tests/support/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace proxy::base;

namespace {

constexpr const char* kServiceState = "/var/lib/tr069-proxy";
constexpr const char* kServiceRuntime = "/run/tr069-proxy";
constexpr const char* kServiceSocket = "/run/tr069-proxy/control.sock";

using Paths = std::vector<std::filesystem::path>;

/// A user's process. It may write in the folders of `writable`; `there` lists the files that exist.
Surroundings user(Paths there = {}, Paths writable = {}) {
  const auto is_in = [](Paths paths) {
    return [paths = std::move(paths)](const std::filesystem::path& path) {
      return std::find(paths.begin(), paths.end(), path) != paths.end();
    };
  };
  return {.executable = "/usr/bin/tr069-proxyd",
          .state_home = "",
          .runtime_dir = "/run/user/1000",
          .home = "/home/ann",
          .exists = is_in(std::move(there)),
          .may_write = is_in(std::move(writable))};
}

}  // namespace

TEST_CASE("root and the user of a service keep state and socket in the folders of the system") {
  const DefaultPaths paths = default_paths(user({}, {kServiceState, kServiceRuntime}));
  CHECK(paths.state_dir == kServiceState);
  CHECK(paths.control_socket == kServiceSocket);
  // Each of the two folders counts for itself: a service may keep its state elsewhere.
  CHECK(default_paths(user({}, {kServiceRuntime})).control_socket == kServiceSocket);
}

TEST_CASE("an ordinary user keeps state and socket in folders of his own") {
  struct Row {
    std::filesystem::path state_home, runtime_dir, home;
    const char *state, *socket;
  };
  const std::vector<Row> rows{
      {"", "/run/user/1000", "/home/ann", "/home/ann/.local/state/tr069-proxy",
       "/run/user/1000/tr069-proxy/control.sock"},
      {"/data/state", "/run/user/7", "/home/ann", "/data/state/tr069-proxy", "/run/user/7/tr069-proxy/control.sock"},
      {"/data/state", "", "/home/ann", "/data/state/tr069-proxy", "/data/state/tr069-proxy/control.sock"},
      // The specification: a relative path is ignored.
      {"state", "run", "/home/ann", "/home/ann/.local/state/tr069-proxy",
       "/home/ann/.local/state/tr069-proxy/control.sock"},
      {"", "", "", kServiceState, kServiceSocket},
  };
  for (const Row& row : rows) {
    INFO(row.state_home << " " << row.runtime_dir << " " << row.home);
    Surroundings surroundings = user();
    surroundings.state_home = row.state_home;
    surroundings.runtime_dir = row.runtime_dir;
    surroundings.home = row.home;
    CHECK(default_paths(surroundings).state_dir == row.state);
    CHECK(default_paths(surroundings).control_socket == row.socket);
  }
}

TEST_CASE("adapters and profiles are found beside an executable of a build tree, else where they are installed") {
  Surroundings surroundings = user({"/src/build/release/CMakeCache.txt"});
  const DefaultPaths installed = default_paths(surroundings);
  CHECK(installed.adapter_dir.string().ends_with("/lib/tr069-proxy/adapters"));
  CHECK(installed.profile_dir.string().ends_with("/tr069-proxy/profiles"));
  CHECK(build_tree(surroundings).empty());
  surroundings.executable = "/src/build/release/bin/tr069-proxyd";
  CHECK(build_tree(surroundings) == "/src/build/release");
  CHECK(default_paths(surroundings).adapter_dir == "/src/build/release/adapters");
  CHECK(default_paths(surroundings).profile_dir == "/src/build/release/profiles");
  for (const char* elsewhere : {"/src/build/release/tests/tr069-proxyd", "/src/build/dev/bin/tr069-proxyd", ""}) {
    surroundings.executable = elsewhere;
    CHECK(default_paths(surroundings).adapter_dir == installed.adapter_dir);
  }
}

TEST_CASE("this test, which is in a build tree, finds its adapters and the profiles of the source") {
  const DefaultPaths paths = default_paths();
  CHECK(std::filesystem::is_directory(paths.adapter_dir));
  CHECK(std::filesystem::equivalent(paths.profile_dir / "zigbee2mqtt.yaml", PROFILES "/zigbee2mqtt.yaml"));
}

TEST_CASE("a client asks the daemon of its own user first, then the service") {
  const std::string own = "/run/user/1000/tr069-proxy/control.sock";
  CHECK(socket_to_ask(user()) == own);
  CHECK(socket_to_ask(user({own, kServiceSocket})) == own);
  CHECK(socket_to_ask(user({kServiceSocket})) == kServiceSocket);
}

TEST_CASE("the monitor socket is beside the control socket, and a client asks the service's if it is not there") {
  const std::string own = "/run/user/1000/tr069-proxy/monitor.sock";
  const std::string of_service = "/run/tr069-proxy/monitor.sock";
  CHECK(monitor_socket(user()) == own);
  CHECK(monitor_socket(user({}, {kServiceState, kServiceRuntime})) == of_service);
  CHECK(monitor_socket_to_ask(user({own, of_service})) == own);
  CHECK(monitor_socket_to_ask(user({of_service})) == of_service);
  CHECK(monitor_socket_to_ask(user()) == of_service);
}
