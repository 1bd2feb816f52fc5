// SPDX-License-Identifier: Apache-2.0
// Shows that what devices say over MQTT reaches the ACS as values, and as notifications where the attribute asks for
// them; that what makes no value is counted and costs nothing; and that a device keeps its row number.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace tests::acs;
using namespace tests::integration;

namespace {

const std::string kTemperature = "Device.X_00D09E_Home.Boiler.Temperature";
const std::string kPressure = "Device.X_00D09E_Home.Boiler.Pressure";
const std::string kHours = "Device.X_00D09E_Home.Boiler.Hours";
const std::string kLabel = "Device.X_00D09E_Home.Boiler.Label";
const std::string kPlugs = "Device.X_00D09E_Home.Plug.";

// How often a parameter stands in the message.
std::ptrdiff_t count(const Message& message, const std::string& name) {
  return std::count_if(message.parameters.begin(), message.parameters.end(),
                       [&](const Parameter& parameter) { return parameter.name == name; });
}

}  // namespace

TEST_CASE("a message of a device is a value of the tree", "[devices_readings]") {
  Home home;
  home.start();
  home.publish("boiler/temperature", "553");
  home.publish("plug/kitchen", R"({"state":"ON","power":12.5})");
  home.wait_for_value(kPlugs + "1.Power", "12.5");

  Session session = home.session();
  Exchange post = session.expect_empty_post();
  Exchange answer = session.ask(post, get_parameter_values({"Device.X_00D09E_Home."}));
  answer.with_parameter(kTemperature, "55.3", "xsd:decimal")
      .with_parameter(kPressure, "0", "xsd:decimal")  // never seen: its type's default
      .with_parameter(kPlugs + "1.Name", "kitchen", "xsd:string")
      .with_parameter(kPlugs + "1.State", "true", "xsd:boolean")
      .with_parameter(kPlugs + "1.Power", "12.5", "xsd:decimal")
      .with_parameter("Device.X_00D09E_Home.PlugNumberOfEntries", "1", "xsd:unsignedInt")
      .reply_no_content();
  session.expect_end();
}

TEST_CASE("N01 J06 an active notification reaches the ACS at once, and the first value is a baseline",
          "[devices_readings]") {
  Home home;
  home.start();
  home.publish("boiler/temperature", "500");
  home.wait_for_value(kTemperature, "50");
  CHECK_FALSE(home.in_session());
  home.publish("boiler/temperature", "501");

  std::optional<Exchange> inform;
  Session session = home.acs().accept_session(&inform);
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kTemperature, "50.1", "xsd:decimal");
  session.run_to_end();

  // An equal value is no change.
  home.publish("boiler/temperature", "501");
  home.fence();
  home.expect_nothing_to_tell();
}

TEST_CASE("N02 a passive notification rides along, and off is silent", "[devices_readings]") {
  Home home;
  home.start();
  for (const char* value : {"15", "16"}) {
    home.publish("boiler/pressure", value);
    home.publish("boiler/hours", value);
    home.fence();
  }
  home.wait_for_value(kHours, "16");
  CHECK_FALSE(home.in_session());

  std::optional<Exchange> inform;
  Session session = home.session(&inform);
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kPressure, "16").without_parameter(kHours);
  session.run_to_end();
  home.expect_nothing_to_tell();
}

TEST_CASE("N05 twenty changes while the ACS is away are reported once, as the latest value", "[devices_readings]") {
  Home home;
  home.start();
  home.publish("boiler/temperature", "500");
  home.wait_for_value(kTemperature, "50");
  home.acs().stop();
  for (int i = 1; i <= 20; ++i) home.publish("boiler/temperature", std::to_string(500 + i));
  home.wait_for_value(kTemperature, "52");
  home.gateway().daemon().wait_for_line("acs.session.failed");
  home.acs().resume();

  std::optional<Exchange> inform;
  Session session = home.acs().accept_session(&inform);
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kTemperature, "52");
  CHECK(count(inform->message(), kTemperature) == 1);
  session.run_to_end();
  home.expect_nothing_to_tell();
}

TEST_CASE("what makes no value keeps the last one and is counted", "[devices_readings]") {
  Home home;
  home.start();
  home.publish("plug/kitchen", R"({"state":"ON","power":12.5})");
  home.wait_for_value(kPlugs + "1.Power", "12.5");
  struct Bad {
    const char* what;
    std::string payload;
  };
  const std::vector<Bad> bad = {
      {"not JSON", "power: 13"},
      {"half of a document", R"({"state":"ON","power":13)"},
      {"null", R"({"state":"ON","power":null})"},
      {"nan as text", R"({"state":"ON","power":"nan"})"},
      {"nan as JSON has none", R"({"state":"ON","power":nan})"},
      {"a number beyond all bounds", R"({"state":"ON","power":1e999})"},
      {"a text for a number", R"({"state":"ON","power":"much"})"},
      {"a list for a number", R"({"state":"ON","power":[13]})"},
      {"a word not in the map", R"({"state":"MAYBE","power":12.5})"},
      {"5,000 nested lists", std::string(5000, '[') + std::string(5000, ']')},
      // Above twice the limit the broker drops it, unseen by us: it is more than our Maximum Packet Size.
      {"a megabyte and a half", R"({"state":"OFF","power":13,"pad":")" + std::string(3 << 19, 'x') + R"("})"},
      {"a NUL in the middle", std::string("{\"state\":\"ON\",\0\"power\":13}", 26)},
  };
  std::int64_t rejected = home.rejected();
  for (const Bad& one : bad) {
    INFO(one.what);
    home.publish("plug/kitchen", one.payload);
    home.fence();
    CHECK(home.value(kPlugs + "1.Power") == "12.5");
    CHECK(home.value(kPlugs + "1.State") == "true");
    CHECK(home.rejected() > rejected);
    rejected = home.rejected();
  }
  // What came through the ACS is well formed, and the next good value counts.
  home.publish("plug/kitchen", R"({"state":"OFF","power":13})");
  home.wait_for_value(kPlugs + "1.Power", "13");
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  session.ask(post, get_parameter_values({"Device."})).with_parameter(kPlugs + "1.State", "false").reply_no_content();
  session.expect_end();
}

