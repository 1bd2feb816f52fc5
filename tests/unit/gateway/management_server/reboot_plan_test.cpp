// SPDX-License-Identifier: Apache-2.0
// Shows planned reboots: the time survives a restart, the delay does not.
#include "proxy/gateway/management_server/reboot_plan.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/gateway/fixture.hpp"

#include <chrono>
#include <string>

using namespace tests::gateway;
using namespace std::chrono_literals;

namespace {

const std::string kTime = "Device.ManagementServer.ScheduleReboot";
const std::string kDelay = "Device.ManagementServer.DelayReboot";

}  // namespace

TEST_CASE("nothing is planned at first") {
  Home home;
  model::Tree tree;
  const gateway::RebootPlan plan(tree, home.store);
  CHECK_FALSE(plan.time());
  CHECK_FALSE(plan.delay());
  CHECK(value(tree, kTime) == model::kUnknownTime);
  CHECK(value(tree, kDelay) == "-1");
}

TEST_CASE("the time survives a restart, the delay does not") {
  Home home;
  {
    model::Tree tree;
    gateway::RebootPlan plan(tree, home.store);
    unsigned changes = 0;
    plan.on_change([&] { ++changes; });
    CHECK(set(tree, home.store, {{kTime, "2027-01-01T00:00:00Z"}, {kDelay, "60"}}).empty());
    CHECK(plan.delay() == 60s);
    CHECK(set(tree, home.store, {{kDelay, "60"}}).empty());
    CHECK(changes == 2);
    CHECK(plan.times_set() == 2);
  }
  model::Tree tree;
  gateway::RebootPlan plan(tree, home.store);
  CHECK(plan.time() == std::chrono::sys_days(std::chrono::year(2027) / 1 / 1));
  CHECK_FALSE(plan.delay());
  CHECK(value(tree, kDelay) == "-1");
  CHECK(set(tree, home.store, {{kDelay, "0"}}).empty());
  CHECK(plan.delay() == 0s);
  plan.forget_delay();
  CHECK(value(tree, kDelay) == "-1");
}

TEST_CASE("a time without a zone and a delay below -1 are rejected") {
  Home home;
  model::Tree tree;
  const gateway::RebootPlan plan(tree, home.store);
  CHECK(fault(set(tree, home.store, {{kTime, "2027-01-01T00:00:00"}})) == base::Fault::invalid_parameter_value);
  CHECK(fault(set(tree, home.store, {{kDelay, "-2"}})) == base::Fault::invalid_parameter_value);
}
