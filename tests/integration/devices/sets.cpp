// SPDX-License-Identifier: Apache-2.0
// Shows that a set of the ACS reaches the device as the command that is configured, that Status says what became of it,
// and that what the device has not confirmed is sent until it does.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <string>

using namespace tests::acs;
using namespace tests::integration;
using tests::support::MqttPeer;
using tests::support::Process;

namespace {

const std::string kPlug = "Device.X_00D09E_Home.Plug.1.";
const std::string kState = kPlug + "State";
const std::string kSetPoint = "Device.X_00D09E_Home.Boiler.SetPoint";
const std::string kMode = "Device.X_00D09E_Home.Boiler.Mode";

Reply set_state(const char* value, const std::string& key = {}) {
  return set_parameter_values({{kState, value, "xsd:boolean"}}, key);
}

Reply set_point(const char* value) { return set_parameter_values({{kSetPoint, value, "xsd:decimal"}}); }

// A gateway with one plug that is known to be off.
void start_with_plug(Home& home) {
  home.start();
  home.device().subscribe("plug/+/set");
  home.device().subscribe("boiler/set");
  home.publish("plug/kitchen", R"({"state":"OFF","power":0})");
  home.wait_for_value(kPlug + "Name", "kitchen");
}

}  // namespace

TEST_CASE("a set is the configured command, and the echo of the device makes it Status 0", "[devices_sets]") {
  Home home({.confirm_timeout_s = 20});
  start_with_plug(home);
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  post.reply(set_state("1", "key-1"));
  const MqttPeer::Message command = home.device().wait_for("plug/+/set");
  CHECK(command.topic == "plug/kitchen/set");
  CHECK(command.payload == R"({"state": "ON"})");
  CHECK_FALSE(command.retained);
  home.publish("plug/kitchen", R"({"state":"ON","power":3})");
  Exchange answer = session.expect("SetParameterValuesResponse");
  answer.with_argument("Status", "0");
  answer = session.ask(answer, get_parameter_values({kState, "Device.ManagementServer.ParameterKey"}));
  answer.with_parameter(kState, "true").with_parameter("Device.ManagementServer.ParameterKey", "key-1");
  answer.reply_no_content();
  session.expect_end();
  CHECK(home.device().waiting("#") == 0);  // sent once, and nothing else

  // A client that subscribes later gets nothing: commands are not retained.
  MqttPeer late(home.gateway().broker().port());
  late.subscribe("plug/+/set");
  home.publish("plug/end/set", "end");
  CHECK(late.wait_for("plug/+/set").topic == "plug/end/set");
  // The ACS knows what it did itself, though State asks for active notification.
  home.expect_nothing_to_tell();
}

TEST_CASE("an operator's set notifies the ACS", "[devices_sets]") {
  Home home;
  start_with_plug(home);
  Process set({CTL, "--socket", home.control_socket(), "set", kState, "true"});
  home.device().wait_for("plug/kitchen/set");
  home.publish("plug/kitchen", R"({"state":"ON"})");
  CHECK(set.wait() == 0);

  std::optional<Exchange> inform;
  Session session = home.acs().accept_session(&inform);
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kState, "true");
  session.run_to_end();
  CHECK(home.ctl({"set", kPlug + "Power", "3"}).exit_code == 1);  // not writable
}

TEST_CASE("a silent device: Status 1, the new value reads back, and the set is sent until it is confirmed",
          "[devices_sets]") {
  Home home;
  start_with_plug(home);
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  Exchange answer = session.ask(post, set_state("1", "key-2"));
  answer.with_argument("Status", "1");
  answer = session.ask(answer, get_parameter_values({kState}));
  answer.with_parameter(kState, "true").reply_no_content();
  session.expect_end();
  CHECK(home.device().wait_for("plug/kitchen/set").payload == R"({"state": "ON"})");

  // What the device says meanwhile decides nothing.
  home.publish("plug/kitchen", R"({"state":"OFF","power":1})");
  home.wait_for_value(kPlug + "Power", "1");
  CHECK(home.value(kState) == "true");
  CHECK(home.adapter().at("pending_sets").as_int64() == 1);

  CHECK(home.device().wait_for("plug/kitchen/set").payload == R"({"state": "ON"})");  // again, after 2 s
  home.publish("plug/kitchen", R"({"state":"ON","power":2})");
  home.gateway().daemon().wait_for_line("plugin.set.confirmed " + kState + ":");
  CHECK(home.adapter().at("pending_sets").as_int64() == 0);
  CHECK(home.value(kState) == "true");
  home.expect_nothing_to_tell();
}

TEST_CASE("a set that the device rounds is done, and what it has made of it is read", "[devices_sets]") {
  Home home({.confirm_timeout_s = 20});
  start_with_plug(home);
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  post.reply(set_point("50.3"));
  CHECK(home.device().wait_for("boiler/set").payload == R"({"target": 50.3})");
  home.publish("boiler/target", "49");  // as it was
  home.publish("boiler/target", "50.5");
  Exchange answer = session.expect("SetParameterValuesResponse");
  answer.with_argument("Status", "0");
  answer = session.ask(answer, get_parameter_values({kSetPoint}));
  answer.with_parameter(kSetPoint, "50.5").reply_no_content();
  session.expect_end();
}

