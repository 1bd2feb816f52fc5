// SPDX-License-Identifier: Apache-2.0
// Shows what devices that speak Homie 3, 4 and 5 are in the standard shape, with messages as real ones send them.
#include "adapters/mapping/vocabulary/capability_words.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/mqtt/discovery/bridge.hpp"

using namespace tests;

namespace {

Bridge homie() { return Bridge(discovery::make_homie, "homie"); }

const std::string kDescription =
    R"({"homie":"5.0","version":1795347461127,"name":"Demo","nodes":{"sensors":{"name":"S","type":"x","properties":{"temperature":{"name":"T","datatype":"float","unit":"°C","format":"-20:60"},"switch":{"name":"Sw","datatype":"boolean","settable":true},"level":{"datatype":"integer","settable":true,"format":"0:100:5","unit":"%"},"mode":{"datatype":"enum","format":"low,high","settable":true},"press":{"datatype":"enum","format":"single,double","retained":false},"text":{"datatype":"string","settable":true}}}}})";

// A Homie 3 that has said all but its $state, in the order of its topics.
void say_attributes(Bridge& bridge) {
  bridge.hear("homie/dev/$homie", "3.0.1");
  bridge.hear("homie/dev/$name", "My device");
  bridge.hear("homie/dev/$nodes", "sensor1");
  bridge.hear("homie/dev/sensor1/$properties", "temperature,power");
  bridge.hear("homie/dev/sensor1/temperature/$unit", "°C");
  bridge.hear("homie/dev/sensor1/temperature/$datatype", "float");
  bridge.hear("homie/dev/sensor1/power/$settable", "true");
  bridge.hear("homie/dev/sensor1/power/$datatype", "boolean");
}

adapters::mapping::Outcome<adapter_presence> presence(const mapping::DeviceDescription& device,
                                                      std::string_view state) {
  mapping::Payload payload(state);
  return mapping::presence_in(payload, device.availability.sources.at(0));
}

}  // namespace

TEST_CASE("a Homie 5 is described by one document, once it is ready") {
  Bridge bridge = homie();
  bridge.hear("homie/5/my-dev/$state", "init");
  bridge.hear("homie/5/my-dev/$description", kDescription);
  CHECK(bridge.count() == 0);
  bridge.hear("homie/5/my-dev/$state", "ready");
  const auto& device = bridge.device("my-dev");
  CHECK(device.name == "Demo");
  CHECK(device.protocol == "Homie");
  REQUIRE(device.capabilities.size() == 6);

  const auto& temperature = find(device, "sensors.temperature");
  CHECK(shape(temperature) == "LevelSensor Temperature degC");
  CHECK(temperature.source->address.text() == "homie/5/my-dev/sensors/temperature");
  CHECK(shown(temperature, "21.4") == "21.4");
  const auto& power = find(device, "sensors.switch");
  CHECK(shape(power) == "BinaryControl Switch");
  CHECK(sent(power, "1") == "homie/5/my-dev/sensors/switch/set true");
  CHECK(power.accepted->address.text() == "homie/5/my-dev/sensors/switch/$target");
  const auto& level = find(device, "sensors.level");
  CHECK(level.maximum->text() == "100");
  CHECK(level.unit == "%");
  CHECK(find(device, "sensors.mode").words == std::vector<std::string>{"low", "high"});
  CHECK(find(device, "sensors.press").source->ignore_retained);
  // An empty text is one byte of 0 on the way.
  const auto& text = find(device, "sensors.text");
  CHECK(shown(text, std::string_view("\0", 1)) == "");
  CHECK(sent(text, "") == std::string("homie/5/my-dev/sensors/text/set ") + '\0');
  CHECK(sent(text, "hi") == "homie/5/my-dev/sensors/text/set hi");

  CHECK(bridge.hear("homie/5/my-dev/$description", kDescription).described.empty());
  bridge.hear("homie/5/my-dev/$state", "");
  CHECK(bridge.count() == 0);
}

