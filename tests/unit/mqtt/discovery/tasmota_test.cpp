// SPDX-License-Identifier: Apache-2.0
// Shows what devices that run Tasmota are in the standard shape, from the two messages in which they say what they
// have.
#include "tests/support/catch.hpp"
#include "tests/unit/mqtt/discovery/bridge.hpp"

using namespace tests;

namespace {

const std::string kConfigTopic = "tasmota/discovery/AABBCC112233/config";
const std::string kSensorsTopic = "tasmota/discovery/AABBCC112233/sensors";

std::string config(const std::string& relays, const std::string& more = "") {
  return R"({"ip":"192.168.0.5","dn":"Tasmota","fn":["Lamp",null,null],"hn":"tasmota-112233","mac":"AABBCC112233","md":"Sonoff Basic","ty":0,"if":0,"ofln":"Offline","onln":"Online","state":["OFF","ON","TOGGLE","HOLD"],"sw":"14.2.0","t":"tasmota_112233","ft":"%prefix%/%topic%/","tp":["cmnd","stat","tele"],"rl":[)" +
         relays + R"(],"swc":[-1],"btn":[0],"so":{"4":0,"11":0},"lk":0,"lt_st":0,"bat":0,"sho":[],"ver":1)" + more +
         "}";
}

const std::string kSensors =
    R"({"sn":{"Time":"2020-02-04T00:00:54","Switch1":"OFF","ENERGY":{"TotalStartTime":"2019-12-28T13:06:02","Total":2.617,"Power":[1,2],"Voltage":243,"Factor":0.16},"DHT11":{"Temperature":23.0,"Humidity":null},"DS18B20":{"Id":"0115","Temperature":20.1},"TempUnit":"F"},"ver":1})";

Bridge tasmota() { return Bridge(discovery::make_tasmota, "tasmota"); }

}  // namespace

TEST_CASE("a relay is a switch, wherever its state is told") {
  Bridge bridge = tasmota();
  bridge.hear(kConfigTopic, config("1,0,0"));
  const auto& device = bridge.device("AABBCC112233");
  CHECK(device.name == "Tasmota");
  CHECK(device.description == "Tasmota 14.2.0, Sonoff Basic");
  REQUIRE(device.capabilities.size() == 1);
  const auto& relay = find(device, "POWER1");
  CHECK(relay.name == "Lamp");
  CHECK(shape(relay) == "BinaryControl Switch");
  CHECK(relay.source->address.text() == "stat/tasmota_112233/RESULT");
  CHECK(shown(relay, R"({"POWER1":"ON"})") == "true");
  // A single relay says POWER as well.
  std::set<std::string> told;
  for (const auto& source : relay.elsewhere) {
    if (read(source, relay.conversion, R"({"POWER":"OFF"})") == "false") told.insert(source.address.text());
  }
  CHECK(told == std::set<std::string>{"stat/tasmota_112233/RESULT", "tele/tasmota_112233/STATE"});
  CHECK(sent(relay, "true") == "cmnd/tasmota_112233/POWER1 ON");
  CHECK_FALSE(relay.sink->retain);
  CHECK(device.availability.sources.at(0).address.text() == "tele/tasmota_112233/LWT");
  CHECK(device.availability.sources.at(0).online == "Online");
  CHECK(device.prime ==
        std::vector<mapping::Message>{{"cmnd/tasmota_112233/STATE", ""}, {"cmnd/tasmota_112233/STATUS", "10"}});
}

