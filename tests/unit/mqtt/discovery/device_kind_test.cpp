// SPDX-License-Identifier: Apache-2.0
// Shows that plugs, lamps and sensors of the common makers have a type of TR-181's, and that energies are called so.
#include "adapters/mqtt/discovery/common/device_kind.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/mqtt/discovery/bridge.hpp"

using namespace tests;

namespace {

/// The type of the only device that the messages describe.
std::string kind(std::unique_ptr<discovery::Convention> (*make)(const discovery::Settings&),
                 const std::vector<std::pair<std::string, std::string>>& messages) {
  const auto convention = make({"base", {}});
  mapping::DeviceDescription last;
  for (const auto& [topic, payload] : messages) {
    for (auto& device : convention->message(topic, payload, false).described) last = device;
  }
  discovery::complete(last);
  return last.capabilities.empty() ? "(no device)" : last.type;
}

std::string zigbee(const std::string& vendor, const std::string& description, const std::string& exposes) {
  return kind(discovery::make_zigbee2mqtt,
              {{"base/bridge/devices", R"([{"ieee_address":"0x1","friendly_name":"a","definition":{"vendor":")" +
                                           vendor + R"(","model":"M","description":")" + description +
                                           R"(","exposes":[)" + exposes + "]}}]"}});
}
std::string numeric(const std::string& name, const std::string& unit, int access = 1) {
  return R"({"type":"numeric","name":")" + name + R"(","property":")" + name + R"(","unit":")" + unit +
         R"(","access":)" + std::to_string(access) + "}";
}
const std::string kState =
    R"({"type":"switch","features":[{"type":"binary","name":"state","property":"state","access":7,"value_on":"ON","value_off":"OFF"}]})";
const std::string kLock =
    R"({"type":"binary","name":"child_lock","property":"child_lock","access":7,"value_on":"ON","value_off":"OFF"})";
const std::string kContact =
    R"({"type":"binary","name":"contact","property":"contact","access":1,"value_on":false,"value_off":true})";
const std::string kAction = R"({"type":"enum","name":"action","property":"action","access":1,"values":["on","off"]})";

std::string assistant(const std::string& device, const std::string& components) {
  return kind(discovery::make_homeassistant,
              {{"base/device/x/config",
                R"({"dev":{"ids":"d","name":"D",)" + device + R"(},"o":{"name":"x"},"cmps":{)" + components + "}}"}});
}

mapping::Capability energy(const std::string& name) {
  mapping::Capability capability;
  capability.kind = ADAPTER_LEVEL_SENSOR;
  capability.type = "Energy";
  capability.name = name;
  return capability;
}

std::string energy_name(const std::string& name) {
  mapping::DeviceDescription device;
  device.capabilities.push_back(energy(name));
  discovery::complete(device);
  return device.capabilities.front().name;
}

}  // namespace

TEST_CASE("a plug is a PowerStrip, whichever bridge it hangs on") {
  CHECK(zigbee("IKEA", "TRADFRI control outlet", kState) == "PowerStrip");
  CHECK(zigbee("Tuya", "Smart plug (with power monitoring)", kState + ',' + numeric("power", "W") + ',' + kLock) ==
        "PowerStrip");
  CHECK(zigbee("Innr", "ZigBee 3.0 switch", kState) == "PowerStrip");
  CHECK(
      kind(
          discovery::make_tasmota,
          {{"base/discovery/A/config",
            R"({"dn":"T","mac":"A","t":"t","ft":"%prefix%/%topic%/","tp":["c","s","t"],"rl":[1],"md":"Sonoff S26"})"}}) ==
      "PowerStrip");
  CHECK(
      kind(discovery::make_shelly_gen2,
           {{"x/events/rpc", R"({"src":"x","method":"NotifyFullStatus","params":{"switch:0":{"output":true,"apower":5,)"
                             R"("temperature":{"tC":31.5}}}})"}}) == "PowerStrip");
  CHECK(kind(discovery::make_shelly_gen1,
             {{"base/shellyplug-1/relay/0", "on"}, {"base/shellyplug-1/relay/0/power", "5"}}) == "PowerStrip");
  CHECK(assistant(R"("mf":"Athom","mdl":"Plug V2")",
                  R"("1":{"p":"switch","uniq_id":"1","name":"Relay","stat_t":"s","cmd_t":"c"},
                     "2":{"p":"sensor","uniq_id":"2","name":"Humidity","unit_of_meas":"%","dev_cla":"humidity","stat_t":"s"})") ==
        "PowerStrip");
}

