// SPDX-License-Identifier: Apache-2.0
// Shows the table of proxied devices as an ACS sees it: who joins and leaves, by which protocol, when a command last
// reached the device; and a gateway with five hundred devices, read as a whole.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/sanitized.hpp"

#include <string>

using namespace tests::acs;
using namespace tests::integration;
using tests::support::kSanitized;

namespace {

const std::string kDevices = "Device.ManagementServer.EmbeddedDevice.";
const std::string kNumber = "Device.ManagementServer.EmbeddedDeviceNumberOfEntries";
const std::string kPlugs = "Device.X_00D09E_Home.Plug.";
const std::string kState = kPlugs + "1.State";
const std::string kUnknown = "0001-01-01T00:00:00Z";

// A device with forty readings, in a table of its own.
constexpr int kColumns = 40;
std::string meters() {
  std::string text =
      "- name: meters\n  plugin: mqtt\n  mount: Device.X_00D09E_Meters.\n"
      "  broker: { url: \"@BROKER@\", client_id: adapter-meters }\n  tables:\n"
      "    - path: Meter.{i}.\n      rows: { topic: \"meter/{name}\" }\n      parameters:\n";
  for (int column = 1; column <= kColumns; ++column) {
    const std::string number = std::to_string(column);
    text += "        - { path: Reading" + number + ", type: decimal, source: { pointer: /r" + number + " } }\n";
  }
  return text;
}

std::string readings(int device) {
  std::string text = "{";
  for (int column = 1; column <= kColumns; ++column)
    text += (column > 1 ? ",\"r" : "\"r") + std::to_string(column) + "\":" + std::to_string(device) + "." +
            std::to_string(column);
  return text + "}";
}

}  // namespace

TEST_CASE("J01 J05 a device that joins and leaves: its row, the number of rows, and the notification",
          "[devices_embedded]") {
  Home home;
  home.start();
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  Exchange answer = session.ask(post, set_parameter_attributes({{.name = kNumber, .notification = 2}}));
  answer.reply_no_content();
  session.expect_end();

  home.publish("plug/kitchen", R"({"state":"ON"})");
  std::optional<Exchange> inform;
  session = home.acs().accept_session(&inform);
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kNumber, "1", "xsd:unsignedInt");
  post = session.expect_empty_post();
  answer = session.ask(post, get_parameter_values({kDevices}));
  answer.with_parameter(kDevices + "1.ProxiedDeviceID", "kitchen")
      .with_parameter(kDevices + "1.Reference", kPlugs + "1")
      .with_parameter(kDevices + "1.ProxyProtocol", "X_00D09E_MQTT")
      .reply_no_content();
  session.expect_end();

  home.publish("plug/kitchen", "");
  session = home.acs().accept_session(&inform);
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kNumber, "0");
  post = session.expect_empty_post();
  answer = session.ask(post, get_parameter_names(kDevices, true));
  CHECK(answer->names.empty());
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("J04 LastSyncTime is the time of the last command, and unknown after a restart", "[devices_embedded]") {
  Home home({.confirm_timeout_s = 20});
  home.start();
  home.device().subscribe("plug/+/set");
  home.device().publish("plug/kitchen", R"({"state":"OFF"})", 1, true);
  home.wait_for_value(kPlugs + "1.Name", "kitchen");
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  post.reply(set_parameter_values({{kState, "1", "xsd:boolean"}}));
  CHECK(home.device().wait_for("plug/kitchen/set").payload == R"({"state": "ON"})");
  home.device().publish("plug/kitchen", R"({"state":"ON"})", 1, true);
  Exchange answer = session.expect("SetParameterValuesResponse").with_argument("Status", "0");
  answer = session.ask(answer, get_parameter_values({kDevices}));
  const std::string synced = answer.values().at(kDevices + "1.LastSyncTime").value;
  CHECK(synced != kUnknown);
  CHECK_THAT(synced, Catch::Matchers::EndsWith("Z"));
  answer.with_parameter(kDevices + "1.CommandProcessed", "Success").reply_no_content();
  session.expect_end();

  home.gateway().restart();
  session = home.acs().accept_session();
  post = session.expect_empty_post();
  session.ask(post, get_parameter_values({kDevices})).with_parameter(kDevices + "1.LastSyncTime", kUnknown);
}

TEST_CASE("J09 S12 five hundred devices with forty readings each are read as a whole", "[devices_embedded]") {
  constexpr int kMeters = 500;
  Home home({.adapters = meters()});
  home.start();
  for (int device = 1; device <= kMeters; ++device)
    home.device().publish("meter/m" + std::to_string(device), readings(device), 0);
  const std::string last = "Device.X_00D09E_Meters.Meter." + std::to_string(kMeters);
  home.wait_for_value(last + ".Reading40", std::to_string(kMeters) + ".4");

  Session session = home.session();
  Exchange answer = session.expect_empty_post();
  answer = session.ask(answer, get_parameter_names("", false));
  const auto before = home.private_memory_kb();
  const auto leaves = static_cast<std::size_t>(std::count_if(
      answer->names.begin(), answer->names.end(), [](const ParameterName& each) { return !each.name.ends_with('.'); }));
  CHECK(leaves > std::size_t{kMeters} * kColumns);
  answer = session.ask(answer, get_parameter_values({""}));
  CHECK(answer->parameters.size() == leaves);
  answer.with_parameter(last + ".Reading40", std::to_string(kMeters) + ".4", "xsd:decimal");
  // The answer has megabytes; what it costs is a block of it.
  CHECK(answer->body.size() > std::size_t{3} << 20);
  if (!kSanitized) CHECK(home.private_memory_kb() < before + 1024);
  answer.reply_no_content();
  session.expect_end();
}
