// SPDX-License-Identifier: Apache-2.0
// Shows what `devices:` makes of messages at a host: devices in the standard shape, whose capabilities come with their
// values, sets to them, and what stands in it wrongly.
#include "adapters/mapping/binding.hpp"
#include "adapters/mapping/tables/explain.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"
#include "tests/unit/sdk/fake_host.hpp"

using namespace adapters;
using namespace std::chrono_literals;
using Calls = std::vector<std::string>;
using Errors = std::vector<std::string>;

namespace {

constexpr const char* kHome = R"({"deny":["*hidden*"],"max_devices":3,"devices":[{
  "rows": {"topic": "home/{room}/{id}"}, "name": "{id} in {room}", "name_pointer": "/info/name", "type": "Sensor",
  "description": "Weather station {id}", "protocol": "ZigBee",
  "availability": {"topic": "bridges/{room}"},
  "capabilities": [
    {"name": "Temperature", "class": "LevelSensor", "type": "Temperature", "unit": "degC", "round": 1,
     "source": {"pointer": "/t", "refresh": {"topic": "home/{room}/{id}/get"}}},
    {"name": "Window", "class": "BinarySensor", "type": "WindowOpen", "inverted": true, "notify": "active",
     "source": {"topic": "home/{room}/{id}/contact"}},
    {"name": "Mode", "class": "EnumControl", "values": {"0": "Off", "1": "Heat", "2": "Heat"}, "always": true,
     "source": {"pointer": "/mode"},
     "sink": {"topic": "home/{room}/{id}/set", "payload": "{\"id\": \"${id}\", \"mode\": ${value}}"}},
    {"name": "Target", "class": "LevelControl", "range": {"min": 5, "max": 30}, "source": {"pointer": "/target"},
     "sink": {"topic": "home/{room}/{id}/target"}},
    {"name": "Button", "class": "TextSensor", "source": {"pointer": "/action", "reset_after_s": 2}}]},
 {"rows": {"topic": "relays/{name}/state"}, "identity": "relay {name}",
  "capabilities": [
    {"name": "Relay", "class": "BinaryControl", "type": "Switch",
     "sink": {"topic": "relays/{name}/rpc", "payload": "{\"id\": ${id}, \"on\": ${value}}", "confirm": "response",
              "response": {"topic": "answers", "pointer": "/id", "error": {"pointer": "/error"}}}}]}]})";

struct Home {
  explicit Home(const char* section = kHome) : config(section) {
    binding.declare();
    CHECK(config.errors().empty());
    CHECK(host.take().empty());
  }
  Calls receive(std::string_view topic, std::string_view payload) {
    binding.receive(topic, payload, false, now);
    return host.take();
  }
  mapping::Outcome<mapping::Command, mapping::Refusal> command(adapter_handle row, std::string_view value) {
    return binding.command({7, {row}, sdk::kValue, value});
  }

  test::ConfigText config;
  mapping::Mapping mapping{config.root()};
  test::FakeHost host;
  mapping::Binding binding{sdk::Host(host.api()), mapping, "MQTT", 40};
  mapping::Binding::Time now{1h};
};

/// Where the only mistake of one capability is reported.
std::string where(const std::string& capability) {
  test::ConfigText config(R"({"devices":[{"rows":{"topic":"h/{id}"},"capabilities":[{"name":"A",)" + capability +
                          "}]}]}");
  const mapping::Mapping mapping(config.root());
  if (config.errors().size() != 1) return std::to_string(config.errors().size()) + " errors";
  return config.errors()[0].substr(0, config.errors()[0].find(':'));
}

Errors errors(const std::string& devices) {
  test::ConfigText config(R"({"devices":[)" + devices + "]}");
  const mapping::Mapping mapping(config.root());
  return config.errors();
}

}  // namespace

