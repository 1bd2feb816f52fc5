// SPDX-License-Identifier: Apache-2.0
// Shows which attributes the values of devices get: the shipped ones, those of `notify`, and those of a capability's
// own keys; and which report rules go with them.
#include "adapters/mapping/configuration/notify_rules.hpp"

#include "adapters/mapping/binding.hpp"
#include "adapters/mapping/vocabulary/capability_words.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"
#include "tests/unit/sdk/fake_host.hpp"

using namespace adapters;
using namespace std::chrono_literals;
using Calls = std::vector<std::string>;
using Errors = std::vector<std::string>;

namespace {

constexpr const char* kWords[] = {"off", "passive", "active"};

struct Given {
  std::string notify;
  std::optional<mapping::ReportRule> report;
};

/// What rules make of a capability as a convention describes it: by its class and the device's word for it.
Given given(const std::string& rules, adapter_capability_class kind, const std::string& word) {
  test::ConfigText config(R"({"notify":)" + rules + "}");
  mapping::DeviceDescription device;
  device.key = {"bridge", "0x01"};
  device.name = "hall";
  mapping::Capability capability;
  capability.identity = word;
  capability.kind = kind;
  capability.name = mapping::readable(word);
  capability.type = mapping::type_of(kind, word);
  device.capabilities.push_back(capability);
  mapping::NotifyRules(config.root()).complete(device);
  CHECK(config.errors().empty());
  return {kWords[*device.capabilities[0].notify], device.capabilities[0].report};
}

std::string shipped(adapter_capability_class kind, const std::string& word) { return given("[]", kind, word).notify; }

/// Where the mistakes of one section are.
Errors errors(const std::string& section) {
  test::ConfigText config(section);
  const mapping::Mapping mapping(config.root());
  return config.errors();
}

}  // namespace

TEST_CASE("what a household must know at once is active out of the box") {
  for (const char* const word :
       {"contact",         "door",    "garage_door", "opening",  "window", "smoke", "smoke_alarm", "gas",
        "carbon_monoxide", "co",      "water_leak",  "moisture", "flood",  "leak",  "tamper",      "battery_low",
        "low_battery",     "battery", "alarm",       "alarm_1",  "safety"}) {
    INFO(word);
    CHECK(shipped(ADAPTER_BINARY_SENSOR, word) == "active");
  }
  CHECK(shipped(ADAPTER_ENUM_SENSOR, "alarm_state") == "active");
  CHECK(shipped(ADAPTER_ENUM_SENSOR, "door_state") == "active");
}

TEST_CASE("what changes rarely is passive, and what changes all the time is off") {
  CHECK(shipped(ADAPTER_BINARY_SENSOR, "occupancy") == "passive");
  CHECK(shipped(ADAPTER_BINARY_CONTROL, "state") == "passive");
  CHECK(shipped(ADAPTER_ENUM_CONTROL, "system_mode") == "passive");
  CHECK(shipped(ADAPTER_LEVEL_CONTROL, "setpoint") == "passive");
  CHECK(shipped(ADAPTER_ENUM_SENSOR, "lock_state") == "passive");
  CHECK(shipped(ADAPTER_LEVEL_SENSOR, "battery") == "passive");
  for (const char* const word : {"linkquality", "rssi", "power", "voltage", "energy", "illuminance", "pressure"}) {
    INFO(word);
    CHECK(shipped(ADAPTER_LEVEL_SENSOR, word) == "off");
  }
  CHECK(shipped(ADAPTER_ENUM_SENSOR, "action") == "off");
  CHECK(shipped(ADAPTER_TEXT_SENSOR, "version") == "off");
  const Given temperature = given("[]", ADAPTER_LEVEL_SENSOR, "local_temperature");
  CHECK(temperature.notify == "passive");
  CHECK(temperature.report->min_change->text() == "1");
  CHECK(temperature.report->min_interval_s == 900);
  CHECK(given("[]", ADAPTER_LEVEL_SENSOR, "soil_moisture").report->min_change->text() == "5");
}

