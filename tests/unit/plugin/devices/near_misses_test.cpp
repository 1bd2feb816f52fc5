// SPDX-License-Identifier: Apache-2.0
// Shows which words --check-config takes for slips of TR-181's, and which for words of a vendor's own.
#include "proxy/plugin/devices/near_misses.hpp"

#include "proxy/config/loader.hpp"
#include "proxy/plugin/devices/iot_words.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace proxy::plugin;
using proxy::config::Diagnostics;

namespace {

/// The warnings for a section with that, a line each, without the name of the file.
std::string warnings(const std::string& section) {
  const tests::support::TempDir folder;
  const std::string file =
      folder.write("x.yaml",
                   "device: { oui: 00D09E, product_class: c, serial_number: s }\nacs: { url: \"http://acs\" }\n"
                   "adapters:\n  - name: home\n    plugin: mqtt\n    profile: none\n    " +
                       section + "profile_dir: " + folder.path().string() + "\n");
  folder.write("none.yaml", "max_rows: 7\n");
  auto loaded = proxy::config::load(file);
  REQUIRE(loaded.diagnostics.text() == "");
  Diagnostics found;
  warn_of_near_misses(loaded.config.adapters.front(), found);
  std::string text = found.text();
  for (auto at = text.find(file); at != std::string::npos; at = text.find(file)) text.erase(at, file.size() + 1);
  return text;
}

}  // namespace

TEST_CASE("a unit as people write it is taken for TR-181's word") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"°C", "degC"}, {"℃", "degC"}, {"Celsius", "degC"}, {"°F", "degF"}, {"DegC", "degC"}, {"KWH", "kWh"},
      {"w", "W"},     {"Lux", "lx"}, {"m/s", "mps"},      {"m³", "cu-m"}, {"%RH", "%"},     {"Ω", "ohm"}};
  for (const auto& [word, meant] : rows) {
    INFO(word);
    CHECK(meant_unit(word) == meant);
  }
  for (const char* word : {"degC", "%", "-", "W", "hPa", "kPa", "kW", "mA", "t", "BTU", ""}) {
    INFO(word);
    CHECK(meant_unit(word).empty());
  }
}

TEST_CASE("a type with a typing error or in another case is taken for TR-181's word") {
  CHECK(meant_word(device_types(), "Sensr") == "Sensor");
  CHECK(meant_word(device_types(), "sensor") == "Sensor");
  CHECK(meant_word(device_types(), "Thermostate") == "Thermostat");
  CHECK(meant_word(capability_types("LevelSensor"), "Temprature") == "Temperature");
  CHECK(meant_word(capability_types("BinarySensor"), "DoorOpened") == "DoorOpen");
  CHECK(meant_word(capability_types(""), "lockMode") == "LockMode");
  // Words of a vendor's own, some of them near one of TR-181's.
  for (const char* word : {"Motion", "Lamp", "Plug", "Blind", "Valve", "Sensor", "Gate"}) {
    INFO(word);
    CHECK(meant_word(device_types(), word).empty());
  }
  for (const char* word : {"Voltage", "Current", "Height", "Density", "LinkQuality", "Illuminance"}) {
    INFO(word);
    CHECK(meant_word(capability_types("LevelSensor"), word).empty());
  }
  CHECK(capability_types("TextSensor").empty());
  CHECK(capability_types("Sensor").empty());
}

TEST_CASE("each slip in devices and in rules is reported at its place") {
  CHECK(
      warnings(
          "devices: [ { type: Sensr, capabilities: [ { name: T, class: LevelSensor, type: Temperature, unit: °C },\n"
          "      { name: U, class: LevelSensor, type: Humidty, unit: \"%\" },\n"
          "      { name: V, class: LevelSensor, type: Temperature, unit: C } ] } ]\n"
          "    notify: [ { type: DorOpen, notify: active }, { type: \"*Detected\", notify: passive } ]\n") ==
      "7:24: warning: adapters[0].devices[0].type: \"Sensr\" is not a word of TR-181; did you mean Sensor?\n"
      "7:103: warning: adapters[0].devices[0].capabilities[0].unit: \"°C\" is not a word of TR-181; did you mean "
      "degC?\n"
      "8:44: warning: adapters[0].devices[0].capabilities[1].type: \"Humidty\" is not a word of TR-181; did you mean "
      "Humidity?\n"
      "9:63: warning: adapters[0].devices[0].capabilities[2].unit: \"C\" is the coulomb in TR-181; did you mean degC?\n"
      "10:23: warning: adapters[0].notify[0].type: \"DorOpen\" is not a word of TR-181; did you mean DoorOpen?\n");
  CHECK(warnings("devices: [ { type: Heater, capabilities: [ { name: T, class: TextSensor, type: Note } ] } ]\n") ==
        "");
}