TEST_CASE("a device shows what it has had a value of, and what it always has") {
  Home home;
  CHECK(home.receive("home/kitchen/w1", R"({"t":21.27,"target":null})") ==
        Calls{"device test kitchen/w1 -> 2", "show 2 'w1 in kitchen' 'Sensor' 'Weather station w1' -> 3",
              "capability 2 Mode class 2 'Mode' '' '' word Off word Heat -> 4",
              "capability 2 Temperature class 4 'Temperature' 'Temperature' 'degC' -> 5", "publish 5/2=21.3"});
  CHECK(home.binding.devices().take_prime() == std::vector<mapping::Message>{{"home/kitchen/w1/get", ""}});
  CHECK(home.binding.devices().take_prime().empty());
  CHECK(home.binding.devices().prime().size() == 1);
  CHECK(home.receive("home/kitchen/w1", R"({"t":22,"mode":1})") == Calls{"publish 5/2=22 4/2=Heat"});
  CHECK(home.receive("home/kitchen/w1/contact", "OFF") ==
        Calls{"capability 2 Window class 3 'Window' 'WindowOpen' '' -> 6", "publish 6/2=true"});
  CHECK(home.receive("home/kitchen/w1", R"({"target":"warm"})").size() == 1);  // counted
  CHECK(home.receive("home/kitchen/w1", R"({"target":21})") ==
        Calls{"capability 2 Target class 1 'Target' '' '' min 5 max 30 -> 7", "publish 7/2=21"});
  CHECK(home.receive("home/kitchen/w1", "") == Calls{"remove_device 2"});
  CHECK(home.binding.devices().prime().empty());
  CHECK(home.receive("home/kitchen/w1", "").empty());
}

TEST_CASE("a value that comes before its device waits, a name comes with a message") {
  Home home;
  CHECK(home.receive("home/a/b/contact", "ON").empty());
  CHECK(home.receive("bridges/a", "online").empty());
  CHECK(home.receive("home/a/b", R"({"info":{"name":"Bath"}})") ==
        Calls{"device test a/b -> 2", "show 2 'Bath' 'Sensor' 'Weather station b' -> 3",
              "capability 2 Mode class 2 'Mode' '' '' word Off word Heat -> 4",
              "capability 2 Window class 3 'Window' 'WindowOpen' '' -> 5", "publish 5/2=false", "presence 2 1"});
  CHECK(home.receive("home/a/b", R"({"info":{"name":"Bath"}})").empty());
  CHECK(home.receive("home/a/b", R"({"info":{"name":"Bathroom"}})") ==
        Calls{"show 2 'Bathroom' 'Sensor' 'Weather station b' -> 6"});
  CHECK(home.receive("bridges/a", "offline") == Calls{"presence 2 2"});
}

TEST_CASE("a set of a capability is a command, and an answer ends it") {
  Home home;
  CHECK(home.receive("relays/r1/state", "x").back() == "capability 2 Relay class 0 'Relay' 'Switch' '' -> 4");
  const auto command = home.command(4, "true");
  REQUIRE(command);
  CHECK(command->address == "relays/r1/rpc");
  CHECK(command->payload == R"({"id": 40, "on": true})");
  CHECK(command->confirm == mapping::Confirm::response);
  CHECK(home.receive("answers", R"({"id":40,"error":"stuck"})") == Calls{"reply 7 3 stuck"});
  CHECK(home.command(99, "true").error().status == ADAPTER_NOT_SENT);

  home.receive("home/k/w", R"({"target":20,"mode":0})");
  const sdk::Item items[] = {{8, {8}, sdk::kValue, "31"}, {9, {7}, sdk::kValue, "Heat"}, {10, {7}, sdk::kValue, "Dry"}};
  home.binding.check({&items[0], 1});
  CHECK(home.host.take() == Calls{"reply 8 4 '31' is out of range"});
  home.binding.check({&items[1], 2});
  CHECK(home.host.take() == Calls{"reply 9 0", "reply 10 4 'Dry' is not among the values"});
  CHECK(home.command(7, "Heat")->payload == R"({"id": "w", "mode": 1})");
  const sdk::Item unknown{11, {99}, sdk::kValue, "1"};
  home.binding.check({&unknown, 1});
  CHECK(home.host.take() == Calls{"reply 11 0"});
}

TEST_CASE("an event of a device is over after a while") {
  Home home;
  CHECK(home.receive("home/k/w", R"({"action":"double"})").back() == "publish 5/2=double");
  CHECK(home.binding.next_time() == home.now + 2s);
  home.binding.pass_time(home.now + 2s);
  CHECK(home.host.take() == Calls{"publish 5/2="});
  home.receive("home/k/w", R"({"action":"single"})");
  home.receive("home/k/w", "");
  home.binding.pass_time(home.now + 9s);
  CHECK(home.host.take().empty());
}

TEST_CASE("devices that nobody wants are told of, and so are those for which there is no room") {
  Home home;
  CHECK(home.receive("home/hidden/w", "{}") == Calls{"skipped hidden/w ''deny' has it'"});
  for (const char* topic : {"home/a/1", "home/a/2", "relays/r/state"}) CHECK(home.receive(topic, "{}").size() > 1);
  CHECK(home.receive("home/a/3", "{}") == Calls{"skipped a/3 'max_devices is reached'"});
  CHECK(home.receive("home/a/1", "") == Calls{"remove_device 2"});
  CHECK(home.receive("home/a/3", "{}").size() > 1);
}