TEST_CASE("the first rule that fits decides, and the shipped ones stand behind the last") {
  const std::string rules = R"([
    {"type": "DoorOpen", "name": "*cellar*", "notify": "passive"},
    {"type": "DoorOpen", "notify": "off"},
    {"class": "LevelSensor", "type": "Power", "notify": "active", "min_change": "5%", "min_interval_s": "60",
     "max_interval_s": "3600"},
    {"type": "X_00D09E_BatteryLow", "notify": "passive"},
    {"name": "Lock*", "notify": "active"},
    {"class": "TextSensor", "notify": "passive"}])";
  CHECK(given(rules, ADAPTER_BINARY_SENSOR, "contact").notify == "off");
  CHECK(given(rules, ADAPTER_BINARY_SENSOR, "door_alarm").notify == "active");  // its type is another one
  CHECK(given(rules, ADAPTER_BINARY_SENSOR, "battery_low").notify == "passive");
  CHECK(given(rules, ADAPTER_BINARY_SENSOR, "smoke").notify == "active");
  CHECK(given(rules, ADAPTER_ENUM_SENSOR, "lock_state").notify == "active");
  CHECK(given(rules, ADAPTER_TEXT_SENSOR, "version").notify == "passive");
  const Given power = given(rules, ADAPTER_LEVEL_SENSOR, "power");
  CHECK(power.notify == "active");
  CHECK(power.report->is_percent);
  CHECK(power.report->min_change->text() == "5");
  CHECK(power.report->min_interval_s == 60);
  CHECK(power.report->max_interval_s == 3600);
  CHECK(given(rules, ADAPTER_LEVEL_CONTROL, "power").notify == "passive");
  CHECK(given(R"([{"notify": "off"}])", ADAPTER_BINARY_SENSOR, "smoke").notify == "off");
  CHECK(given(R"([{"device": "0x01", "notify": "off"}])", ADAPTER_BINARY_SENSOR, "smoke").notify == "off");
  CHECK(given(R"([{"device": "h*l", "notify": "off"}])", ADAPTER_BINARY_SENSOR, "smoke").notify == "off");
  CHECK(given(R"([{"device": "attic", "notify": "off"}])", ADAPTER_BINARY_SENSOR, "smoke").notify == "active");
  CHECK(given(R"([{"online": true, "notify": "off"}])", ADAPTER_BINARY_SENSOR, "smoke").notify == "active");
}

TEST_CASE("a device at the host has the attributes of the rules, and a capability's own keys are stronger") {
  test::ConfigText config(R"({"mount": "M", "notify": [{"online": true, "device": "lamp*", "notify": "off"}],
   "parameters": [{"path": "Level", "type": "decimal", "source": {"topic": "l"}, "notify": "active", "min_change": "0.5"}],
   "devices": [{"rows": {"topic": "h/{id}"}, "capabilities": [
    {"name": "Window", "class": "BinarySensor", "type": "WindowOpen", "source": {"pointer": "/w"}},
    {"name": "Door", "class": "BinarySensor", "type": "DoorOpen", "notify": "off", "source": {"pointer": "/d"}},
    {"name": "Inside", "class": "LevelSensor", "type": "Temperature", "notify": "active", "source": {"pointer": "/t"}},
    {"name": "Outside", "class": "LevelSensor", "type": "Temperature", "min_change": "3", "source": {"pointer": "/o"}}
   ]}]})");
  const mapping::Mapping mapping(config.root());
  CHECK(config.errors().empty());
  test::FakeHost host;
  host.note_reports();
  mapping::Binding binding{sdk::Host(host.api()), mapping, "MQTT"};
  binding.declare();
  CHECK(host.take() == Calls{"declare 1 Level type 6 notify 2 -> 2", "report 0/2 min 0.5 every 0 to 0"});
  binding.receive("h/lamp 1", R"({"w":true,"d":true,"t":20,"o":5})", false, mapping::Binding::Time{1h});
  const Calls calls = host.take();
  CHECK(calls == Calls{"device test lamp 1 -> 3", "notify_online 3 0", "show 3 'lamp 1' '' '' -> 4",
                       "capability 3 Window class 3 'Window' 'WindowOpen' '' notify 2 -> 5",
                       "capability 3 Door class 3 'Door' 'DoorOpen' '' notify 0 -> 6",
                       "capability 3 Inside class 4 'Inside' 'Temperature' '' notify 2 -> 7",
                       "capability 3 Outside class 4 'Outside' 'Temperature' '' notify 1 -> 8",
                       "report 8/2 min 3 every 0 to 0", "publish 5/2=true 6/2=true 7/2=20 8/2=5"});
}

TEST_CASE("a report rule that is of no use is a mistake") {
  const auto parameter = [](const std::string& keys) {
    return errors(R"({"mount":"M","parameters":[{"path":"A","source":{"topic":"a"},)" + keys + "}]}");
  };
  CHECK(parameter(R"("type":"decimal","notify":"active","min_change":"0.5")").empty());
  CHECK(
      parameter(R"("type":"int","notify":"passive","min_change":"5%","min_interval_s":5,"max_interval_s":5)").empty());
  CHECK(parameter(R"("type":"decimal","min_change":"0.5")").size() == 1);
  CHECK(parameter(R"("type":"decimal","notify":"off","min_interval_s":"5")").size() == 1);
  CHECK(parameter(R"("notify":"active","min_change":"0.5")").size() == 1);
  CHECK(parameter(R"("type":"decimal","notify":"active","min_change":"0")").size() == 1);
  CHECK(parameter(R"("type":"decimal","notify":"active","min_change":"much")").size() == 1);
  CHECK(parameter(R"("type":"decimal","notify":"active","max_interval_s":"9")").size() == 1);
  CHECK(parameter(R"("type":"decimal","notify":"active","min_change":"1","min_interval_s":9,"max_interval_s":8)")
            .size() == 1);
  CHECK(errors(R"({"notify":[{"type":"Power","notify":"off","min_change":"1"}]})").size() == 1);
  CHECK(errors(R"({"notify":[{"class":"BinarySensor","notify":"active","min_change":"1"}]})").size() == 1);
  CHECK(errors(R"({"notify":[{"online":true,"notify":"active","type":"DoorOpen","min_interval_s":9}]})").size() == 2);
}
