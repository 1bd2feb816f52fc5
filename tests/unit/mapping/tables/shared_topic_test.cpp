// SPDX-License-Identifier: Apache-2.0
// Shows rows and devices of which many send at one topic: known by a key in the message, or by a name in an object.
#include "adapters/mapping/binding.hpp"
#include "adapters/mapping/tables/explain.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"
#include "tests/unit/sdk/fake_host.hpp"

using namespace adapters;
using namespace std::chrono_literals;
using Calls = std::vector<std::string>;

namespace {

constexpr const char* kRadio = R"({"max_rows": 3, "tables": [
  {"path": "Radio.{i}.", "rows": {"topic": "rtl_433/+/events", "key": "/id"},
   "availability": {"stale_after_s": 600},
   "parameters": [{"path": "Name", "value": "{name}"},
                  {"path": "Temperature", "type": "decimal", "source": {"pointer": "/temperature_C"}},
                  {"path": "Low", "type": "boolean", "source": {"pointer": "/battery_ok"}, "inverted": true}]}]})";

constexpr const char* kZigbee = R"({"devices": [
  {"rows": {"topic": "tele/{bridge}/SENSOR", "pointer": "/ZbReceived"}, "identity": "{name}", "name_pointer": "/Name",
   "availability": {"topic": "tele/{bridge}/LWT", "online": "Online", "offline": "Offline"},
   "capabilities": [
     {"name": "Temperature", "class": "LevelSensor", "type": "Temperature", "unit": "degC",
      "source": {"pointer": "/Temperature"}},
     {"name": "Power", "class": "BinaryControl", "type": "Switch", "source": {"pointer": "/Power"},
      "sink": {"topic": "cmnd/{bridge}/ZbSend",
               "payload": "{\"Device\":\"${name}\",\"Send\":{\"Power\":${value}}}"}}]}]})";

constexpr const char* kList = R"({"tables": [
  {"path": "Node.{i}.", "rows": {"topic": "mesh/{gateway}/nodes", "pointer": "/nodes", "key": "/mac"},
   "parameters": [{"path": "Rssi", "type": "int", "source": {"pointer": "/rssi"}},
                  {"path": "Label", "source": {"topic": "mesh/{gateway}/label/{name}"}}]}]})";

struct Home {
  explicit Home(const char* section) : config(section) {
    CHECK(config.errors().empty());
    binding.declare();
    host.take();
  }
  Calls receive(std::string_view topic, std::string_view payload) {
    binding.receive(topic, payload, false, now);
    return host.take();
  }
  std::string explain(std::string_view topic, std::string_view payload) const {
    std::string lines;
    const auto add = [](void* to, const char* line) { *static_cast<std::string*>(to) += std::string(line) + '\n'; };
    if (!mapping::explain(mapping, topic, payload, sdk::Say(add, &lines))) return "nothing";
    return lines;
  }
  test::ConfigText config;
  mapping::Mapping mapping{config.root()};
  test::FakeHost host;
  mapping::Binding binding{sdk::Host(host.api()), mapping, "MQTT"};
  mapping::Binding::Time now{1h};
};

std::string mistake(const std::string& rows) {
  test::ConfigText config(R"({"tables":[{"path":"T.{i}.","rows":)" + rows +
                          R"(,"parameters":[{"path":"A","source":{}}]}]})");
  const mapping::Mapping mapping(config.root());
  return config.errors().empty() ? std::string() : config.errors().front();
}

}  // namespace

TEST_CASE("many devices on one topic are a row each, known by their key") {
  Home home(kRadio);
  CHECK(home.mapping.filters() == std::vector<std::string>{"rtl_433/+/events"});
  CHECK(home.receive("rtl_433/pi/events", R"({"model":"Acurite","id":42,"temperature_C":21.5,"battery_ok":1})") ==
        Calls{"device test 42 -> 6", "add_row 2 42 -> 7", "publish 7/3=42 7/4=21.5 7/5=false", "presence 6 1"});
  CHECK(home.receive("rtl_433/pi/events", R"({"model":"Nexus","id":"b7","temperature_C":-3})") ==
        Calls{"device test b7 -> 8", "add_row 2 b7 -> 9", "publish 9/3=b7 9/4=-3", "presence 8 1",
              "rejected rtl_433/+/events/  /id/b7: Low: there is no value"});
  // Another receiver has the same sensor.
  CHECK(home.receive("rtl_433/attic/events", R"({"id":42,"temperature_C":22,"battery_ok":0})") ==
        Calls{"publish 7/4=22 7/5=true"});
}

