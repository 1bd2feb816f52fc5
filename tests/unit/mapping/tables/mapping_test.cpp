// SPDX-License-Identifier: Apache-2.0
// Shows what real messages mean for the cells of a house, and what its sets send.
#include "adapters/mapping/tables/mapping.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/mapping/home.hpp"
#include "tests/unit/sdk/config_text.hpp"

using namespace adapters::mapping;
using Existence = Update::Existence;

namespace {

Decoded decode(const Mapping& mapping, std::string_view address, std::string_view text, bool retained) {
  Payload payload(text, mapping.limits());
  return mapping.decode(address, payload, retained);
}

struct Home {
  test::ConfigText config{test::kHome};
  Mapping mapping{config.root()};

  std::size_t parameter(std::string_view path, std::size_t table = kNoTable) const {
    for (std::size_t i = 0; i < mapping.parameters().size(); ++i) {
      if (mapping.parameters()[i].path == path && mapping.parameters()[i].table == table) return i;
    }
    return kNoTable;
  }
  /// The cell of an update, "(none)" where it has none.
  std::string cell(const Update& update, std::string_view path) const {
    for (const ParameterValue& cell : update.values) {
      if (mapping.parameters()[cell.parameter].path == path) return cell.text;
    }
    return "(none)";
  }
};

constexpr std::string_view kWeather =
    R"({"battery":null,"humidity":44.72,"last_seen":"2026-11-22T11:18:47.571Z","linkquality":132,"pressure":null,)"
    R"("temperature":27.34,"voltage":null})";
constexpr std::string_view kPlug =
    R"({"device_temperature":null,"energy":null,"linkquality":132,"power":null,"power_outage_memory":null,"state":"ON",)"
    R"("update":{"installed_version":-1,"latest_version":-1,"state":null}})";

}  // namespace

TEST_CASE("the house compiles and says what to subscribe to") {
  const Home home;
  CHECK(home.config.errors().empty());
  CHECK(home.mapping.max_rows() == 2);
  CHECK(home.mapping.filters() == std::vector<std::string>{"+/online", "+/status/switch:0", "boiler/button",
                                                           "boiler/state", "boiler/text", "stat/+/POWER", "tele/+/LWT",
                                                           "tele/+/SENSOR", "zigbee2mqtt/+",
                                                           "zigbee2mqtt/+/availability"});
}

TEST_CASE("one document feeds all parameters of its topic, exactly") {
  const Home home;
  const Decoded decoded = decode(home.mapping, "boiler/state", R"({"temp":199,"mode":"heat"})", false);
  REQUIRE(decoded.updates.size() == 1);
  CHECK(decoded.updates[0].table == kNoTable);
  CHECK(home.cell(decoded.updates[0], "Boiler.Temperature") == "19.9");
  CHECK(home.cell(decoded.updates[0], "Boiler.Mode") == "Heating");
  CHECK(decoded.rejected.empty());
}

TEST_CASE("a sensor's message makes its row, and null keeps the last value and is counted") {
  const Home home;
  const Decoded decoded = decode(home.mapping, "zigbee2mqtt/weather", kWeather, false);
  REQUIRE(decoded.updates.size() == 1);
  CHECK(decoded.updates[0].existence == Existence::make);
  CHECK(decoded.updates[0].captures == Captures{{"name", "weather"}});
  CHECK(home.cell(decoded.updates[0], "Temperature") == "27.34");
  CHECK(home.cell(decoded.updates[0], "Battery") == "(none)");
  CHECK(decoded.rejected == std::vector<std::string>{"zigbee2mqtt/weather: Battery: the value is null",
                                                     "zigbee2mqtt/weather: State: there is no value"});
  CHECK(home.cell(decode(home.mapping, "zigbee2mqtt/my_plug", kPlug, false).updates.at(0), "State") == "true");
}

