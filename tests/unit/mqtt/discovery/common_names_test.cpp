// SPDX-License-Identifier: Apache-2.0
// Shows that a battery, a low battery and the reception of a device have the same names, types and units in every
// convention, and that the identities of their rows stay what they were.
#include <set>

#include "adapters/mapping/devices/device_bounds.hpp"
#include "adapters/mapping/vocabulary/capability_words.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/mqtt/discovery/bridge.hpp"

using namespace tests;

namespace {

/// "name: class type unit (identity)" of each capability of the device with a common name.
std::set<std::string> common(mapping::DeviceDescription device) {
  CHECK(mapping::keep_bounds(device).empty());
  std::set<std::string> found;
  for (const mapping::Capability& capability : device.capabilities) {
    if (mapping::common_name(capability.kind, capability.type).empty()) continue;
    found.insert(capability.name + ": " + shape(capability) + " (" + capability.identity + ")");
  }
  return found;
}

using Found = std::set<std::string>;

}  // namespace

TEST_CASE("battery and reception have one name in every convention") {
  Bridge zigbee(discovery::make_zigbee2mqtt, "zigbee2mqtt");
  zigbee.hear(
      "zigbee2mqtt/bridge/devices",
      R"([{"ieee_address":"0x1","friendly_name":"a","type":"EndDevice","supported":true,"interview_completed":true,
       "definition":{"vendor":"V","model":"M","description":"D","exposes":[
         {"type":"numeric","name":"battery","label":"Battery","property":"battery","access":1,"unit":"%"},
         {"type":"binary","name":"battery_low","label":"Battery low","property":"battery_low","access":1,
          "value_on":true,"value_off":false},
         {"type":"numeric","name":"linkquality","label":"Linkquality","property":"linkquality","access":1,"unit":"lqi"}
       ]}}])");
  CHECK(common(zigbee.device("0x1")) == Found{"Battery: LevelSensor Battery % (battery)",
                                              "Battery low: BinarySensor BatteryLow (battery_low)",
                                              "Link quality: LevelSensor LinkQuality lqi (linkquality)"});

  // ESPHome, and zigbee2mqtt and Z-Wave JS UI by way of Home Assistant.
  Bridge announced(discovery::make_homeassistant, "homeassistant");
  announced.hear("homeassistant/device/a/config",
                 R"({"dev":{"ids":"d"},"o":{"name":"x"},"cmps":{
       "1":{"p":"sensor","uniq_id":"1","name":"Battery level","dev_cla":"battery","unit_of_meas":"%","stat_t":"s"},
       "2":{"p":"binary_sensor","uniq_id":"2","name":"Low","dev_cla":"battery","stat_t":"s"},
       "3":{"p":"sensor","uniq_id":"3","name":"WiFi Signal","dev_cla":"signal_strength","unit_of_meas":"dBm","stat_t":"s"},
       "4":{"p":"sensor","uniq_id":"4","name":"Linkquality","unit_of_meas":"lqi","stat_t":"s"}}})");
  CHECK(common(announced.device("d")) ==
        Found{"Battery: LevelSensor Battery % (1)", "Battery low: BinarySensor BatteryLow (2)",
              "Signal strength: LevelSensor SignalStrength dBm (3)", "Link quality: LevelSensor LinkQuality lqi (4)"});

  Bridge homie(discovery::make_homie, "homie");
  homie.hear("homie/5/d/$description", R"({"homie":"5.0","version":1,"name":"D","nodes":{"n":{"properties":{
      "battery":{"datatype":"integer","unit":"%"},"signal":{"datatype":"integer","unit":"%"},
      "battery-low":{"datatype":"boolean"}}}}})");
  homie.hear("homie/5/d/$state", "ready");
  CHECK(common(homie.device("d")) == Found{"Battery: LevelSensor Battery % (n.battery)",
                                           "Signal strength: LevelSensor SignalStrength % (n.signal)",
                                           "Battery low: BinarySensor BatteryLow (n.battery-low)"});

  Bridge shelly(discovery::make_shelly_gen2, "shelly");
  shelly.hear("s/events/rpc",
              R"({"src":"s","method":"NotifyFullStatus","params":{"wifi":{"rssi":-57},
                  "devicepower:0":{"id":0,"battery":{"V":5.9,"percent":88}}}})",
              false);
  CHECK(common(shelly.device("s")) == Found{"Battery: LevelSensor Battery % (devicepower:0.battery)",
                                            "Signal strength: LevelSensor SignalStrength dBm (wifi.rssi)"});

  Bridge bluetooth(discovery::make_openmqttgateway, "home");
  bluetooth.hear("home/attic/BTtoMQTT/45F68A7686C5", R"({"rssi":-55,"tempc":21.5,"batt":98})", false);
  CHECK(common(bluetooth.device("45F68A7686C5")) ==
        Found{"Battery: LevelSensor Battery % (batt)", "Signal strength: LevelSensor SignalStrength dBm (rssi)"});

  Bridge tasmota(discovery::make_tasmota, "tasmota");
  tasmota.hear("tasmota/discovery/A/config",
               R"({"dn":"T","mac":"A","t":"t","ft":"%prefix%/%topic%/","tp":["c","s","t"],"rl":[0]})");
  tasmota.hear("tasmota/discovery/A/sensors", R"({"sn":{"BLE":{"Temperature":20,"Battery":80,"RSSI":-70}}})");
  CHECK(common(tasmota.device("A")) == Found{"Battery: LevelSensor Battery % (BLE.Battery)",
                                             "Signal strength: LevelSensor SignalStrength dBm (BLE.RSSI)"});
}

TEST_CASE("two batteries of one device keep the names that tell them apart") {
  Bridge announced(discovery::make_homeassistant, "homeassistant");
  announced.hear("homeassistant/device/a/config",
                 R"({"dev":{"ids":"d"},"o":{"name":"x"},"cmps":{
       "1":{"p":"sensor","uniq_id":"1","name":"Left","dev_cla":"battery","unit_of_meas":"%","stat_t":"s"},
       "2":{"p":"sensor","uniq_id":"2","name":"Right","dev_cla":"battery","unit_of_meas":"%","stat_t":"s"}}})");
  CHECK(common(announced.device("d")) == Found{"Left: LevelSensor Battery % (1)", "Right: LevelSensor Battery % (2)"});
}
