// SPDX-License-Identifier: Apache-2.0
// Shows names and values as an ACS reads and sets them: whole trees, single names, wrong ones, sets that are all or
// nothing, characters of every kind.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/mqtt_peer.hpp"

#include <algorithm>
#include <set>

using namespace tests;
using tests::integration::Gateway;

namespace {

const std::string kCode = "Device.DeviceInfo.ProvisioningCode";
const std::string kKey = "Device.ManagementServer.ParameterKey";
const std::string kBoiler = "Device.X_00D09E_Home.Boiler.";

// A boiler behind a broker, with a parameter of every type, and a table without rows.
const std::string kAdapters = R"(- name: home
  plugin: mqtt
  mount: Device.X_00D09E_Home.
  broker: { url: "@BROKER@" }
  parameters:
    - path: Boiler.Power
      type: boolean
      source: { topic: boiler/power }
      sink: { topic: boiler/power/set, payload: "${value}" }
    - path: Boiler.Mode
      type: string
      values: { heat: Heating, "off": Off }
      sink: { topic: boiler/mode/set, payload: "${value}" }
    - { path: Boiler.Text, type: string, sink: { topic: boiler/text, payload: "${value}" } }
    - { path: Boiler.Int, type: int, sink: { topic: boiler/int, payload: "${value}" }, range: { min: -5, max: 5 } }
    - { path: Boiler.UnsignedInt, type: unsignedInt, sink: { topic: boiler/uint, payload: "${value}" } }
    - { path: Boiler.Long, type: long, sink: { topic: boiler/long, payload: "${value}" } }
    - { path: Boiler.UnsignedLong, type: unsignedLong, sink: { topic: boiler/ulong, payload: "${value}" } }
    - { path: Boiler.Decimal, type: decimal, sink: { topic: boiler/decimal, payload: "${value}" } }
    - { path: Boiler.DateTime, type: dateTime, sink: { topic: boiler/time, payload: "${value}" } }
    - { path: Boiler.Base64, type: base64, sink: { topic: boiler/base64, payload: "${value}" } }
    - { path: Boiler.HexBinary, type: hexBinary, sink: { topic: boiler/hex, payload: "${value}" } }
  tables:
    - path: Sensor.{i}.
      rows: { topic: "sensor/{name}" }
      parameters:
        - { path: Name, type: string, value: "{name}" }
)";

// The broker's adapter has subscribed, so that sets reach it.
std::unique_ptr<Gateway> gateway_with_boiler() {
  auto gateway = std::make_unique<Gateway>(
      integration::GatewayOptions{.settings = {.adapters = kAdapters}, .broker = support::BrokerOptions{}});
  gateway->broker().wait_for_log("Sending SUBACK to tr069-");
  return gateway;
}

std::set<std::string> leaves(const std::vector<acs::ParameterName>& names) {
  std::set<std::string> found;
  for (const acs::ParameterName& one : names)
    if (!one.name.ends_with('.')) found.insert(one.name);
  return found;
}

template <class Entries>
std::set<std::string> names_of(const Entries& entries) {
  std::set<std::string> names;
  for (const auto& entry : entries) names.insert(entry.name);
  return names;
}