TEST_CASE("only a payload that decodes makes a row, and an empty one removes it") {
  const Home home;
  for (const std::string& payload : {std::string("online"), std::string("{\"temperature\":"), std::string("[1"),
                                     std::string("21"), std::string(5000, '[')}) {
    const Decoded decoded = decode(home.mapping, "zigbee2mqtt/weather", payload, false);
    CHECK(decoded.updates.empty());
    CHECK(decoded.rejected.size() == 1);
  }
  const Decoded empty = decode(home.mapping, "zigbee2mqtt/weather", "", true);
  REQUIRE(empty.updates.size() == 1);
  CHECK(empty.updates[0].existence == Existence::remove);
}

TEST_CASE("bad values keep the last one, each for a reason") {
  const Home home;
  for (const char* value : {"null", "\"nan\"", "1e999", "\"warm\"", "true", "{}", "[]"}) {
    const std::string payload = std::string(R"({"mode":"off","temp":)") + value + "}";
    const Decoded decoded = decode(home.mapping, "boiler/state", payload, false);
    CAPTURE(payload);
    CHECK(decoded.rejected.size() >= 1);
    for (const Update& update : decoded.updates) CHECK(home.cell(update, "Boiler.Temperature") == "(none)");
  }
  CHECK(decode(home.mapping, "boiler/state", R"({"temp":1,"mode":"cool"})", false).rejected.size() == 1);
}

TEST_CASE("a value outside of its range is shown and counted") {
  const Home home;
  const Decoded decoded = decode(home.mapping, "boiler/state", R"({"temp":990,"mode":"off"})", false);
  CHECK(home.cell(decoded.updates.at(0), "Boiler.Temperature") == "99");
  CHECK(decoded.rejected == std::vector<std::string>{"boiler/state: Boiler.Temperature: 99 is out of range"});
  CHECK(decode(home.mapping, "boiler/text", "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4", false).rejected.empty());
  CHECK(decode(home.mapping, "boiler/text", "longer", false).rejected.size() == 1);
}

TEST_CASE("availability says presence") {
  const Home home;
  const Decoded online = decode(home.mapping, "zigbee2mqtt/weather/availability", R"({"state":"online"})", true);
  REQUIRE(online.updates.size() == 1);
  CHECK(online.updates[0].said.at(0).presence == ADAPTER_ONLINE);
  CHECK(online.updates[0].existence == Existence::keep);
  const Decoded offline = decode(home.mapping, "zigbee2mqtt/weather/availability", R"({"state":"offline"})", true);
  CHECK(offline.updates.at(0).said.at(0).presence == ADAPTER_OFFLINE);
  const Decoded cleared = decode(home.mapping, "zigbee2mqtt/weather/availability", "", false);
  CHECK(cleared.updates.at(0).said.at(0).presence == ADAPTER_UNKNOWN);
  CHECK(decode(home.mapping, "zigbee2mqtt/weather/availability", "online", true).updates.empty());
  CHECK(decode(home.mapping, "zigbee2mqtt/weather/availability", R"({"state":null})", true).rejected.size() == 1);
}

TEST_CASE("a Shelly's row comes with its online topic and is fed by its status") {
  const Home home;
  const Decoded online = decode(home.mapping, "shellyplus1-a/online", "true", true);
  CHECK(online.updates.at(0).existence == Existence::make);
  CHECK(online.updates[0].said.at(0).presence == ADAPTER_ONLINE);
  CHECK(decode(home.mapping, "shellyplus1-a/online", "maybe", true).rejected.size() == 1);
  const Decoded status =
      decode(home.mapping, "shellyplus1-a/status/switch:0", R"({"id":0,"output":false,"apower":0.0})", false);
  CHECK(status.updates.at(0).existence == Existence::keep);
  CHECK(home.cell(status.updates[0], "Output") == "false");
  CHECK(home.cell(status.updates[0], "Power") == "0");
  const auto command = home.mapping.encode(home.parameter("Output", 1), {{"device", "shellyplus1-a"}}, "true");
  REQUIRE(command);
  CHECK(command->address == "shellyplus1-a/rpc");
  CHECK(command->payload == R"({"id":1,"src":"shellyplus1-a","method":"Switch.Set","params":{"id":0,"on":true}})");
}