TEST_CASE("a lamp is a Light, a thermostat a Thermostat, a cover a Motor") {
  CHECK(assistant(R"("mf":"X","mdl":"Y")", R"("1":{"p":"light","uniq_id":"1","name":"L","stat_t":"s","cmd_t":"c"})") ==
        "Light");
  CHECK(assistant(R"("mf":"Maker","mdl":"LED bulb E27")",
                  R"("1":{"p":"switch","uniq_id":"1","name":"Switch","stat_t":"s","cmd_t":"c"})") == "Light");
  CHECK(assistant(R"("mf":"X","mdl":"Wall TRV")",
                  R"("1":{"p":"number","uniq_id":"1","name":"Target","unit_of_meas":"°C","stat_t":"s","cmd_t":"c"})") ==
        "Thermostat");
  CHECK(assistant(R"("mf":"X","mdl":"Roller shade driver")",
                  R"("1":{"p":"number","uniq_id":"1","name":"Goal","stat_t":"s","cmd_t":"c"})") == "Motor");
}

TEST_CASE("a sensor is a Sensor, with settings too, and what measures energy alone a Meter") {
  CHECK(zigbee("Aqara", "Door and window sensor", kContact + ',' + numeric("battery", "%")) == "Sensor");
  CHECK(zigbee("Tuya", "Remote", kAction) == "Sensor");
  CHECK(assistant(R"("mf":"Aqara","mdl":"Motion sensor")",
                  R"("1":{"p":"binary_sensor","uniq_id":"1","name":"Occupancy","dev_cla":"occupancy","stat_t":"s"},
                     "2":{"p":"number","uniq_id":"2","name":"Detection interval","stat_t":"s","cmd_t":"c"},
                     "3":{"p":"switch","uniq_id":"3","name":"LED indicator","stat_t":"s","cmd_t":"c"})") == "Sensor");
  CHECK(assistant(R"("mf":"Espressif","mdl":"esp32")",
                  R"("1":{"p":"sensor","uniq_id":"1","name":"Temperature","unit_of_meas":"°C","stat_t":"s"},
                     "2":{"p":"switch","uniq_id":"x-switch-restart","name":"Restart","stat_t":"s","cmd_t":"c"})") ==
        "Sensor");
  CHECK(kind(discovery::make_shelly_gen1,
             {{"base/shellyem-1/emeter/0/total", "5"}, {"base/shellyem-1/emeter/0/power", "5"}}) == "Meter");
  CHECK(assistant(R"("mf":"X","mdl":"Y")",
                  R"("1":{"p":"select","uniq_id":"1","name":"Mode","options":["a"],"stat_t":"s","cmd_t":"c"})")
            .empty());
}

TEST_CASE("what a convention says of a device stays") {
  mapping::DeviceDescription device;
  device.type = "Lock";
  device.description = "Smart plug";
  discovery::complete(device);
  CHECK(device.type == "Lock");
}

TEST_CASE("energies are called energies") {
  CHECK(energy_name("Total") == "Energy total");
  CHECK(energy_name("Total 2") == "Energy total 2");
  CHECK(energy_name("Today") == "Energy today");
  CHECK(energy_name("ExportActive") == "Energy export active");
  CHECK(energy_name("Import T1") == "Energy import t1");
  CHECK(energy_name("Energy") == "Energy");
  CHECK(energy_name("switch:0 energy") == "switch:0 energy");
  CHECK(energy_name("Produced energy") == "Produced energy");
  CHECK(energy_name("Electric Consumption [kWh]") == "Electric Consumption [kWh]");
  mapping::DeviceDescription device;
  device.capabilities.push_back(energy("Total"));
  device.capabilities.front().type = "Power";
  discovery::complete(device);
  CHECK(device.capabilities.front().name == "Total");
}