TEST_CASE("messages of devices that are not shown leave room for others") {
  Home home;
  for (int i = 0; i < 20; ++i) {
    const std::string topic = "home/hidden/" + std::to_string(i);
    CHECK(home.receive(topic + "/contact", std::string(100'000, 'x')).empty());
    CHECK(home.receive(topic, "{}").size() == 1);
  }
  CHECK(home.receive("home/a/b/contact", "ON").empty());
  CHECK(home.receive("home/a/b", "{}").back() == "publish 5/2=false");
}

TEST_CASE("a capability that two entries describe is its first one's, and then the other's") {
  Home home(R"({"devices":[
    {"rows":{"topic":"a/{n}"},"capabilities":[{"name":"A","class":"TextControl","source":{"topic":"a/{n}"},"sink":{"topic":"a/{n}/set"}}]},
    {"rows":{"topic":"b/{n}"},"capabilities":[{"name":"A","class":"TextControl","source":{"topic":"b/{n}"},"sink":{"topic":"b/{n}/set"}}]}]})");
  home.receive("a/x", "1");
  home.receive("b/x", "2");
  CHECK(home.command(4, "3")->address == "a/x/set");
  CHECK(home.receive("a/x", "").empty());
  CHECK(home.command(4, "3")->address == "b/x/set");
  CHECK(home.receive("b/x", "4") == Calls{"publish 4/2=4"});
  CHECK(home.receive("b/x", "") == Calls{"remove_device 2"});
}

TEST_CASE("a single device has no rows, and comes with its first value") {
  Home home(R"({"devices":[{"identity":"boiler","name":"Boiler","availability":{"topic":"b/there"},"capabilities":[
    {"name":"Flow","class":"LevelSensor","source":{"topic":"b/state","pointer":"/flow"}},
    {"name":"Pump","class":"BinaryControl","source":{"topic":"b/pump"},"sink":{"topic":"b/pump/set"}}]}]})");
  CHECK(home.mapping.filters() == std::vector<std::string>{"b/pump", "b/state", "b/there"});
  CHECK(home.receive("b/there", "online").empty());
  CHECK(home.receive("b/state", R"({"other":1})").empty());
  CHECK(home.receive("b/state", R"({"flow":35})") == Calls{"device test boiler -> 2", "show 2 'Boiler' '' '' -> 3",
                                                           "capability 2 Flow class 4 'Flow' '' '' -> 4",
                                                           "publish 4/2=35", "presence 2 1"});
  CHECK(home.receive("b/pump", "on").back() == "publish 5/2=true");
  CHECK(home.command(5, "false")->address == "b/pump/set");
  CHECK(home.receive("b/state", "").size() == 1);  // counted; it stays
  std::vector<std::string> lines;
  const auto add = [](void* to, const char* line) { static_cast<std::vector<std::string>*>(to)->push_back(line); };
  CHECK(mapping::explain(home.mapping, "b/pump", "on", sdk::Say(add, &lines)));
  CHECK(lines ==
        std::vector<std::string>{"the device boiler, made if it is not there:", "  Pump (BinaryControl) = true"});
}

TEST_CASE("what is known by the same is one device, which goes with the last that is said of it") {
  Home home(R"({"devices":[
    {"rows":{"topic":"a/{n}"},"name":"one","capabilities":[{"name":"A","class":"TextSensor","source":{"topic":"a/{n}"}}]},
    {"rows":{"topic":"b/{n}"},"capabilities":[{"name":"B","class":"TextSensor","source":{"topic":"b/{n}"}}]}]})");
  CHECK(home.receive("a/x", "1").size() == 4);
  CHECK(home.receive("b/x", "2") ==
        Calls{"show 2 'x' '' '' -> 5", "capability 2 B class 7 'B' '' '' -> 6", "publish 6/2=2"});
  CHECK(home.receive("a/x", "") == Calls{"remove_row 4"});
  CHECK(home.receive("b/x", "3") == Calls{"publish 6/2=3"});
  CHECK(home.receive("b/x", "") == Calls{"remove_device 2"});
}