TEST_CASE("a message without the key, or that is no document, is counted once") {
  Home home(kRadio);
  CHECK(home.receive("rtl_433/pi/events", R"({"model":"Honeywell","state":"open"})") ==
        Calls{"rejected rtl_433/pi/events: the key of its row is missing, or is no name"});
  CHECK(home.receive("rtl_433/pi/events", R"({"model":"Honeywell","sub":{"id":5,"temperature_C":1}})") ==
        Calls{"rejected rtl_433/pi/events: the key of its row is missing, or is no name"});
  CHECK(home.receive("rtl_433/pi/events", R"({"id":"a/b","temperature_C":1})").size() == 1);
  CHECK(home.receive("rtl_433/pi/events", "hello").front().starts_with("rejected rtl_433/pi/events: it is not JSON"));
  CHECK(home.receive("rtl_433/pi/events", "").empty());
  CHECK(home.receive("rtl_433/pi/x/events", R"({"id":1,"temperature_C":1})").empty());
}

TEST_CASE("devices that are the members of an object are known by name, and can be set") {
  Home home(kZigbee);
  CHECK(home.mapping.filters() == std::vector<std::string>{"tele/+/LWT", "tele/+/SENSOR"});
  home.receive("tele/zb/LWT", "Online");
  const Calls made = home.receive(
      "tele/zb/SENSOR", R"({"ZbReceived":{"0x4F2E":{"Device":"0x4F2E","Name":"Hall","Temperature":21.1,"Power":0}}})");
  CHECK(made == Calls{"device test 0x4F2E -> 2", "show 2 'Hall' '' '' -> 3",
                      "capability 2 Temperature class 4 'Temperature' 'Temperature' 'degC' -> 4",
                      "capability 2 Power class 0 'Power' 'Switch' '' -> 5", "publish 4/2=21.1 5/2=false",
                      "presence 2 1"});
  CHECK(home.receive("tele/zb/SENSOR", R"({"ZbReceived":{"0x0001":{"Power":1},"0x4F2E":{"Temperature":20}}})") ==
        Calls{"device test 0x0001 -> 6", "show 6 '0x0001' '' '' -> 7",
              "capability 6 Power class 0 'Power' 'Switch' '' -> 8", "publish 8/2=true", "presence 6 1",
              "publish 4/2=20"});
  CHECK(home.receive("tele/zb/SENSOR", R"({"Time":"2026-01-02T03:04:05","ANALOG":{"A0":1}})").empty());
  const auto command = home.binding.command({7, {5}, sdk::kValue, "true"});
  REQUIRE(command);
  CHECK(command->address == "cmnd/zb/ZbSend");
  CHECK(command->payload == R"({"Device":"0x4F2E","Send":{"Power":true}})");
}

TEST_CASE("an array has rows by key, and other topics have their columns") {
  Home home(kList);
  CHECK(home.mapping.filters() == std::vector<std::string>{"mesh/+/label/+", "mesh/+/nodes"});
  CHECK(home.receive("mesh/g1/nodes", R"({"nodes":[{"mac":"aa","rssi":-70},{"mac":"bb","rssi":-80},{"rssi":1}]})") ==
        Calls{"rejected mesh/g1/nodes: what is known by nothing, or by a text with a '/', makes no row",
              "device test g1/aa -> 5", "add_row 2 g1/aa -> 6", "publish 6/3=-70", "device test g1/bb -> 7",
              "add_row 2 g1/bb -> 8", "publish 8/3=-80"});
  CHECK(home.receive("mesh/g1/label/bb", "Shed") == Calls{"publish 8/4=Shed"});
}

TEST_CASE("what a message of several rows would set is explained row by row") {
  const Home home(kZigbee);
  const std::string lines =
      home.explain("tele/zb/SENSOR", R"({"ZbReceived":{"0x01":{"Temperature":5},"0x02":{"Power":1}}})");
  CAPTURE(lines);
  CHECK(lines.find("the device 0x01, made if it is not there:") != std::string::npos);
  CHECK(lines.find("Temperature (LevelSensor) = 5 degC") != std::string::npos);
  CHECK(lines.find("the device 0x02, made if it is not there:") != std::string::npos);
  CHECK(lines.find("Power (BinaryControl) = true") != std::string::npos);
  CHECK(home.explain("tele/zb/SENSOR", R"({"Time":"x"})") == "it has no row: nothing is at their pointer\n");
  CHECK(home.explain("tele/zb/STATE", "{}") == "nothing");
}

TEST_CASE("rows in messages have a pointer and a topic that can be") {
  CHECK(mistake(R"({"topic":"a/+/b","key":"/id"})").empty());
  CHECK(mistake(R"({"topic":"a/b","pointer":"/x"})").empty());
  CHECK(mistake(R"({"topic":"a/#","key":"/id"})").find("the only wildcard is +") != std::string::npos);
  CHECK(mistake(R"({"topic":"a/b+","key":"/id"})").find("the only wildcard is +") != std::string::npos);
  CHECK(mistake(R"({"topic":"a/{name}","key":"/id"})").find("stands twice") != std::string::npos);
  CHECK(mistake(R"({"topic":"a/b","key":"id"})").find("begins with '/'") != std::string::npos);
  CHECK(mistake(R"({"topic":"a/+"})").find("no wildcards") != std::string::npos);
}