bool writable(const acs::Exchange& answer, const std::string& name) {
  const auto& names = answer->names;
  const auto found = std::ranges::find(names, name, &acs::ParameterName::name);
  if (found == names.end()) throw std::runtime_error("no name " + name);
  return found->writable;
}

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("P08 names, values and attributes of the whole tree are the same leaves", "[cwmp_parameters]") {
  const auto gateway = gateway_with_boiler();
  acs::Session session = gateway->session();
  auto answer = session.expect_empty_post();
  std::set<std::string> known;
  for (const std::string path : {"Device.", ""}) {
    answer = session.ask(answer, acs::get_parameter_names(path, false));
    const std::set<std::string> names = leaves(answer->names);
    CHECK(names.size() > 35);
    answer = session.ask(answer, acs::get_parameter_values({path}));
    CHECK(names_of(answer->parameters) == names);
    CHECK(answer->parameters.size() == names.size());
    REQUIRE(answer->arrays.size() == 1);
    CHECK(answer->arrays[0].declared == names.size());
    for (const acs::Parameter& one : answer->parameters) CHECK_FALSE(one.type.empty());
    answer = session.ask(answer, acs::get_parameter_attributes({path}));
    CHECK(names_of(answer->attributes) == names);
    if (known.empty()) known = names;
    CHECK(names == known);
  }
  // Each by itself as well.
  answer = session.ask(answer, acs::get_parameter_values({known.begin(), known.end()}));
  CHECK(names_of(answer->parameters) == known);
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("X14 a value is of the type that its parameter has", "[cwmp_parameters]") {
  const auto gateway = gateway_with_boiler();
  acs::Session session = gateway->session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::get_parameter_values({kBoiler}));
  answer.with_parameter(kBoiler + "Text", "", "xsd:string")
      .with_parameter(kBoiler + "Power", "false", "xsd:boolean")
      .with_parameter(kBoiler + "Int", "0", "xsd:int")
      .with_parameter(kBoiler + "UnsignedInt", "0", "xsd:unsignedInt")
      .with_parameter(kBoiler + "Long", "0", "xsd:long")
      .with_parameter(kBoiler + "UnsignedLong", "0", "xsd:unsignedLong")
      .with_parameter(kBoiler + "Decimal", "0", "xsd:decimal")
      .with_parameter(kBoiler + "DateTime", "0001-01-01T00:00:00Z", "xsd:dateTime")
      .with_parameter(kBoiler + "HexBinary", "", "xsd:hexBinary");
  CHECK_THAT(answer->parameter(kBoiler + "Base64").type, Catch::Matchers::ContainsSubstring("base64"));

  answer = session.ask(
      answer, acs::set_parameter_values({{kBoiler + "Int", "-5", "xsd:int"},
                                         {kBoiler + "UnsignedInt", "4294967295", "xsd:unsignedInt"},
                                         {kBoiler + "Long", "-9223372036854775808", "xsd:long"},
                                         {kBoiler + "UnsignedLong", "18446744073709551615", "xsd:unsignedLong"},
                                         {kBoiler + "Decimal", "-0.50", "xsd:decimal"},
                                         {kBoiler + "DateTime", "2026-11-22T10:15:30Z", "xsd:dateTime"},
                                         {kBoiler + "Base64", "aGVsbG8=", "xsd:base64Binary"},
                                         {kBoiler + "HexBinary", "0aFF", "xsd:hexBinary"}}));
  answer.with_argument("Status", "0");
  answer = session.ask(answer, acs::get_parameter_values({kBoiler}));
  answer.with_parameter(kBoiler + "Int", "-5")
      .with_parameter(kBoiler + "UnsignedInt", "4294967295")
      .with_parameter(kBoiler + "Long", "-9223372036854775808")
      .with_parameter(kBoiler + "UnsignedLong", "18446744073709551615")
      .with_parameter(kBoiler + "DateTime", "2026-11-22T10:15:30Z")
      .with_parameter(kBoiler + "Base64", "aGVsbG8=")
      .with_parameter(kBoiler + "HexBinary", "0AFF");
  CHECK(std::stod(answer->parameter(kBoiler + "Decimal").value) == -0.5);
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("P01 to P07 names: levels, full names, unknown ones, what can be written, empty tables",
          "[cwmp_parameters]") {
  const auto gateway = gateway_with_boiler();
  acs::Session session = gateway->session();
  auto answer = session.expect_empty_post();
  const auto names = [&](const std::string& path, bool next_level) {
    answer = session.ask(answer, acs::get_parameter_names(path, next_level));
    return names_of(answer->names);
  };
  const auto refused = [&](const std::string& path, bool next_level, int code) {
    answer.reply(acs::get_parameter_names(path, next_level));
    answer = session.expect("Fault").with_fault(code);
  };
  const std::string home = "Device.X_00D09E_Home.";

  // P01, P02
  CHECK(names(home, true) ==
        std::set{kBoiler, home + "Sensor.", home + "SensorNumberOfEntries", home + "X_00D09E_Unreported"});
  const std::set<std::string> below = names(home, false);
  CHECK(below.contains(home));
  CHECK(below.contains(kBoiler));
  CHECK(below.contains(kBoiler + "Power"));
  CHECK(below.size() == 1 + 1 + 11 + 2 + 1);
  // P03
  CHECK(names("", true) == std::set<std::string>{"Device."});
  const std::set<std::string> all = names("", false);
  CHECK(all.contains("Device."));
  CHECK(all == names("Device.", false));
  CHECK(std::ranges::includes(all, below));
  // P04
  refused(kCode, true, 9003);
  CHECK(names(kCode, false) == std::set{kCode});
  // P05
  for (const std::string path : {"Device.Nothing", "Device.Nothing.", "Device", "Device.DeviceInfo", "device.",
                                 "InternetGatewayDevice.", "Device.X_00D09E_Home.Sensor.1.", "Device..", "."}) {
    INFO(path);
    refused(path, false, 9005);
    refused(path, true, 9005);
  }
  // P06
  (void)names("", false);
  CHECK(writable(answer, kCode));
  CHECK(writable(answer, kBoiler + "Mode"));
  CHECK_FALSE(writable(answer, kKey));
  CHECK_FALSE(writable(answer, "Device."));
  CHECK_FALSE(writable(answer, kBoiler));
  CHECK_FALSE(writable(answer, home + "Sensor."));
  CHECK_FALSE(writable(answer, "Device.ManagementServer.EmbeddedDevice."));
  // P07
  CHECK(names(home + "Sensor.", true).empty());
  REQUIRE(answer->arrays.size() == 1);
  CHECK(answer->arrays[0].declared == 0);
  answer = session.ask(answer, acs::get_parameter_values({home + "Sensor."}));
  CHECK(answer->parameters.empty());
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("P09 P11 values: names and paths together, one unknown name, passwords", "[cwmp_parameters]") {
  Gateway gateway({.settings = {.acs = "username: cpe\npassword: hush"}});
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::get_parameter_values({kCode, "Device.ManagementServer."}));
  answer.with_parameter(kCode)
      .with_parameter(kKey)
      .without_parameter("Device.DeviceInfo.UpTime")
      .with_parameter("Device.ManagementServer.Username", "cpe")
      .with_parameter("Device.ManagementServer.Password", "")
      .with_parameter("Device.ManagementServer.ConnectionRequestPassword", "");
  for (const char* bad : {"Device.Nothing", "Device.DeviceInfo", "Device.DeviceInfo.ProvisioningCode."}) {
    answer.reply(acs::get_parameter_values({kCode, bad}));
    answer = session.expect("Fault").with_fault(9005);
    CHECK(answer->parameters.empty());
  }
  // One that was set reads no better.
  answer = session.ask(answer, acs::set_parameter_values({{"Device.ManagementServer.Password", "new"}}));
  answer = session.ask(answer, acs::get_parameter_values({"Device.ManagementServer.Password"}));
  answer.with_parameter("Device.ManagementServer.Password", "").reply_no_content();
  session.expect_end();
}

TEST_CASE("SetParameterValues with four bad parameters of six names those four and changes nothing",
          "[cwmp_parameters]") {
  const auto gateway = gateway_with_boiler();
  support::MqttPeer device(gateway->broker().port());
  device.subscribe("boiler/#");
  acs::Session session = gateway->session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::set_parameter_values({{kCode, "before"}}, "key 1"));

  answer.reply(acs::set_parameter_values({{kCode, "after"},
                                          {"Device.DeviceInfo.Nothing", "1"},
                                          {kBoiler + "Text", "not to be sent"},
                                          {"Device.DeviceInfo.SerialNumber", "GW0002"},
                                          {kBoiler + "Power", "maybe", "xsd:boolean"},
                                          {kBoiler + "Mode", "Cooling"}},
                                         "key 2"));
  answer = session.expect("Fault")
               .with_fault(9003)
               .with_parameter_fault("Device.DeviceInfo.Nothing", 9005)
               .with_parameter_fault("Device.DeviceInfo.SerialNumber", 9008)
               .with_parameter_fault(kBoiler + "Power", 9006)
               .with_parameter_fault(kBoiler + "Mode", 9007);
  CHECK(answer->fault->parameters.size() == 4);
  CHECK(answer->fault->soap_code == "Client");

  answer = session.ask(answer, acs::get_parameter_values({kCode, kBoiler, kKey}));
  answer.with_parameter(kCode, "before")
      .with_parameter(kBoiler + "Text", "")
      .with_parameter(kBoiler + "Power", "false")
      .with_parameter(kKey, "key 1");
  // What a device gets first is the next good set.
  answer = session.ask(answer, acs::set_parameter_values({{kBoiler + "Mode", "Heating"}}, "key 3"));
  const auto command = device.wait_for("boiler/#");
  CHECK(command.topic == "boiler/mode/set");
  CHECK(command.payload == "heat");
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("P12 P17 a set keeps its values and its ParameterKey, also over a restart", "[cwmp_parameters]") {
  Gateway gateway;
  gateway.first_contact();
  gateway.ask(acs::set_parameter_values({{kCode, "p12"}}, "key 12")).with_argument("Status", "0");
  gateway.restart();
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_parameter(kCode, "p12").with_parameter(kKey, "key 12").without_event("4 VALUE CHANGE");

  acs::Session session = gateway.open_session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::set_parameter_values({}, "empty list")).with_argument("Status", "0");
  answer = session.ask(answer, acs::get_parameter_values({kKey, kCode}));
  answer.with_parameter(kKey, "empty list").with_parameter(kCode, "p12");
  answer = session.ask(answer, acs::set_parameter_values({{kCode, ""}}));
  answer = session.ask(answer, acs::get_parameter_values({kKey, kCode}));
  answer.with_parameter(kKey, "").with_parameter(kCode, "").reply_no_content();
  session.expect_end();
}

