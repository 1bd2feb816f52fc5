// SPDX-License-Identifier: Apache-2.0
// Shows the settings of the heartbeat, and that they survive a restart.
#include "proxy/gateway/management_server/heartbeat_policy.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/gateway/fixture.hpp"

#include <chrono>
#include <string>

using namespace tests::gateway;
using namespace std::chrono_literals;

namespace {

const std::string kPolicy = "Device.ManagementServer.HeartbeatPolicy.";

}  // namespace

TEST_CASE("there is no heartbeat until an ACS enables it") {
  Home home;
  model::Tree tree;
  const gateway::HeartbeatPolicy policy(tree, home.store);
  CHECK_FALSE(policy.enabled());
  CHECK(policy.reporting_interval() == 3600s);
  CHECK_FALSE(policy.initiation_time());
}

TEST_CASE("a value set by the ACS is in effect, notifies, and survives a restart") {
  Home home;
  {
    model::Tree tree;
    gateway::HeartbeatPolicy policy(tree, home.store);
    int changes = 0;
    policy.on_change([&] { ++changes; });
    CHECK(set(tree, home.store,
              {{kPolicy + "Enable", "1"},
               {kPolicy + "ReportingInterval", "30"},
               {kPolicy + "InitiationTime", "2026-11-22T01:00:00+01:00"}})
              .empty());
    CHECK(changes == 1);
  }
  model::Tree tree;
  const gateway::HeartbeatPolicy policy(tree, home.store);
  CHECK(policy.enabled());
  CHECK(policy.reporting_interval() == 30s);
  CHECK(policy.initiation_time() == std::chrono::sys_days(std::chrono::year(2026) / 11 / 22));
}

TEST_CASE("an interval below 30 s and a time without a zone are rejected") {
  Home home;
  model::Tree tree;
  const gateway::HeartbeatPolicy policy(tree, home.store);
  CHECK(fault(set(tree, home.store, {{kPolicy + "ReportingInterval", "29"}})) == base::Fault::invalid_parameter_value);
  CHECK(fault(set(tree, home.store, {{kPolicy + "InitiationTime", "2026-11-22T01:00:00"}})) ==
        base::Fault::invalid_parameter_value);
}
