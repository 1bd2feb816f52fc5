// SPDX-License-Identifier: Apache-2.0
// Shows which components that are announced to Home Assistant are one device, what becomes of more than a device may
// have, and what is about a component alone and not about its device.
#include "tests/support/catch.hpp"
#include "tests/unit/mqtt/discovery/bridge.hpp"

using namespace tests;

namespace {

Bridge homeassistant() { return Bridge(discovery::make_homeassistant, "homeassistant"); }

std::string sensor(const std::string& id, const std::string& device) {
  return R"({"uniq_id":")" + id + R"(","stat_t":")" + id + R"(","dev":{)" + device + "}}";
}

void announce(Bridge& bridge, const std::string& id, const std::string& device) {
  bridge.hear("homeassistant/sensor/" + id + "/config", sensor(id, device));
}

std::string of_many(std::size_t count) {
  std::string components;
  for (std::size_t i = 0; i < count; ++i) {
    components += (i == 0 ? "\"c" : ",\"c") + std::to_string(i) + R"(":{"p":"sensor","stat_t":"s"})";
  }
  return R"({"dev":{"ids":"d","name":"D"},"o":{"name":"x"},"cmps":{)" + components + "}}";
}

}  // namespace

TEST_CASE("components with a common identifier or connection are one device") {
  Bridge bridge = homeassistant();
  announce(bridge, "1", R"("ids":["b","x"],"name":"Pump")");
  announce(bridge, "2", R"("ids":["a","x"])");
  CHECK(bridge.count() == 1);
  CHECK(bridge.device("a").capabilities.size() == 2);
  CHECK(bridge.device("a").name == "Pump");
  // A third one joins what were two devices.
  announce(bridge, "3", R"("ids":["k"])");
  announce(bridge, "4", R"("ids":["m"],"cns":[["mac","02:00:00:00:00:01"]])");
  CHECK(bridge.count() == 3);
  announce(bridge, "5", R"("ids":["m","k"])");
  CHECK(bridge.count() == 2);
  CHECK(bridge.device("k").capabilities.size() == 3);
  // Without it they are two again.
  bridge.hear("homeassistant/sensor/5/config", "");
  CHECK(bridge.count() == 3);
  CHECK(bridge.device("m").capabilities.size() == 1);
}

TEST_CASE("a MAC is the same device in any case and form") {
  Bridge bridge = homeassistant();
  announce(bridge, "1", R"("cns":[["mac","AA:BB:CC:00:11:22"]],"name":"Meter")");
  announce(bridge, "2", R"("cns":[["mac","aa:bb:cc:00:11:22"]])");
  announce(bridge, "3", R"("connections":[["mac","AA-BB-CC-00-11-22"]])");
  CHECK(bridge.count() == 1);
  CHECK(bridge.device("aabbcc001122").capabilities.size() == 3);
  // An identifier is the better identity, and may be the MAC as well.
  announce(bridge, "4", R"("ids":"AABBCC001122")");
  CHECK(bridge.count() == 1);
  CHECK(bridge.device("AABBCC001122").capabilities.size() == 4);
  // Of other connections the kind counts, and the case.
  announce(bridge, "5", R"("cns":[["zigbee","0x01"]])");
  announce(bridge, "6", R"("cns":[["upnp","0x01"]])");
  announce(bridge, "7", R"("cns":[["zigbee","0x01"],["x"],7]})");
  CHECK(bridge.count() == 3);
}