TEST_CASE("two entries of one device do not disturb each other, and count once") {
  Home home(R"({"max_devices":1,"devices":[
    {"rows":{"topic":"a/{n}"},"availability":{"stale_after_s":60},
     "capabilities":[{"name":"A","class":"TextSensor","source":{"topic":"a/{n}"}}]},
    {"rows":{"topic":"b/{n}"},"capabilities":[{"name":"B","class":"TextSensor","source":{"topic":"b/{n}"}}]}]})");
  CHECK(home.receive("a/x", "1").back() == "presence 2 1");
  CHECK(home.receive("b/x", "2") ==
        Calls{"show 2 'x' '' '' -> 5", "capability 2 B class 7 'B' '' '' -> 6", "publish 6/2=2"});
  CHECK(home.receive("a/y", "1") == Calls{"skipped y 'max_devices is reached'"});
  CHECK(home.receive("b/x", "") == Calls{"remove_row 6"});
  home.binding.pass_time(home.now + 61s);
  CHECK(home.host.take() == Calls{"presence 2 3"});
  CHECK(home.receive("a/x", "") == Calls{"remove_device 2"});
  CHECK(home.receive("a/y", "1").size() > 1);
}

TEST_CASE("mistakes in devices are reported where they stand") {
  const std::string source = R"("source":{"pointer":"/a"})";
  const std::string sink = R"("sink":{"topic":"h/{id}/set"})";
  CHECK(where(R"("class":"LevelSensor",)" + source) == "0 errors");
  CHECK(where(R"("class":"TextControl",)" + sink) == "0 errors");
  CHECK(where(R"("class":"Sensor",)" + source) == "class");
  CHECK(where(R"("class":"LevelSensor",)" + source + "," + sink) == "sink");
  CHECK(where(R"("class":"LevelControl",)" + source) == "-");
  CHECK(where(R"("class":"TextSensor")") == "-");
  CHECK(where(R"("class":"EnumSensor",)" + source) == "-");
  CHECK(where(R"("class":"BinarySensor","scale":2,)" + source) == "-");
  CHECK(where(R"("class":"BinarySensor","range":{"min":1},)" + source) == "range");
  CHECK(where(R"("class":"LevelSensor","source":{"topic":"h/{other}/a"})") == "source");
  CHECK(where(R"("class":"BinarySensor","source":{"availability":true})") == "availability");
  CHECK(errors(R"({"rows":{"topic":"h"},"capabilities":[]})") ==
        Errors{"rows: a {name} is needed that tells one device from another"});
  CHECK(errors(R"({"rows":{"topic":"h/{id}"},"name":"{name}"})") == Errors{"name: {name} is not captured by the rows"});
  CHECK(errors(R"({"rows":{"topic":"h/{id}"},"name_pointer":"name"})").size() == 1);
  CHECK(errors(R"({"capabilities":[]})") == Errors{"-: it needs `rows`, or for a single device an `identity`"});
  CHECK(errors(R"({"identity":"a","capabilities":[{"name":"A","class":"TextSensor","source":{"pointer":"/a"}}]})")
            .size() == 1);
  CHECK(errors(R"({"identity":"a","name_pointer":"/n","capabilities":[]})").size() == 1);
  CHECK(errors(R"({"rows":{"topic":"h/{id}"},"capabilities":[
        {"name":"A","class":"TextSensor","source":{"pointer":"/a"}},
        {"name":"A","class":"LevelSensor","source":{"pointer":"/b"}}]})") ==
        Errors{"name: the device has one of this name already"});
  test::ConfigText config(R"({"profile":"p","devices":[{"rows":{"topic":"h/{id}"},"capabilities":[]}],
                              "parameters":[{"path":"A","value":"1"}]})");
  const mapping::Mapping mapping(config.root());
  CHECK(config.errors().size() == 1);  // no mount
}

TEST_CASE("a message is explained to devices as well") {
  Home home;
  std::vector<std::string> lines;
  const auto add = [](void* to, const char* line) { static_cast<std::vector<std::string>*>(to)->push_back(line); };
  const sdk::Say say(add, &lines);
  CHECK(mapping::explain(home.mapping, "home/k/w1", R"({"t": 21.27, "mode": 5})", say));
  CHECK(lines == std::vector<std::string>{
                     "the device k/w1, made if it is not there:",
                     "  its name: left as it is: there is nothing at /info/name; there is t, mode",
                     "  Temperature (LevelSensor) = 21.3 degC",
                     "  Mode (EnumControl): left as it is: at /mode, '5' is not "
                     "among the values",
                     "  Target (LevelControl): left as it is: there is nothing at /target; there is t, mode",
                     "  Button (TextSensor): left as it is: there is nothing at /action; there is t, mode"});
  lines.clear();
  CHECK(mapping::explain(home.mapping, "home/hidden/w1", "{}", say));
  CHECK(lines[1] == "  it is not shown: 'deny' has it");
}
