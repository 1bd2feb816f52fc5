// SPDX-License-Identifier: Apache-2.0
// Shows how a gateway restarts on request, now or at a given time, and how it returns to the state of the factory.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

#include <map>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace tests;
using tests::integration::Gateway;

namespace {

const std::string kServer = "Device.ManagementServer.";
const std::string kDelay = kServer + "DelayReboot";
const std::string kTime = kServer + "ScheduleReboot";
const std::string kCode = "Device.DeviceInfo.ProvisioningCode";

// 32 characters of two, three and four bytes.
std::string multi_byte_key() {
  std::string key;
  for (int i = 0; i < 8; ++i) key += "äΩ€🌡";
  return key;
}

// Sees the endpoint begin again: with these events and no others.
void expect_start(Gateway& gateway, const std::vector<std::string>& events) {
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events(events).with_argument("RetryCount", "0");
}

// All that an ACS can read: the value and the attributes of each parameter, and which rows there are.
std::map<std::string, std::string> whole_tree(acs::Session& session, acs::Exchange& last) {
  std::map<std::string, std::string> tree;
  last = session.ask(last, acs::get_parameter_values({"Device."}));
  for (const auto& parameter : last->parameters) tree[parameter.name] = parameter.value;
  last = session.ask(last, acs::get_parameter_attributes({"Device."}));
  for (const auto& attributes : last->attributes)
    tree[attributes.name] += " | " + std::to_string(attributes.notification);
  last = session.ask(last, acs::get_parameter_names("Device.", false));
  for (const auto& name : last->names) tree[name.name] += " | " + std::to_string(name.writable);
  // What the machine does meanwhile.
  for (const char* name : {"Device.DeviceInfo.UpTime", "Device.DeviceInfo.MemoryStatus.Free",
                           "Device.DeviceInfo.ProcessStatus.CPUUsage", "Device.Time.CurrentLocalTime"})
    tree.erase(name);
  return tree;
}

std::map<std::string, std::string> whole_tree(Gateway& gateway) {
  acs::Session session = gateway.session();
  acs::Exchange last = session.expect_empty_post();
  auto tree = whole_tree(session, last);
  last.reply_no_content();
  session.expect_end();
  return tree;
}

acs::Reply set(const std::string& name, const std::string& value, const std::string& type) {
  return acs::set_parameter_values({{name, value, type}});
}

}  // namespace

TEST_CASE("I08 a Reboot is carried out after the session, and each one's key comes back", "[cwmp_reset]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::reboot("first <&>"));
  answer = session.ask(answer, acs::reboot(multi_byte_key()));
  answer = session.ask(answer, acs::reboot());
  // Nothing is torn down before the session has ended.
  session.ask(answer, acs::get_parameter_values({kCode})).reply_no_content();
  session.expect_end();
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT", "M Reboot", "M Reboot", "M Reboot"})
      .with_event("M Reboot", "first <&>")
      .with_event("M Reboot", multi_byte_key())
      .with_event("M Reboot", "");
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  expect_start(gateway, {});
}

TEST_CASE("A Reboot in a session that then fails is carried out all the same", "[cwmp_reset]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  session.ask(answer, acs::reboot("why")).reply(acs::http_status(500));
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT", "M Reboot"}).with_event("M Reboot", "why");
}

TEST_CASE("DelayReboot counts from the end of its session, and any reboot takes it back", "[cwmp_reset]") {
  Gateway gateway({.controllable_clock = true});
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, set(kDelay, "60", "xsd:int"));
  gateway.advance(2min);  // the session is still open
  answer = session.ask(answer, acs::get_parameter_values({kDelay}));
  answer.with_parameter(kDelay, "60", "xsd:int").reply_no_content();
  session.expect_end();
  gateway.wait_for_log("acs.session.completed");
  gateway.advance(50s);
  gateway.acs().expect_silence(200ms);
  CHECK(gateway.get(kDelay) == "60");

  SECTION("its own") {
    gateway.advance(10s);
    expect_start(gateway, {"1 BOOT"});
  }
  SECTION("another") {
    gateway.ask(acs::reboot("now"));
    expect_start(gateway, {"1 BOOT", "M Reboot"});
  }
  SECTION("a restart of the gateway") {
    gateway.kill();
    gateway.start();
    expect_start(gateway, {"1 BOOT"});
  }
  CHECK(gateway.get(kDelay) == "-1");
  gateway.advance(1h);
  gateway.acs().expect_silence(200ms);
}

TEST_CASE("DelayReboot of 0 restarts at the end of the session; -1 takes a delay back", "[cwmp_reset]") {
  Gateway gateway({.controllable_clock = true});
  gateway.first_contact();
  gateway.ask(set(kDelay, "0", "xsd:int")).with_argument("Status", "0");
  expect_start(gateway, {"1 BOOT"});
  gateway.ask(set(kDelay, "60", "xsd:int"));
  gateway.ask(set(kDelay, "-1", "xsd:int"));
  gateway.advance(1h);
  gateway.acs().expect_silence(200ms);
  acs::Session session = gateway.open_session();
  session.expect_empty_post().reply(set(kDelay, "-2", "xsd:int"));
  session.expect("Fault").with_parameter_fault(kDelay, 9007).reply_no_content();
  session.expect_end();
}