TEST_CASE("a set that the device rounds after the deadline is done", "[devices_sets]") {
  Home home;
  start_with_plug(home);
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  session.ask(post, set_point("60.2")).with_argument("Status", "1").reply_no_content();
  session.expect_end();
  home.publish("boiler/target", "60");
  home.gateway().daemon().wait_for_line("plugin.set.confirmed " + kSetPoint + ":");
  home.wait_for_value(kSetPoint, "60");
  CHECK(home.adapter().at("pending_sets").as_int64() == 0);
}

TEST_CASE("a broker that is away: Status 1 at once, and sent when it is back", "[devices_sets]") {
  Home home({.confirm_timeout_s = 20});  // longer than the ACS of this test waits
  start_with_plug(home);
  home.stop_broker();
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  session.ask(post, set_state("1")).with_argument("Status", "1").reply_no_content();
  session.expect_end();

  home.start_broker();
  home.device().subscribe("plug/+/set");
  CHECK(home.device().wait_for("plug/kitchen/set").payload == R"({"state": "ON"})");
  home.publish("plug/kitchen", R"({"state":"ON"})");
  home.gateway().daemon().wait_for_line("plugin.set.confirmed " + kState + ":");
}

TEST_CASE("a device known to be offline: Status 1 at once, nothing is sent until it is there", "[devices_sets]") {
  Home home({.confirm_timeout_s = 20});
  start_with_plug(home);
  home.publish("plug/kitchen/availability", "offline");
  home.wait_for_value(kPlug + "Online", "false");
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  Exchange answer = session.ask(post, set_state("1"));
  answer.with_argument("Status", "1");
  CHECK(home.device().waiting("plug/kitchen/set") == 0);
  // A newer set of the same parameter takes the place of the first.
  answer = session.ask(answer, set_state("0"));
  answer.with_argument("Status", "1");
  answer = session.ask(answer, set_state("1"));
  answer.with_argument("Status", "1").reply_no_content();
  session.expect_end();

  home.publish("plug/kitchen/availability", "online");
  CHECK(home.device().wait_for("plug/kitchen/set").payload == R"({"state": "ON"})");
  home.publish("plug/kitchen", R"({"state":"ON"})");
  home.gateway().daemon().wait_for_line("plugin.set.confirmed " + kState + ":");
  CHECK(home.device().waiting("plug/kitchen/set") == 0);
}

TEST_CASE("a value that the configuration does not allow is 9007, and nothing is sent", "[devices_sets]") {
  Home home({.confirm_timeout_s = 20});
  start_with_plug(home);
  Session session = home.session();
  Exchange last = session.expect_empty_post();
  const auto refuse = [&](const std::vector<SetValue>& values, const std::string& culprit) {
    last.reply(set_parameter_values(values, "refused"));
    last = session.expect("Fault");
    last.with_fault(9003).with_parameter_fault(culprit, 9007);
  };
  refuse({{kSetPoint, "29", "xsd:decimal"}}, kSetPoint);
  refuse({{kSetPoint, "75.1", "xsd:decimal"}}, kSetPoint);
  refuse({{kMode, "heat", "xsd:string"}}, kMode);  // the device's word, not the ACS's
  refuse({{kMode, "Boiling", "xsd:string"}}, kMode);
  refuse({{kSetPoint, "50", "xsd:decimal"}, {kMode, "Boiling", "xsd:string"}}, kMode);  // all or nothing
  last = session.ask(last, get_parameter_values({"Device.ManagementServer.ParameterKey"}));
  last.with_parameter("Device.ManagementServer.ParameterKey", "");

  last.reply(set_parameter_values({{kSetPoint, "50.5", "xsd:decimal"}, {kMode, "Off", "xsd:string"}}, "taken"));
  std::vector<std::string> commands = {home.device().wait_for("boiler/set").payload,
                                       home.device().wait_for("boiler/set").payload};
  std::sort(commands.begin(), commands.end());
  CHECK(commands == std::vector<std::string>{R"({"mode": "off"})", R"({"target": 50.5})"});  // and none before
  home.publish("boiler/mode", "off");
  home.publish("boiler/target", "50.5");
  last = session.expect("SetParameterValuesResponse");
  last.with_argument("Status", "0").reply_no_content();
  session.expect_end();
}

TEST_CASE("tr069-proxyctl shows devices and counters", "[devices_sets]") {
  Home home;
  start_with_plug(home);
  const boost::json::array devices = home.ctl_json({"devices"}).as_array();
  REQUIRE(devices.size() == 1);
  CHECK(devices[0].at("adapter") == "home");
  CHECK(devices[0].at("identity") == "kitchen");
  CHECK(devices[0].at("protocol") == "MQTT");
  CHECK(devices[0].at("presence") == "online");
  CHECK(devices[0].at("object").as_string() == "Device.X_00D09E_Home.Plug.1");

  const boost::json::object adapter = home.adapter();
  CHECK(adapter.at("plugin") == "mqtt");
  CHECK(adapter.at("state") == "running");
  CHECK(adapter.at("away") == false);
  CHECK(adapter.at("rows") == 1);
  CHECK(adapter.at("devices") == 1);
  CHECK(adapter.at("published").as_int64() > 0);

  home.publish("plug/kitchen/availability", "online");
  home.wait_for_value(kPlug + "Online", "true");
  CHECK(home.ctl_json({"devices"}).at(0).at("presence") == "online");
  home.stop_broker();
  CHECK(home.adapter().at("away") == true);
}
