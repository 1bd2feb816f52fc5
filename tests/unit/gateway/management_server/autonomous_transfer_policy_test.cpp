// SPDX-License-Identifier: Apache-2.0
// Shows which transfers are reported that no ACS has requested.
#include "proxy/gateway/management_server/autonomous_transfer_policy.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/gateway/fixture.hpp"

#include <optional>

using namespace tests::gateway;
using gateway::AutonomousTransferPolicy;

namespace {

struct Gateway {
  Home home;
  std::optional<model::Tree> tree;
  std::optional<AutonomousTransferPolicy> policy;

  Gateway() { restart(); }
  void restart() {
    policy.reset();
    tree.emplace();
    policy.emplace(*tree, home.store);
  }
  std::vector<base::Error> set(const std::string& name, const std::string& text) {
    return tests::gateway::set(*tree, home.store,
                               {{"Device.ManagementServer.AutonomousTransferCompletePolicy." + name, text}});
  }
};

const std::string kConfiguration = "3 Vendor Configuration File";

}  // namespace

TEST_CASE("nothing is reported until it is enabled, and then everything") {
  Gateway gateway;
  CHECK_FALSE(gateway.policy->is_reported(true, kConfiguration, true));
  CHECK(gateway.set("Enable", "1").empty());
  CHECK(gateway.policy->is_reported(true, kConfiguration, true));
  CHECK(gateway.policy->is_reported(false, "4 Vendor Log File", false));
  gateway.restart();
  CHECK(gateway.policy->is_reported(true, kConfiguration, false));
}

TEST_CASE("each filter leaves out the transfers that it does not name") {
  Gateway gateway;
  REQUIRE(gateway.set("Enable", "true").empty());
  REQUIRE(gateway.set("TransferTypeFilter", "Upload").empty());
  CHECK_FALSE(gateway.policy->is_reported(true, kConfiguration, true));
  CHECK(gateway.policy->is_reported(false, kConfiguration, true));
  REQUIRE(gateway.set("TransferTypeFilter", "Download").empty());
  REQUIRE(gateway.set("ResultTypeFilter", "Failure").empty());
  CHECK_FALSE(gateway.policy->is_reported(true, kConfiguration, true));
  CHECK(gateway.policy->is_reported(true, kConfiguration, false));
  REQUIRE(gateway.set("ResultTypeFilter", "Success").empty());
  REQUIRE(gateway.set("FileTypeFilter", "1 Firmware Upgrade Image, X 00D09E Profile").empty());
  CHECK_FALSE(gateway.policy->is_reported(true, kConfiguration, true));
  CHECK(gateway.policy->is_reported(true, "1 Firmware Upgrade Image", true));
  CHECK(gateway.policy->is_reported(true, "X 00D09E Profile", true));
  REQUIRE(gateway.set("FileTypeFilter", "").empty());
  CHECK_FALSE(gateway.policy->is_reported(true, "1 Firmware Upgrade Image", true));
}

TEST_CASE("a filter accepts the words of TR-181") {
  Gateway gateway;
  CHECK(fault(gateway.set("TransferTypeFilter", "Sideways")) == base::Fault::invalid_parameter_value);
  CHECK(fault(gateway.set("ResultTypeFilter", "")) == base::Fault::invalid_parameter_value);
  for (const char* types : {"Firmware", "1 Firmware Upgrade Image,", "X 00d09e low", "X 00D09E"}) {
    INFO(types);
    CHECK(fault(gateway.set("FileTypeFilter", types)) == base::Fault::invalid_parameter_value);
  }
}