TEST_CASE("$state says whether a device is there; a child is gone with its root") {
  Bridge bridge = homie();
  bridge.hear("homie/5/child/$description", R"({"homie":"5.0","version":1,"root":"bridge","nodes":{}})");
  bridge.hear("homie/5/child/$state", "ready");
  const auto& child = bridge.device("child");
  for (const char* state : {"ready", "sleeping", "init", "alert"}) CHECK(*presence(child, state) == ADAPTER_ONLINE);
  for (const char* state : {"lost", "disconnected"}) CHECK(*presence(child, state) == ADAPTER_OFFLINE);
  REQUIRE(child.availability.sources.size() == 2);
  CHECK(child.availability.sources[1].address.text() == "homie/5/bridge/$state");
  CHECK(child.availability.mode == mapping::Availability::Mode::all);
}

TEST_CASE("a Homie 3 is described by its attributes, once all are there") {
  Bridge bridge = homie();
  say_attributes(bridge);
  CHECK(bridge.count() == 0);
  bridge.hear("homie/dev/$state", "ready");
  const auto& device = bridge.device("dev");
  CHECK(device.name == "My device");
  REQUIRE(device.capabilities.size() == 2);
  CHECK(shape(find(device, "sensor1.temperature")) == "LevelSensor Temperature degC");
  CHECK(sent(find(device, "sensor1.power"), "true") == "homie/dev/sensor1/power/set true");
  CHECK_FALSE(find(device, "sensor1.power").accepted);

  // What changes is described again, what does not is not.
  CHECK(bridge.hear("homie/dev/sensor1/temperature/$unit", "°C").described.empty());
  CHECK(bridge.hear("homie/dev/sensor1/temperature/$unit", "K").described.size() == 1);
  CHECK(find(bridge.device("dev"), "sensor1.temperature").unit == "K");
  bridge.hear("homie/dev/$homie", "");
  CHECK(bridge.count() == 0);
}

TEST_CASE("Homie that is not supported, and what is no Homie") {
  Bridge bridge = homie();
  bridge.hear("homie/old/$homie", "2.0.0");
  CHECK(bridge.skipped().at("old").find("2.0.0") != std::string::npos);
  for (const char* payload : {"{", "[]", R"({"homie":"6.0"})"}) bridge.hear("homie/5/x/$description", payload);
  CHECK(bridge.rejected() == 3);
  bridge.hear("homie/dev/sensor1/temperature", "21");
  bridge.hear("homie/gone/$name", "");
  bridge.hear("other/dev/$homie", "4.0.0");
  CHECK(bridge.count() == 0);
}

TEST_CASE("of several nodes each has its name before those of its properties") {
  Bridge bridge = homie();
  bridge.hear(
      "homie/5/d/$description",
      R"({"homie":"5.0","version":1,"nodes":{"hall":{"name":"Hall","properties":{"t":{"name":"Warmth","datatype":"float"}}},
                 "upper-floor":{"properties":{"t":{"name":"Warmth","datatype":"float"}}}}})");
  bridge.hear("homie/5/d/$state", "ready");
  CHECK(find(bridge.device("d"), "hall.t").name == "Hall Warmth");
  CHECK(find(bridge.device("d"), "upper-floor.t").name == mapping::readable("upper-floor") + " Warmth");

  say_attributes(bridge);
  bridge.hear("homie/dev/sensor1/$name", "Cellar");
  bridge.hear("homie/dev/$state", "ready");
  const std::string alone = find(bridge.device("dev"), "sensor1.power").name;
  CHECK(alone.find("Cellar") == std::string::npos);  // the only node is the device
  bridge.hear("homie/dev/pump/$name", "Pump");
  bridge.hear("homie/dev/pump/$properties", "power");
  bridge.hear("homie/dev/pump/power/$datatype", "boolean");
  bridge.hear("homie/dev/$nodes", "sensor1,pump");
  CHECK(find(bridge.device("dev"), "sensor1.power").name == "Cellar " + alone);
  CHECK(find(bridge.device("dev"), "pump.power").name == "Pump " + alone);
}