TEST_CASE("P15 P16 booleans in all four forms; ParameterKey and other bad ones; the same name twice",
          "[cwmp_parameters]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  const std::string name = "Device.ManagementServer.UpgradesManaged";
  for (const std::string form : {"0", "1", "false", "true", " 1 "}) {
    answer = session.ask(answer, acs::set_parameter_values({{name, form, "xsd:boolean"}})).with_argument("Status", "0");
    answer = session.ask(answer, acs::get_parameter_values({name}));
    answer.with_parameter(name, form.find_first_of("1t") == std::string::npos ? "false" : "true", "xsd:boolean");
  }
  const auto refused = [&](const acs::SetValue& set, int code) {
    INFO(set.name << " = " << set.value);
    answer.reply(acs::set_parameter_values({set}, "no"));
    answer = session.expect("Fault").with_fault(9003).with_parameter_fault(set.name, code);
  };
  refused({kKey, "x"}, 9008);
  refused({"Device.DeviceInfo.", "x"}, 9005);
  refused({"", "x"}, 9005);
  refused({name, "2", "xsd:boolean"}, 9006);
  refused({name, "true", "xsd:int"}, 9006);
  const std::string interval = "Device.ManagementServer.PeriodicInformInterval";
  refused({interval, "0", "xsd:unsignedInt"}, 9007);
  refused({interval, "4294967296", "xsd:unsignedInt"}, 9006);
  refused({"Device.ManagementServer.URL", "ftp://example.com/"}, 9007);
  refused({"Device.ManagementServer.URL", ""}, 9007);

  answer.reply(acs::set_parameter_values({{kCode, "same"}, {kCode, "same"}}, "no"));
  answer = session.expect("Fault").with_fault(9003);
  // Without a type the parameter's own holds.
  answer = session.ask(answer, acs::set_parameter_values({{name, "0", ""}, {kCode, "ok", ""}}));
  answer = session.ask(answer, acs::get_parameter_values({kKey, name, kCode}));
  answer.with_parameter(kKey, "").with_parameter(name, "false").with_parameter(kCode, "ok").reply_no_content();
  session.expect_end();
}