TEST_CASE("a Tasmota speaks in bare words") {
  const Home home;
  CHECK(decode(home.mapping, "tele/tas/LWT", "Online", true).updates.at(0).said.at(0).presence == ADAPTER_ONLINE);
  CHECK(decode(home.mapping, "tele/tas/LWT", "Offline", true).updates.at(0).said.at(0).presence == ADAPTER_OFFLINE);
  CHECK(home.cell(decode(home.mapping, "stat/tas/POWER", "ON", false).updates.at(0), "Power") == "true");
  const auto sensor = R"({"Time":"2020-02-04T00:00:54","ENERGY":{"Total":2.617,"Power":1,"Factor":0.16}})";
  CHECK(home.cell(decode(home.mapping, "tele/tas/SENSOR", sensor, false).updates.at(0), "Watts") == "1");
}

TEST_CASE("an event takes no notice of what was retained") {
  const Home home;
  CHECK(decode(home.mapping, "boiler/button", "single", true).updates.empty());
  CHECK(home.cell(decode(home.mapping, "boiler/button", "single", false).updates.at(0), "Boiler.Button") == "single");
}

TEST_CASE("a message nobody asked for means nothing") {
  const Home home;
  const Decoded decoded = decode(home.mapping, "boiler/other", "x", false);
  CHECK(decoded.updates.empty());
  CHECK(decoded.rejected.empty());
}

TEST_CASE("a message that is too long is not read") {
  test::ConfigText config(R"({"max_payload_bytes":4,"parameters":[{"path":"A","source":{"topic":"a"}}]})");
  const Mapping mapping(config.root());
  CHECK(decode(mapping, "a", "four", false).rejected.empty());
  CHECK(decode(mapping, "a", "fives", false).updates.empty());
  CHECK(decode(mapping, "a", "fives", false).rejected.size() == 1);
}

TEST_CASE("a set becomes the device's word at the sink's address") {
  const Home home;
  const auto mode = home.mapping.encode(home.parameter("Boiler.Mode"), {}, "Off");
  REQUIRE(mode);
  CHECK(mode->address == "boiler/set");
  CHECK(mode->payload == R"({"mode": "off"})");
  CHECK(mode->qos == 1);
  CHECK_FALSE(mode->retain);
  const auto plug = home.mapping.encode(home.parameter("State", 0), {{"name", "my_plug"}}, "1");
  REQUIRE(plug);
  CHECK(plug->address == "zigbee2mqtt/my_plug/set");
  CHECK(plug->payload == R"({"state": "ON"})");
  CHECK_FALSE(home.mapping.encode(home.parameter("Boiler.Mode"), {}, "heat"));
  CHECK_FALSE(home.mapping.encode(home.parameter("Boiler.Text"), {}, "longer"));
  CHECK_FALSE(home.mapping.encode(home.parameter("Boiler.Temperature"), {}, "20"));
  CHECK_FALSE(home.mapping.encode(home.parameter("State", 0), {}, "1"));
}

TEST_CASE("a set is confirmed by its source, or by the transport where there is none") {
  const Home home;
  const auto reply = [&](std::string_view path, std::string_view value) {
    return home.mapping.encode(home.parameter(path), {}, value)->reply();
  };
  CHECK(reply("Boiler.Mode", "Off") == ADAPTER_SENT);
  CHECK(reply("Boiler.Boost", "5") == ADAPTER_DONE);
  CHECK(reply("Boiler.Text", "x") == ADAPTER_DONE);
  const auto& parameters = home.mapping.parameters();
  CHECK(parameters[home.parameter("Boiler.Boost")].sink->confirm == Confirm::published);
  CHECK(parameters[home.parameter("Boiler.Text")].sink->confirm == Confirm::none);
  CHECK(parameters[home.parameter("Power", 2)].sink->confirm == Confirm::published);
}