TEST_CASE("sensors are found whatever they are nested in") {
  Bridge bridge = tasmota();
  bridge.hear(kSensorsTopic, kSensors);
  CHECK(bridge.count() == 0);
  bridge.hear(kConfigTopic, config("0"));
  const auto& device = bridge.device("AABBCC112233");
  CHECK(device.type == "Sensor");
  REQUIRE(device.capabilities.size() == 9);
  CHECK(shape(find(device, "ENERGY.Total")) == "LevelSensor Energy kWh");
  CHECK(shape(find(device, "ENERGY.Power.2")) == "LevelSensor Power W");
  CHECK(find(device, "ENERGY.Power.2").name == "Power 2");
  CHECK(shown(find(device, "ENERGY.Power.2"), R"({"ENERGY":{"Power":[1,2.5]}})") == "2.5");
  CHECK(shape(find(device, "DHT11.Temperature")) == "LevelSensor Temperature degF");
  CHECK(shape(find(device, "DHT11.Humidity")) == "LevelSensor Humidity %");
  CHECK(shape(find(device, "Switch1")) == "BinarySensor Switch");
  const auto& temperature = find(device, "DS18B20.Temperature");
  CHECK(temperature.source->address.text() == "tele/tasmota_112233/SENSOR");
  REQUIRE(temperature.elsewhere.size() == 1);
  CHECK(temperature.elsewhere[0].address.text() == "stat/tasmota_112233/STATUS10");
  CHECK(read(temperature.elsewhere[0], temperature.conversion, R"({"StatusSNS":{"DS18B20":{"Temperature":19.5}}})") ==
        "19.5");
}

TEST_CASE("lights and shutters") {
  Bridge bridge = tasmota();
  bridge.hear(kConfigTopic, config("2,3,3", R"(,"lt_st":2)"));
  const auto& device = bridge.device("AABBCC112233");
  CHECK(shape(find(device, "Dimmer")) == "LevelControl Brightness %");
  CHECK(sent(find(device, "Dimmer"), "40") == "cmnd/tasmota_112233/Dimmer 40");
  CHECK(shape(find(device, "CT")) == "LevelControl ColorTemp mired");
  const auto& position = find(device, "Shutter1.Position");
  CHECK(shape(position) == "LevelControl Position %");
  CHECK(shown(position, R"({"Shutter1":{"Position":30,"Direction":0}})") == "30");
  CHECK(sent(find(device, "Shutter1"), "STOP") == "cmnd/tasmota_112233/Backlog ShutterStop1");
}

TEST_CASE("colours are hue and saturation, and what a sensor says in words is text") {
  Bridge bridge = tasmota();
  bridge.hear(kConfigTopic, config("2", R"(,"lt_st":4)"));
  bridge.hear(kSensorsTopic, R"({"sn":{"Time":"t","PN532":{"UID":"00000000","Id":"x"}}})");
  const auto& device = bridge.device("AABBCC112233");
  const std::string state = R"({"POWER":"ON","Dimmer":50,"HSBColor":"120,99,50"})";
  CHECK(shape(find(device, "HSBColor.hue")) == "LevelControl ColorHue");
  CHECK(shown(find(device, "HSBColor.hue"), state) == "120");
  CHECK(read(find(device, "HSBColor.saturation").elsewhere.at(0), find(device, "HSBColor.saturation").conversion,
             state) == "99");
  CHECK(shown(find(device, "HSBColor.saturation"), R"({"HSBColor":"120"})") == "(kept)");
  CHECK(find(device, "HSBColor.hue").maximum->text() == "360");
  CHECK(sent(find(device, "HSBColor.saturation"), "40") == "cmnd/tasmota_112233/HSBColor2 40");
  const auto& text = find(device, "PN532.UID");
  CHECK(text.kind == ADAPTER_TEXT_SENSOR);
  CHECK(shown(text, R"({"PN532":{"UID":"04A1"}})") == "04A1");
  CHECK_THROWS(find(device, "PN532.Id"));
  bridge.hear(kConfigTopic, config("2", R"(,"lt_st":1)"));
  CHECK_THROWS(find(bridge.device("AABBCC112233"), "HSBColor.hue"));
}

TEST_CASE("another full topic, other words, and answers under the command's name") {
  Bridge bridge = tasmota();
  bridge.hear(
      kConfigTopic,
      R"({"dn":"D","mac":"AABBCC112233","state":["Aus","An"],"onln":"da","ofln":"weg","t":"plug","ft":"home/%topic%/%prefix%","tp":["c","s","t"],"rl":[1,1],"so":{"4":1}})");
  const auto& device = bridge.device("AABBCC112233");
  const auto& relay = find(device, "POWER2");
  CHECK(relay.source->address.text() == "home/plug/s/POWER2");
  CHECK(shown(relay, R"({"POWER2":"An"})") == "true");
  CHECK(sent(relay, "false") == "home/plug/c/POWER2 Aus");
  CHECK(device.availability.sources.at(0).online == "da");
}

