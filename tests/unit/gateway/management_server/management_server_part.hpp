// SPDX-License-Identifier: Apache-2.0
#pragma once
// A management server at home, for the tests of its parts: parameters by their name below Device.ManagementServer.
// Thread: one

#include <string>
#include <vector>

#include "proxy/gateway/management_server/management_server.hpp"
#include "tests/unit/gateway/fixture.hpp"

namespace tests::gateway {

struct Gateway {
  Home home;
  model::Tree tree;
  proxy::gateway::ManagementServer server{tree, home.store, config::Acs(), {}};

  static std::string at(const std::string& name) { return "Device.ManagementServer." + name; }
  std::string get(const std::string& name) const { return value(tree, at(name)); }
  std::vector<base::Error> set(const std::string& name, const std::string& text) {
    return tests::gateway::set(tree, home.store, {{at(name), text}});
  }
};

}  // namespace tests::gateway
