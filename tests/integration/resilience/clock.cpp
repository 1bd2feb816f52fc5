// SPDX-License-Identifier: Apache-2.0
// Shows that nothing that an ACS was promised comes later than promised when the daemon is killed and comes back with a
// wrong clock, as a gateway without a battery does, and that the clock, once it is right, shows what is over.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "tests/acs/http/file_server.hpp"
#include "tests/integration/fixture/moved_clock.hpp"
#include "tests/integration/fixture/transfer_pump.hpp"

using namespace std::chrono_literals;
using namespace tests;
using namespace tests::integration;

namespace {

/// By how much the clock is wrong after the restart: three days behind, and 1970.
std::vector<std::chrono::seconds> wrong_by(const Gateway& gateway) { return {72h, since_1970(gateway) - 3s}; }

/// A kill, and a start with a clock that is behind.
void kill_and_start(Gateway& gateway, std::chrono::seconds behind) {
  gateway.kill();
  gateway.step_clock(-behind);
  gateway.start();
  next_inform(gateway).with_only_events({"1 BOOT"});
}

std::string config_file() {
  return "adapters:\n  - { name: example, plugin: example_c, mount: Device.X_00D09E_Example., interval_ms: 60000 }\n";
}

}  // namespace

TEST_CASE("P32 I10 a scheduled Inform is due after its delay at most when a restart brings a wrong clock",
          "[resilience_clock]") {
  Gateway gateway(with_clock());
  gateway.first_contact();
  const std::chrono::seconds behind = wrong_by(gateway).at(GENERATE(0U, 1U));
  gateway.ask(acs::schedule_inform(600, "kept"));
  kill_and_start(gateway, behind);
  SECTION("the clock is set right before it is due") {
    gateway.advance(2s);
    gateway.step_clock(behind);
    expect_nothing(gateway);
    gateway.advance(599s);
  }
  SECTION("it is due while the clock is wrong") {
    gateway.advance(500s);
    expect_nothing(gateway);
    gateway.advance(101s);
  }
  SECTION("the right clock shows that it is over") {
    gateway.advance(2s);
    gateway.step_clock(behind + 700s);  // so long the gateway was off
  }
  next_inform(gateway).with_only_events({"3 SCHEDULED", "M ScheduleInform"}).with_event("M ScheduleInform", "kept");
}

TEST_CASE("D05 a delayed download is begun after its delay at most when a restart brings a wrong clock",
          "[resilience_clock]") {
  acs::FileServer server;
  server.give("/conf.yaml", config_file());
  Gateway gateway(with_clock());
  gateway.first_contact();
  const std::chrono::seconds behind = wrong_by(gateway).at(GENERATE(0U, 1U));
  const acs::DownloadOrder order{.command_key = "late", .url = server.url("/conf.yaml"), .delay_seconds = 600};
  gateway.ask(acs::download(order));
  kill_and_start(gateway, behind);
  gateway.advance(2s);
  gateway.step_clock(behind);
  expect_nothing(gateway);
  gateway.advance(599s);
  CHECK(hear_reports(gateway, 1) == std::vector<std::string>{"late 0"});
}

TEST_CASE("a heartbeat comes once an interval at least when a restart brings a wrong clock", "[resilience_clock]") {
  Gateway gateway(with_clock());
  gateway.first_contact();
  const std::string policy = "Device.ManagementServer.HeartbeatPolicy.";
  gateway.ask(acs::set_parameter_values({{policy + "ReportingInterval", "3600", "xsd:unsignedInt"},
                                         {policy + "InitiationTime", utc_text(gateway.time() + 600s), "xsd:dateTime"},
                                         {policy + "Enable", "1", "xsd:boolean"}}));
  for (const std::chrono::seconds behind : wrong_by(gateway)) {
    INFO("behind by " << behind.count() << " s");
    kill_and_start(gateway, behind);
    gateway.advance(3601s);
    next_inform(gateway).with_only_events({"14 HEARTBEAT"});
    gateway.step_clock(behind);
    gateway.advance(3601s);
    next_inform(gateway).with_only_events({"14 HEARTBEAT"});
  }
}