TEST_CASE("the identity of a device does not depend on which component is announced first") {
  const std::vector<std::pair<std::string, std::string>> components = {
      {"1", R"("ids":["q"])"}, {"2", R"("cns":[["mac","02:00:00:00:00:0a"]])"}, {"3", R"("ids":["q","02000000000A"])"}};
  for (const auto& order : {std::vector<std::size_t>{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {1, 0, 2}}) {
    Bridge bridge = homeassistant();
    for (const std::size_t i : order) announce(bridge, components[i].first, components[i].second);
    CHECK(bridge.count() == 1);
    CHECK(bridge.has("q"));
  }
}

TEST_CASE("of more than 256 components those that fit are shown, and the rest is reported") {
  Bridge bridge = homeassistant();
  const std::string topic = "homeassistant/device/d/config";
  bridge.hear(topic, of_many(300));
  CHECK(bridge.rejected() == 0);
  CHECK(bridge.device("d").capabilities.size() == 256);
  CHECK(bridge.skipped().at("d/more") == "the device has too many components: 44 more than the 256 that are shown");
  bridge.hear(topic, of_many(256));
  CHECK(bridge.device("d").capabilities.size() == 256);
  CHECK(bridge.skipped().empty());
  // Several messages are one device too.
  for (int i = 0; i < 3; ++i) announce(bridge, "more" + std::to_string(i), R"("ids":"d")");
  CHECK(bridge.skipped().at("d/more").find(" 3 more ") != std::string::npos);
  bridge.hear(topic, "");
  CHECK(bridge.device("d").capabilities.size() == 3);
  CHECK(bridge.skipped().empty());
}

TEST_CASE("a light that is turned on by its brightness is sent nothing else") {
  Bridge bridge = homeassistant();
  const auto light = [&](const std::string& keys) {
    bridge.hear(
        "homeassistant/light/l/config",
        R"({"uniq_id":"l","cmd_t":"l/set","stat_t":"l","bri_cmd_t":"l/level","bri_stat_t":"l","dev":{"ids":"l"},)" +
            keys + "}");
    return bridge.device("l");
  };
  const auto dimmer = light(R"("on_cmd_type":"brightness","bri_scl":99)");
  CHECK(sent(find(dimmer, "l"), "true") == "l/level 99");
  CHECK(sent(find(dimmer, "l"), "false") == "l/set OFF");
  CHECK(sent(find(dimmer, "l.brightness"), "50") == "l/level 50");
  const auto other =
      light(R"j("on_command_type":"brightness","bri_cmd_tpl":"{\"level\": {{ (value / 255 * 100) | int }}}")j");
  CHECK(sent(find(other, "l"), "true") == R"(l/level {"level": 100})");
  CHECK(sent(find(light(R"("on_command_type":"last")"), "l"), "true") == "l/set ON");
  CHECK(sent(find(light(R"("on_command_type":"first")"), "l"), "true") == "l/set ON");
}

TEST_CASE("an availability that asks for members of the values' message is theirs, not the device's") {
  Bridge bridge = homeassistant();
  const auto announce_value = [&](const std::string& name) {
    bridge.hear("homeassistant/sensor/" + name + "/config",
                R"({"uniq_id":")" + name + R"(","stat_t":"heater/data","unit_of_meas":"°C","dev":{"ids":"heater"},)" +
                    R"("val_tpl":"{{value_json[')" + name + R"('] if value_json[')" + name +
                    R"('] is defined else 0}}","avty":[{"t":"heater/data","val_tpl":"{{'online' if value_json[')" +
                    name + R"('] is defined else 'offline'}}"},{"t":"heater/status"}]})");
  };
  announce_value("flow");
  announce_value("outdoor");
  const auto& heater = bridge.device("heater");
  REQUIRE(heater.availability.sources.size() == 1);
  CHECK(heater.availability.sources[0].address.text() == "heater/status");
  // What stands in for a value that is not there is no value.
  CHECK(shown(find(heater, "flow"), R"({"flow":40.5,"outdoor":3})") == "40.5");
  CHECK(shown(find(heater, "flow"), R"({"outdoor":3})") == "(kept)");
  CHECK(shown(find(heater, "outdoor"), R"({"outdoor":0})") == "0");
  CHECK(bridge.skipped().empty());
  // One that reads a value is the device's, also at the same topic.
  bridge.hear("homeassistant/sensor/p/config",
              R"({"uniq_id":"p","stat_t":"p","val_tpl":"{{ value_json.x }}","avty_t":"p","dev":{"ids":"p"},)"
              R"("avty_tpl":"{{ value_json.state }}"})");
  CHECK(bridge.device("p").availability.sources.size() == 1);
}
