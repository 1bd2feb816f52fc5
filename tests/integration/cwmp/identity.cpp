// SPDX-License-Identifier: Apache-2.0
// Shows what begins anew with another ACS, and with a restart of the endpoint alone.
#include <chrono>
#include <optional>
#include <string>

#include "tests/acs/http/file_server.hpp"
#include "tests/integration/fixture/moved_clock.hpp"

using namespace std::chrono_literals;
using namespace tests;
using namespace tests::integration;

namespace {

// What a session with another ACS than the gateway's own begins with.
acs::Exchange next_inform(acs::ScriptedAcs& server) {
  std::optional<acs::Exchange> inform;
  server.accept_session(&inform).run_to_end();
  return *inform;
}

const std::string kUpTime = "Device.DeviceInfo.UpTime";

acs::DownloadOrder order(const acs::FileServer& server, const std::string& key, unsigned delay = 0) {
  return {.command_key = key, .url = server.url("/conf.yaml"), .delay_seconds = delay};
}

}  // namespace

TEST_CASE("I05 another ACS gets 0 BOOTSTRAP alone, and nothing of what the former one missed or asked for",
          "[cwmp_identity]") {
  acs::FileServer files;
  files.give("/conf.yaml",
             "adapters:\n  - { name: example, plugin: example_c, mount: Device.X_00D09E_Example., "
             "interval_ms: 60000 }\n");
  acs::ScriptedAcs other({.deadline = 30s});
  Gateway gateway(with_default_retries());
  gateway.first_contact();
  gateway.ask(acs::schedule_inform(600, "former"));
  gateway.ask(acs::download(order(files, "later", 600)));
  files.hold("/conf.yaml");
  gateway.ask(acs::download(order(files, "running")));
  REQUIRE(files.wait_for("/conf.yaml"));
  gateway.ask(acs::download(order(files, "queued")));
  local_change(gateway, "missed");
  fail_next(gateway).with_only_events({"4 VALUE CHANGE"}).with_parameter(kCode, "missed");

  REQUIRE(gateway.ctl({"set", kServer + "URL", other.url()}).exit_code == 0);
  next_inform(other).with_only_events({"0 BOOTSTRAP"}).with_parameter(kCode, "missed").with_argument("RetryCount", "0");
  files.release();
  gateway.wait_for_log("acs.transfer.completed");
  gateway.advance(24h);
  other.expect_silence(kSilence);
  CHECK(gateway.ctl({"events"}).output == "none\n");
  gateway.restart();
  next_inform(other).with_only_events({"1 BOOT"});
  CHECK(gateway.acs().stats().sessions == 6);
}

TEST_CASE("I08 UpTime counts from a Reboot or a FactoryReset that the machine does not share", "[cwmp_identity]") {
  const acs::Reply request =
      GENERATE(as<std::string>(), "reboot", "factory reset") == "reboot" ? acs::reboot("k") : acs::factory_reset();
  Gateway gateway(with_clock());
  gateway.first_contact();
  gateway.advance(24h);
  CHECK(std::stoll(gateway.get(kUpTime)) >= 24 * 3600);
  gateway.ask(request);
  next_inform(gateway).with_event("1 BOOT");
  CHECK(std::stoll(gateway.get(kUpTime)) < 3600);
  gateway.advance(1h);
  const long long up = std::stoll(gateway.get(kUpTime));
  CHECK(up >= 3600);
  CHECK(up < 2 * 3600);
}

TEST_CASE("I08 UpTime counts from a DelayReboot that the machine does not share", "[cwmp_identity]") {
  Gateway gateway(with_clock());
  gateway.first_contact();
  gateway.advance(24h);
  gateway.ask(acs::set_parameter_values({{kServer + "DelayReboot", "60", "xsd:int"}}));
  gateway.advance(61s);
  next_inform(gateway).with_only_events({"1 BOOT"});
  CHECK(std::stoll(gateway.get(kUpTime)) < 3600);
}