TEST_CASE("a Tasmota changes, refuses and goes") {
  Bridge bridge = tasmota();
  bridge.hear(kConfigTopic, config("1"));
  CHECK(bridge.hear(kConfigTopic, config("1")).described.empty());
  CHECK(bridge.hear(kSensorsTopic, kSensors).described.size() == 1);
  const auto changes = bridge.hear("stat/tasmota_112233/RESULT", R"({"Command":"Unknown"})", false);
  REQUIRE(changes.refused.size() == 1);
  CHECK(changes.refused[0].capabilities == std::vector<std::string>{"POWER1"});
  CHECK(bridge.hear("stat/tasmota_112233/RESULT", R"({"POWER":"ON"})", false).refused.empty());
  bridge.hear(kConfigTopic, "");
  CHECK(bridge.count() == 0);
  bridge.hear(kConfigTopic, "{");
  bridge.hear(kConfigTopic, R"({"tp":["a"]})");
  CHECK(bridge.rejected() == 1);
  CHECK(bridge.skipped().size() == 1);
  bridge.hear("tasmota/discovery/x", "{}");
  CHECK(bridge.count() == 0);
}

TEST_CASE("a sensor that is plugged in later comes with the message that has its first value") {
  Bridge bridge = tasmota();
  bridge.hear(kConfigTopic, config("1"));
  REQUIRE(bridge.device("AABBCC112233").capabilities.size() == 1);
  // Its messages are received before it has a sensor.
  CHECK(bridge.device("AABBCC112233").contact == "tele/tasmota_112233/SENSOR");
  const std::string message = R"({"Time":"2020-02-04T00:10:54","DS18B20":{"Id":"0115","Temperature":20.1}})";
  CHECK(bridge.hear("tele/tasmota_112233/SENSOR", message, false).described.size() == 1);
  const auto& temperature = find(bridge.device("AABBCC112233"), "DS18B20.Temperature");
  CHECK(temperature.source->address.text() == "tele/tasmota_112233/SENSOR");
  CHECK(shown(temperature, message) == "20.1");
  CHECK(bridge.hear("tele/tasmota_112233/SENSOR", message, false).described.empty());
  CHECK(bridge.hear("tele/tasmota_112233/SENSOR", R"({"DS18B20":{"Temperature":null}})", false).described.empty());
  // A further quantity of a known sensor.
  CHECK(bridge.hear("tele/tasmota_112233/SENSOR", R"({"DS18B20":{"Humidity":40}})", false).described.size() == 1);
  CHECK(bridge.device("AABBCC112233").capabilities.size() == 3);
  CHECK(bridge.hear("tele/tasmota_112233/SENSOR", "broken", false).described.empty());
  CHECK(bridge.hear("tele/other/SENSOR", message, false).described.empty());
  // A flood of names is bounded.
  for (int i = 0; i < 300; ++i) {
    bridge.hear("tele/tasmota_112233/SENSOR", "{\"S" + std::to_string(i) + R"(":{"Temperature":1}})", false);
  }
  CHECK(bridge.device("AABBCC112233").capabilities.size() < 80);
}

TEST_CASE("a numbered quantity keeps its unit and type") {
  Bridge bridge = tasmota();
  bridge.hear(
      kSensorsTopic,
      R"({"sn":{"ANALOG":{"Temperature1":21.5,"Illuminance2":300,"Range1":7},"SEN":{"PM2.5":4,"PM10":9,"Humidity12":40},"TempUnit":"C"}})");
  bridge.hear(kConfigTopic, config("0"));
  const auto& device = bridge.device("AABBCC112233");
  CHECK(shape(find(device, "ANALOG.Temperature1")) == "LevelSensor Temperature degC");
  CHECK(shape(find(device, "ANALOG.Illuminance2")).ends_with(" lx"));
  CHECK(shape(find(device, "SEN.Humidity12")) == "LevelSensor Humidity %");
  CHECK(find(device, "SEN.PM2.5").unit == find(device, "SEN.PM10").unit);
  CHECK(find(device, "ANALOG.Range1").unit.empty());
}
