// SPDX-License-Identifier: Apache-2.0
// Shows what begins anew with another ACS, as another device, and with a restart of the endpoint alone.
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

const std::string kTable = kServer + "InformParameter.";
const std::string kModel = "Device.DeviceInfo.ModelName";
const std::string kUpTime = "Device.DeviceInfo.UpTime";

// What an ACS has given the gateway, as it reads it.
struct Given {
  std::string key;
  std::string code;
  std::string interval;
  std::string username;
  std::string rows;
  int notification = 0;
};

Given read_given(Gateway& gateway) {
  acs::Session session = gateway.open_session();
  acs::Exchange last = session.expect_empty_post();
  last = session.ask(last, acs::get_parameter_values({kServer, kCode}));
  const auto values = last.values();
  const auto value = [&](const std::string& name) { return values.at(name).value; };
  Given given{value(kServer + "ParameterKey"), value(kCode), value(kServer + "PeriodicInformInterval"),
              value(kServer + "Username"), value(kServer + "InformParameterNumberOfEntries")};
  last = session.ask(last, acs::get_parameter_attributes({kModel}));
  given.notification = last->attributes.at(0).notification;
  last.reply_no_content();
  session.expect_end();
  return given;
}

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

TEST_CASE("I05 another OUI, ProductClass or SerialNumber is another device, with nothing of the old one's",
          "[cwmp_identity]") {
  const std::string other_device = GENERATE("serial_number: GW0002", "product_class: OtherGateway", "oui: \"0050C2\"");
  acs::FileServer files;
  Gateway gateway(with_default_retries());
  gateway.first_contact();
  gateway.ask(acs::set_parameter_values({{kCode, "old"},
                                         {kServer + "PeriodicInformInterval", "1000", "xsd:unsignedInt"},
                                         {kServer + "Username", "old"},
                                         {kServer + "Password", "old"}},
                                        "old key"));
  gateway.ask(acs::set_parameter_attributes({{.name = kModel, .notification = 1}}));
  gateway.ask(acs::add_object(kTable, "old key")).with_argument("InstanceNumber", "1");
  gateway.ask(acs::schedule_inform(600, "old"));
  gateway.ask(acs::download(order(files, "old", 600)));
  gateway.ask(acs::reboot("old"));
  gateway.acs().expect("Inform").with_event("M Reboot", "old").reply(acs::http_status(503));
  gateway.restart();  // the same device: all of it is there
  next_inform(gateway).with_only_events({"1 BOOT", "M Reboot"});
  const Given before = read_given(gateway);
  CHECK(before.key == "old key");
  CHECK(before.rows == "1");
  CHECK(before.notification == 1);
  gateway.ask(acs::reboot("older"));
  gateway.acs().expect("Inform").with_event("M Reboot", "older").reply(acs::http_status(503));

  gateway.stop();
  gateway.configure({.device = other_device});
  gateway.start();
  next_inform(gateway).with_only_events({"0 BOOTSTRAP", "1 BOOT"}).with_parameter(kServer + "ParameterKey", "");
  const Given found = read_given(gateway);
  CHECK(found.key.empty());
  CHECK(found.code.empty());
  CHECK(found.interval == "300");
  CHECK(found.username.empty());
  CHECK(found.rows == "0");
  CHECK(found.notification == 0);
  gateway.advance(24h);
  expect_nothing(gateway);
  CHECK(gateway.ctl({"events"}).output == "none\n");
  gateway.ask(acs::add_object(kTable)).with_argument("InstanceNumber", "2");  // a number is never given again
  gateway.restart();
  next_inform(gateway).with_only_events({"1 BOOT"});
}

TEST_CASE("I05 another device goes to the ACS of the configuration, not to the one that the old device was sent to",
          "[cwmp_identity]") {
  acs::ScriptedAcs other({.deadline = 30s});
  Gateway gateway;
  gateway.first_contact();
  gateway.ask(acs::set_parameter_values({{kServer + "URL", other.url()}}));
  next_inform(other).with_event("0 BOOTSTRAP");
  gateway.stop();
  gateway.configure({.device = "serial_number: GW0002"});
  gateway.start();
  next_inform(gateway).with_only_events({"0 BOOTSTRAP", "1 BOOT"});
  CHECK(other.stats().sessions == 1);
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
