// SPDX-License-Identifier: Apache-2.0
// Shows what an Inform tells, and when: its events and their keys, the parameters that every one carries, who speaks,
// how often it was tried before.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>

using namespace tests;
using tests::integration::Gateway;

namespace {

const std::vector<std::string> kForced = {
    "Device.RootDataModelVersion",
    "Device.DeviceInfo.HardwareVersion",
    "Device.DeviceInfo.SoftwareVersion",
    "Device.DeviceInfo.ProvisioningCode",
    "Device.ManagementServer.ParameterKey",
    "Device.ManagementServer.ConnectionRequestURL",
    "Device.ManagementServer.AliasBasedAddressing",
};

std::vector<acs::Event> sorted(std::vector<acs::Event> events) {
  std::ranges::sort(events, {}, [](const acs::Event& event) { return event.code + "|" + event.command_key; });
  return events;
}

}  // namespace

TEST_CASE("I05 the first contact carries BOOTSTRAP and BOOT, a restart BOOT alone", "[cwmp_inform]") {
  Gateway gateway;
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"0 BOOTSTRAP", "1 BOOT"}).with_argument("RetryCount", "0");

  gateway.restart();
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT"}).with_argument("RetryCount", "0");

  gateway.kill();
  gateway.start();
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT"});
}

TEST_CASE("I05 BOOTSTRAP that no ACS has acknowledged is sent again after a restart", "[cwmp_inform]") {
  Gateway gateway;
  gateway.acs().expect("Inform").with_event("0 BOOTSTRAP").reply(acs::fault(8001));
  gateway.wait_for_log("acs.session.failed");
  gateway.kill();
  gateway.start();
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"0 BOOTSTRAP", "1 BOOT"});
}

TEST_CASE("I01 every Inform carries the forced parameters, once each", "[cwmp_inform]") {
  Gateway gateway;
  gateway.first_contact();
  std::optional<acs::Exchange> inform;
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  gateway.session(&inform).run_to_end();
  inform->with_only_events({});
  for (const std::string& name : kForced) {
    const auto& parameters = (*inform)->parameters;
    INFO(name);
    CHECK(std::ranges::count(parameters, name, &acs::Parameter::name) == 1);
  }
  CHECK((*inform)->parameters.size() == kForced.size());
  inform->with_parameter("Device.DeviceInfo.SoftwareVersion", "3.2.1", "xsd:string");
}

TEST_CASE("I02 I03 the DeviceId is that of DeviceInfo, and MaxEnvelopes is 1", "[cwmp_inform]") {
  Gateway gateway({.settings = {.device = "oui: \"00d09e\"\nmanufacturer: \"Müller & Söhne <GmbH>\""}});
  std::optional<acs::Exchange> inform;
  acs::Session session = gateway.session(&inform);
  inform->with_argument("MaxEnvelopes", "1");
  auto post = session.expect_empty_post();
  auto answer = session.ask(post, acs::get_parameter_values({"Device.DeviceInfo."}));
  const acs::DeviceId& id = (*inform)->device;
  CHECK(id.oui == "00D09E");
  answer.with_parameter("Device.DeviceInfo.Manufacturer", id.manufacturer)
      .with_parameter("Device.DeviceInfo.Manufacturer", "Müller & Söhne <GmbH>")
      .with_parameter("Device.DeviceInfo.ManufacturerOUI", id.oui)
      .with_parameter("Device.DeviceInfo.ProductClass", id.product_class)
      .with_parameter("Device.DeviceInfo.SerialNumber", id.serial_number);
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("I03 whatever MaxEnvelopes the ACS answers with means nothing", "[cwmp_inform]") {
  const std::string count = GENERATE("0", "5", "-1", "many");
  Gateway gateway;
  acs::Session session = gateway.acs().expect_session();
  session.expect("Inform").reply(acs::request("InformResponse", {acs::element("MaxEnvelopes", count)}));
  session.expect_empty_post().reply_no_content();
  session.expect_end();
  gateway.wait_for_log("acs.session.completed");
}

TEST_CASE("I04 CurrentTime has the offset of the local zone, other times are in UTC", "[cwmp_inform]") {
  const auto [zone, offset] = GENERATE(table<std::string, std::string>(
      {{"CET-1", "+01:00"}, {"NST3:30", "-03:30"}, {"XXX-5:45", "+05:45"}, {"UTC0", "+00:00"}}));
  Gateway gateway({.environment = {{"TZ", zone}}});
  std::optional<acs::Exchange> inform;
  acs::Session session = gateway.session(&inform);
  CHECK_THAT((*inform)->argument("CurrentTime"), Catch::Matchers::EndsWith(offset));
  auto post = session.expect_empty_post();
  auto answer = session.ask(post, acs::get_parameter_values({"Device.Time.", "Device.ManagementServer."}));
  answer.with_parameter("Device.Time.LocalTimeZone", zone);
  const auto values = answer.values();
  CHECK_THAT(values.at("Device.Time.CurrentLocalTime").value, Catch::Matchers::EndsWith(offset));
  CHECK(values.at("Device.ManagementServer.PeriodicInformTime").value == "0001-01-01T00:00:00Z");
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("N09 a forced parameter without notification is sent with its new value, and without VALUE CHANGE",
          "[cwmp_inform]") {
  Gateway gateway;
  gateway.first_contact();
  gateway.configure({.device = "hardware_version: \"2.0\""});
  gateway.restart();
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT"}).with_parameter("Device.DeviceInfo.HardwareVersion", "2.0");
}

TEST_CASE("R04 T15 RetryCount counts what failed in a row: 503, reset, hang, close, an ACS that is away",
          "[cwmp_inform]") {
  Gateway gateway({.settings = {.acs = "response_timeout_s: 1"}});
  const auto fail = [&](const char* retry_count, acs::Reply reply) {
    INFO(retry_count);
    gateway.acs()
        .expect("Inform")
        .with_only_events({"0 BOOTSTRAP", "1 BOOT"})
        .with_argument("RetryCount", retry_count)
        .reply(std::move(reply));
    gateway.wait_for_log("acs.session.failed");
  };
  fail("0", acs::http_status(503));
  fail("1", acs::reset_connection());
  fail("2", acs::hang());
  fail("3", acs::close_connection());
  fail("4", acs::http_status(500, "<html>oops</html>"));
  gateway.acs().stop();
  gateway.wait_for_log("acs.session.failed");
  gateway.acs().resume();

  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"0 BOOTSTRAP", "1 BOOT"});
  CHECK((*inform)->number("RetryCount") >= 6);
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  gateway.session(&inform).run_to_end();
  inform->with_argument("RetryCount", "0");
}