TEST_CASE("X09 CR, LF, TAB and what XML knows of its own come back as they were, also after a restart",
          "[cwmp_parameters]") {
  const std::string value = GENERATE("a\r\n\tb", " \t two spaces  ", "<a href=\"x\">&amp;'</a> ]]>", "\r");
  Gateway gateway;
  gateway.first_contact();
  gateway.ask(acs::set_parameter_values({{kCode, value}}, "k\r\n\tk"));
  gateway.ask(acs::get_parameter_values({kCode, kKey})).with_parameter(kCode, value).with_parameter(kKey, "k\r\n\tk");
  gateway.restart();
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_parameter(kCode, value).with_parameter(kKey, "k\r\n\tk").without_event("4 VALUE CHANGE");
}

TEST_CASE("X11 X12 lengths count characters: 64 of a code, 32 of a key", "[cwmp_parameters]") {
  const std::string letter = GENERATE("ß", "€", "🌡");
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  const std::string code = repeated(letter, 64);
  const std::string key = repeated(letter, 32);
  answer = session.ask(answer, acs::set_parameter_values({{kCode, code}}, key)).with_argument("Status", "0");
  answer.reply(acs::set_parameter_values({{kCode, code + letter}}, "no"));
  answer = session.expect("Fault").with_fault(9003).with_parameter_fault(kCode, 9007);
  answer.reply(acs::set_parameter_values({{kCode, "no"}}, key + letter));
  answer = session.expect("Fault").with_fault(9003);
  answer = session.ask(answer, acs::get_parameter_values({kCode, kKey}));
  answer.with_parameter(kCode, code).with_parameter(kKey, key).reply_no_content();
  session.expect_end();
}

TEST_CASE("P20 what depends on each other may stand in any order", "[cwmp_parameters]") {
  std::vector<acs::SetValue> values = {{"Device.ManagementServer.PeriodicInformEnable", "1", "xsd:boolean"},
                                       {"Device.ManagementServer.PeriodicInformInterval", "3600", "xsd:unsignedInt"},
                                       {"Device.ManagementServer.HTTPConnectionRequestEnable", "0", "xsd:boolean"},
                                       {"Device.ManagementServer.ConnectionRequestUsername", "p20"}};
  if (GENERATE(false, true)) std::ranges::reverse(values);
  Gateway gateway;
  gateway.first_contact();
  gateway.ask(acs::set_parameter_values(values)).with_argument("Status", "0");
  auto read = gateway.ask(acs::get_parameter_values({"Device.ManagementServer."}));
  read.with_parameter("Device.ManagementServer.PeriodicInformEnable", "true")
      .with_parameter("Device.ManagementServer.PeriodicInformInterval", "3600")
      .with_parameter("Device.ManagementServer.HTTPConnectionRequestEnable", "false")
      .with_parameter("Device.ManagementServer.ConnectionRequestURL", "")
      .with_parameter("Device.ManagementServer.ConnectionRequestUsername", "p20");
}