TEST_CASE("ScheduleReboot restarts at its time, after the session of that time, and once", "[cwmp_reset]") {
  Gateway gateway({.controllable_clock = true});
  gateway.first_contact();
  const std::string time = integration::utc_text(gateway.time() + 1h);
  gateway.ask(set(kTime, time, "xsd:dateTime")).with_argument("Status", "0");
  gateway.advance(50min);
  gateway.acs().expect_silence(200ms);

  SECTION("it is past without a message") { gateway.advance(11min); }
  SECTION("a session is under way") {
    acs::Session session = gateway.open_session();
    auto answer = session.expect_empty_post();
    gateway.advance(11min);
    session.ask(answer, acs::get_parameter_values({kTime})).with_parameter(kTime, time).reply_no_content();
    session.expect_end();
  }
  SECTION("the clock is set") { gateway.step_clock(11min); }
  SECTION("the gateway was restarted in between") {
    gateway.kill();
    gateway.start();
    expect_start(gateway, {"1 BOOT"});
    gateway.advance(11min);
  }
  expect_start(gateway, {"1 BOOT"});
  CHECK(gateway.get(kTime) == time);
  // A gateway without a clock of its own, which lives through that time once more.
  gateway.step_clock(-2h);
  gateway.restart();
  expect_start(gateway, {"1 BOOT"});
  gateway.advance(3h);
  gateway.acs().expect_silence(200ms);
}

TEST_CASE("ScheduleReboot of a time that is past, or unknown, is none", "[cwmp_reset]") {
  Gateway gateway({.controllable_clock = true});
  gateway.first_contact();
  gateway.ask(set(kTime, integration::utc_text(gateway.time() + 1h), "xsd:dateTime"));
  const std::string none = GENERATE("2020-01-01T00:00:00Z", "0001-01-01T00:00:00Z");
  gateway.ask(set(kTime, none, "xsd:dateTime")).with_argument("Status", "0");
  gateway.advance(24h);
  gateway.acs().expect_silence(200ms);
  gateway.ask(set(kTime, integration::utc_text(gateway.time() + 1h), "xsd:dateTime"));
  gateway.kill();
  gateway.advance(2h);
  gateway.start();
  expect_start(gateway, {"1 BOOT"});
  gateway.advance(24h);
  gateway.acs().expect_silence(200ms);
}

TEST_CASE("P33 FactoryReset brings back the first day: BOOTSTRAP, and nothing that was set", "[cwmp_reset]") {
  Gateway gateway({.controllable_clock = true});
  const auto first = whole_tree(gateway);
  acs::Session session = gateway.open_session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::set_parameter_values({{kCode, "changed"},
                                                          {kServer + "PeriodicInformInterval", "77", "xsd:unsignedInt"},
                                                          {kServer + "HeartbeatPolicy.Enable", "1", "xsd:boolean"},
                                                          {kTime, "2999-01-01T00:00:00Z", "xsd:dateTime"},
                                                          {kDelay, "60", "xsd:int"}},
                                                         "key of the ACS"));
  answer = session.ask(answer, acs::set_parameter_attributes({{.name = "Device.DeviceInfo.", .notification = 2}}));
  answer = session.ask(answer, acs::schedule_inform(600, "never"));
  answer = session.ask(answer, acs::reboot("never"));
  CHECK(whole_tree(session, answer) != first);
  answer = session.ask(answer, acs::factory_reset());
  // It is carried out after the session.
  session.ask(answer, acs::get_parameter_values({kCode})).with_parameter(kCode, "changed").reply_no_content();
  session.expect_end();

  std::optional<acs::Exchange> inform;
  session = gateway.session(&inform);
  inform->with_only_events({"0 BOOTSTRAP", "1 BOOT"})
      .with_parameter(kServer + "ParameterKey", "")
      .with_parameter(kCode, "");
  answer = session.expect_empty_post();
  CHECK(whole_tree(session, answer) == first);
  answer.reply_no_content();
  session.expect_end();
  gateway.advance(24h);
  gateway.acs().expect_silence(200ms);
  gateway.restart();
  expect_start(gateway, {"1 BOOT"});
}

TEST_CASE("FactoryReset in a session that then fails is carried out all the same", "[cwmp_reset]") {
  Gateway gateway;
  gateway.first_contact();
  acs::Session session = gateway.open_session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::set_parameter_values({{kCode, "changed"}}, "key"));
  session.ask(answer, acs::factory_reset()).reply(acs::malformed_xml());
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"0 BOOTSTRAP", "1 BOOT"}).with_parameter(kCode, "").with_argument("RetryCount", "0");
}