TEST_CASE("A session without events that fails is tried again", "[cwmp_inform]") {
  Gateway gateway;
  gateway.first_contact();
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  gateway.acs().expect("Inform").with_only_events({}).reply(acs::http_status(503));
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({}).with_argument("RetryCount", "1");
}

TEST_CASE("A session that fails after the InformResponse is tried again, its events already delivered",
          "[cwmp_inform]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  session.expect_empty_post().reply(acs::http_status(503));
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({}).with_argument("RetryCount", "1");
}

TEST_CASE("I08 a Reboot is answered, the session ends, and BOOT comes with M Reboot and its key", "[cwmp_inform]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto post = session.expect_empty_post();
  auto answer = session.ask(post, acs::reboot("first"));
  answer = session.ask(answer, acs::get_parameter_values({"Device.DeviceInfo.SoftwareVersion"}));
  answer = session.ask(answer, acs::reboot("zwölf <&> \"Boxkämpfer\" über Øst"));  // 32 characters
  answer.reply_no_content();
  session.expect_end();

  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  CHECK(sorted((*inform)->events) ==
        sorted({{"1 BOOT"}, {"M Reboot", "first"}, {"M Reboot", "zwölf <&> \"Boxkämpfer\" über Øst"}}));

  gateway.restart();
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT"});
}

TEST_CASE("I08 I10 M Reboot waits for its InformResponse, even when the daemon is killed", "[cwmp_inform]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto post = session.expect_empty_post();
  session.ask(post, acs::reboot("kept")).reply_no_content();
  session.expect_end();
  gateway.acs().expect("Inform").with_event("M Reboot", "kept").reply(acs::http_status(503));
  gateway.wait_for_log("acs.session.failed");
  gateway.kill();
  gateway.start();
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_event("M Reboot", "kept").with_only_events({"1 BOOT", "M Reboot"});
}

TEST_CASE("A reboot runs the command it was given, which starts the daemon anew", "[cwmp_inform]") {
  support::TempDir folder;
  Gateway gateway({.settings = {.top = "reboot_command: [touch, \"" + folder.file("rebooted") + "\"]\n"}});
  acs::Session session = gateway.session();
  auto post = session.expect_empty_post();
  session.ask(post, acs::reboot("now")).reply_no_content();
  session.expect_end();
  gateway.wait_for_log("daemon.reboot.started");
  gateway.restart();
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT", "M Reboot"}).with_event("M Reboot", "now");
  CHECK(std::filesystem::exists(folder.file("rebooted")));
}

TEST_CASE("S14 a new ACS URL keeps the session with the old ACS to its end, and BOOTSTRAP goes to the new one",
          "[cwmp_inform]") {
  Gateway gateway;
  acs::ScriptedAcs other({.deadline = std::chrono::seconds{30}});
  acs::Session session = gateway.session();
  auto post = session.expect_empty_post();
  auto answer = session.ask(post, acs::set_parameter_values({{"Device.ManagementServer.URL", other.url()}}, "moved"));
  answer = session.ask(answer, acs::get_parameter_values({"Device.ManagementServer.URL"}));
  answer.with_parameter("Device.ManagementServer.URL", other.url()).reply_no_content();
  session.expect_end();

  std::optional<acs::Exchange> inform;
  other.accept_session(&inform).run_to_end();
  inform->with_event("0 BOOTSTRAP").without_event("4 VALUE CHANGE");
  inform->with_parameter("Device.ManagementServer.ParameterKey", "moved").with_argument("RetryCount", "0");
  gateway.restart();
  other.accept_session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT"});
  CHECK(gateway.acs().stats().sessions == 1);
}

TEST_CASE("The ACS sets the interval of periodic Informs, at once", "[cwmp_inform]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto post = session.expect_empty_post();
  auto answer = session.ask(
      post, acs::set_parameter_values({{"Device.ManagementServer.PeriodicInformInterval", "1", "xsd:unsignedInt"},
                                       {"Device.ManagementServer.PeriodicInformEnable", "true", "xsd:boolean"}}));
  answer.with_argument("Status", "0").reply_no_content();
  session.expect_end();
  for (int i = 0; i < 3; ++i) {
    std::optional<acs::Exchange> inform;
    gateway.session(&inform).run_to_end();
    inform->with_only_events({"2 PERIODIC"}).with_argument("RetryCount", "0");
  }
}