TEST_CASE("a text that is not fit for XML is taken with U+FFFD in the place of each such byte", "[devices_readings]") {
  Home home;
  home.start();
  home.publish("boiler/label", "first");
  home.wait_for_value(kLabel, "first");
  // Bytes that are no UTF-8, a control character, a cut sequence; markup is only text.
  home.publish("boiler/label", std::string("caf\xff\x01 <&>]]>\"' \xc3\xa9 \xe2\x82"));

  std::optional<Exchange> inform;
  Session session = home.acs().accept_session(&inform);
  const Parameter& label = inform->message().parameter(kLabel);
  CHECK(label.value.starts_with("caf\xEF\xBF\xBD\xEF\xBF\xBD <&>]]>\"' \xc3\xa9 \xEF\xBF\xBD"));
  CHECK(label.value.find('\xff') == std::string::npos);
  CHECK(inform->message().violations.empty());
  session.run_to_end();
}

TEST_CASE("neither a text inside JSON nor a device's name can spoil an envelope", "[devices_readings]") {
  Home home;
  home.start();
  const std::vector<std::string> names = {"<Plug> & \"co\"", "]]>", "caf\xc3\xa9", " ",
                                          "Device.",         "{i}", "${value}",    std::string(200, 'n')};
  for (const std::string& name : names) home.publish("plug/" + name, "{\"note\":\"<\xff \\u0001&amp;\"}");
  home.fence();
  home.wait_for_value("Device.X_00D09E_Home.PlugNumberOfEntries", std::to_string(names.size()));
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  Exchange answer = session.ask(post, get_parameter_values({"Device."}));
  for (std::size_t row = 0; row < names.size(); ++row) {
    answer.with_parameter(kPlugs + std::to_string(row + 1) + ".Name", names[row]);
  }
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("a device keeps its row number for ever, and no other device gets it", "[devices_readings]") {
  Home home;
  home.start();
  const auto add = [&](const std::string& name) { home.publish("plug/" + name, R"({"state":"ON","power":1})"); };
  const auto remove = [&](const std::string& name) { home.publish("plug/" + name, ""); };
  for (const char* name : {"a", "b", "c"}) add(name);
  home.wait_for_value(kPlugs + "3.Name", "c");
  CHECK(home.value(kPlugs + "1.Name") == "a");
  CHECK(home.value(kPlugs + "2.Name") == "b");

  remove("b");
  remove("c");
  add("d");
  home.wait_for_value(kPlugs + "4.Name", "d");
  CHECK(home.value(kPlugs + "2.Name").empty());
  CHECK(home.value(kPlugs + "3.Name").empty());
  add("b");
  home.wait_for_value(kPlugs + "2.Name", "b");

  home.restart();
  // Known rows are there before their devices speak; c, which left, is not.
  CHECK(home.value(kPlugs + "1.Name") == "a");
  CHECK(home.value(kPlugs + "2.Name") == "b");
  CHECK(home.value(kPlugs + "3.Name").empty());
  CHECK(home.value(kPlugs + "4.Name") == "d");
  CHECK(home.value(kPlugs + "1.Power") == "1");  // saved at the clean stop
  add("e");
  home.wait_for_value(kPlugs + "5.Name", "e");
  add("c");
  home.wait_for_value(kPlugs + "3.Name", "c");
  CHECK(home.value("Device.X_00D09E_Home.PlugNumberOfEntries") == "5");

  Session session = home.session();
  Exchange post = session.expect_empty_post();
  session.ask(post, get_parameter_values({kPlugs})).with_parameter(kPlugs + "3.Name", "c").reply_no_content();
  session.expect_end();
}

TEST_CASE("the first value after a restart is compared with the last one before", "[devices_readings]") {
  Home home;
  home.start();
  home.publish("boiler/temperature", "500");
  home.wait_for_value(kTemperature, "50");
  home.restart();
  CHECK(home.value(kTemperature) == "50");
  home.publish("boiler/temperature", "500");
  home.fence();
  home.expect_nothing_to_tell();
  home.restart();
  home.publish("boiler/temperature", "600");
  std::optional<Exchange> inform;
  Session session = home.acs().accept_session(&inform);
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kTemperature, "60");
  session.run_to_end();
}
