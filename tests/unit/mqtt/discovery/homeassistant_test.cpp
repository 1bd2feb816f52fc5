// SPDX-License-Identifier: Apache-2.0
// Shows what the components that are announced to Home Assistant become in the standard shape, with messages as real
// bridges send them; and what changes, goes, and is left out with a reason.
#include "tests/support/catch.hpp"
#include "tests/unit/mqtt/discovery/bridge.hpp"

using namespace tests;

namespace {

Bridge homeassistant() { return Bridge(discovery::make_homeassistant, "homeassistant"); }

const std::string kPlugDevice =
    R"("device":{"hw_version":1,"identifiers":["zigbee2mqtt_0x00158d00018255df"],"manufacturer":"Xiaomi","model":"Mi smart plug","model_id":"ZNCZ02LM","name":"my_plug","sw_version":"1.0","via_device":"zigbee2mqtt_bridge_0x00124b00120144ae"})";
const std::string kPlugAvailability =
    R"("availability":[{"topic":"zigbee2mqtt/bridge/state","value_template":"{{ value_json.state }}"},{"topic":"zigbee2mqtt/my_plug/availability","value_template":"{{ value_json.state }}"}],"availability_mode":"all")";
const std::string kPlugSwitch =
    "{" + kPlugAvailability + R"(,"command_topic":"zigbee2mqtt/my_plug/set",)" + kPlugDevice +
    R"(,"name":null,"object_id":"my_plug","payload_off":"OFF","payload_on":"ON","state_topic":"zigbee2mqtt/my_plug","unique_id":"0x00158d00018255df_switch_zigbee2mqtt","value_template":"{{ value_json[\"state\"] }}"})";
const std::string kPlugMemory =
    "{" + kPlugAvailability + R"(,"command_topic":"zigbee2mqtt/my_plug/set/power_outage_memory",)" + kPlugDevice +
    R"(,"entity_category":"config","name":"Power outage memory","payload_off":"false","payload_on":"true","state_topic":"zigbee2mqtt/my_plug","unique_id":"0x00158d00018255df_switch_power_outage_memory_zigbee2mqtt","value_template":"{% if value_json[\"power_outage_memory\"] %}true{% else %}false{% endif %}"})";
const std::string kPlugPower =
    "{" + kPlugAvailability + "," + kPlugDevice +
    R"(,"device_class":"power","state_class":"measurement","state_topic":"zigbee2mqtt/my_plug","unique_id":"0x00158d00018255df_power_zigbee2mqtt","unit_of_measurement":"W","value_template":"{{ value_json[\"power\"] }}"})";
const std::string kPlug = "zigbee2mqtt_0x00158d00018255df";
const std::string kPlugTopic = "homeassistant/switch/0x00158d00018255df/switch/config";

// One component of a device of its own.
std::string announced(const std::string& keys) {
  return R"({"uniq_id":"u","dev":{"ids":"d","name":"D"},)" + keys + "}";
}

}  // namespace

TEST_CASE("components of one device are one device in the standard shape") {
  Bridge bridge = homeassistant();
  CHECK(bridge.convention().topics() ==
        std::vector<std::string>{"homeassistant/+/+/config", "homeassistant/+/+/+/config"});
  bridge.hear(kPlugTopic, kPlugSwitch);
  bridge.hear("homeassistant/switch/0x00158d00018255df/power_outage_memory/config", kPlugMemory);
  bridge.hear("homeassistant/sensor/0x00158d00018255df/power/config", kPlugPower);

  REQUIRE(bridge.count() == 1);
  const auto& plug = bridge.device(kPlug);
  CHECK(plug.key.controller == "homeassistant");
  CHECK(plug.name == "my_plug");
  CHECK(plug.protocol == "ZigBee");
  CHECK(plug.description == "Xiaomi Mi smart plug ZNCZ02LM");
  REQUIRE(plug.capabilities.size() == 3);
  REQUIRE(plug.availability.sources.size() == 2);
  CHECK(plug.availability.mode == mapping::Availability::Mode::all);
  CHECK(plug.availability.sources[1].address.text() == "zigbee2mqtt/my_plug/availability");

  const auto& state = find(plug, "0x00158d00018255df_switch_zigbee2mqtt");
  CHECK(shape(state) == "BinaryControl Switch");
  CHECK(shown(state, R"({"state":"ON","power":3})") == "true");
  CHECK(sent(state, "false") == "zigbee2mqtt/my_plug/set OFF");
  CHECK(state.sink->confirm == mapping::Confirm::state);
  const auto& memory = find(plug, "0x00158d00018255df_switch_power_outage_memory_zigbee2mqtt");
  CHECK(memory.name == "Power outage memory");
  CHECK(shown(memory, R"({"power_outage_memory":true})") == "true");
  CHECK(shown(memory, R"({"power_outage_memory":null})") == "(kept)");
  CHECK(sent(memory, "1") == "zigbee2mqtt/my_plug/set/power_outage_memory true");
  const auto& power = find(plug, "0x00158d00018255df_power_zigbee2mqtt");
  CHECK(shape(power) == "LevelSensor Power W");
  CHECK(shown(power, R"({"state":"ON","power":3.5})") == "3.5");
}

TEST_CASE("the same again changes nothing, another one updates, an empty one removes") {
  Bridge bridge = homeassistant();
  CHECK(bridge.hear(kPlugTopic, kPlugSwitch).described.size() == 1);
  CHECK(bridge.hear(kPlugTopic, kPlugSwitch).described.empty());
  bridge.hear("homeassistant/sensor/0x00158d00018255df/power/config", kPlugPower);
  CHECK(bridge.hear("homeassistant/sensor/0x00158d00018255df/power/config", "").described.size() == 1);
  CHECK(bridge.device(kPlug).capabilities.size() == 1);
  CHECK(bridge.hear(kPlugTopic, "").removed.size() == 1);
  CHECK(bridge.count() == 0);
  CHECK(bridge.hear(kPlugTopic, "").removed.empty());
  bridge.hear(kPlugTopic, kPlugSwitch);
  CHECK(bridge.count() == 1);
  // What cannot be read is counted and loses nothing.
  bridge.hear(kPlugTopic, "{half");
  CHECK(bridge.rejected() == 1);
  CHECK(bridge.count() == 1);
}

TEST_CASE("abbreviations and ~ are read as what they stand for") {
  Bridge bridge = homeassistant();
  bridge.hear(
      "homeassistant/switch/esp32-test/relay/config",
      R"({"~":"esp32-test","name":"Relay","stat_t":"~/switch/relay/state","cmd_t":"~/switch/relay/command",)"
      R"("avty_t":"~/status","pl_avail":"online","pl_not_avail":"offline","uniq_id":"ESPswitchrelay",)"
      R"("dev":{"ids":"84fce6123456","name":"esp32-test","sw":"esphome v2024.4.1","mdl":"esp32-c3","mf":"espressif"}})");
  const auto& device = bridge.device("84fce6123456");
  CHECK(device.description == "espressif esp32-c3");
  const auto& relay = find(device, "ESPswitchrelay");
  CHECK(relay.source->address.text() == "esp32-test/switch/relay/state");
  CHECK(sent(relay, "true") == "esp32-test/switch/relay/command ON");
  REQUIRE(device.availability.sources.size() == 1);
  CHECK(device.availability.sources[0].address.text() == "esp32-test/status");
  CHECK(device.availability.sources[0].online == "online");
}

TEST_CASE("a whole device in one message") {
  Bridge bridge = homeassistant();
  const std::string topic = "homeassistant/device/0AFFD2/config";
  const std::string head =
      R"({"dev":{"ids":"0AFFD2","name":"Bla"},"o":{"name":"x"},"stat_t":"bla/state","avty_t":"bla/there","cmps":{)";
  const std::string temperature =
      R"("t":{"p":"sensor","dev_cla":"temperature","unit_of_meas":"°C","val_tpl":"{{ value_json.temperature }}","uniq_id":"t"})";
  bridge.hear(
      topic,
      head + temperature +
          R"(,"h":{"p":"sensor","dev_cla":"humidity","unit_of_meas":"%","val_tpl":"{{ value_json.humidity }}"}}})");
  const auto& device = bridge.device("0AFFD2");
  CHECK(device.type == "Sensor");
  CHECK(shape(find(device, "t")) == "LevelSensor Temperature degC");
  CHECK(shape(find(device, "0AFFD2_h")) == "LevelSensor Humidity %");
  CHECK(shown(find(device, "0AFFD2_h"), R"({"temperature":21,"humidity":44.5})") == "44.5");
  CHECK(device.availability.sources.at(0).address.text() == "bla/there");

  // A component with its platform alone is gone.
  bridge.hear(topic, head + temperature + R"(,"h":{"p":"sensor"}}})");
  CHECK(bridge.device("0AFFD2").capabilities.size() == 1);
  bridge.hear(topic, "");
  CHECK(bridge.count() == 0);
}

TEST_CASE("sensors of each kind") {
  Bridge bridge = homeassistant();
  const auto one = [&](const std::string& component, const std::string& keys) {
    bridge.hear("homeassistant/" + component + "/u/config", "");
    bridge.hear("homeassistant/" + component + "/u/config", announced(keys));
    return find(bridge.device("d"), "u");
  };
  const auto pressure = one("sensor", R"("stat_t":"s","dev_cla":"pressure","unit_of_meas":"hPa","exp_aft":600)");
  CHECK(shape(pressure) == "LevelSensor Pressure Pa");
  CHECK(bridge.device("d").availability.stale_after == std::chrono::seconds(600));
  CHECK(shown(pressure, "1013.25") == "101325");
  const auto text = one("sensor", R"("stat_t":"s","name":"Version")");
  CHECK(shape(text) == "TextSensor ");
  CHECK(shown(text, "1.2.3") == "1.2.3");
  const auto action = one("sensor", R"("stat_t":"s","dev_cla":"enum","ops":["idle","heat"],"name":"Status")");
  CHECK(shape(action) == "EnumSensor OperatingState");
  CHECK(action.words == std::vector<std::string>{"idle", "heat"});
  const auto moment = one("sensor", R"("stat_t":"s","dev_cla":"timestamp","stat_cla":"x")");
  CHECK(shape(moment) == "TextSensor ");
  bridge.hear("homeassistant/sensor/u/config", "");
  const auto door = one("binary_sensor", R"("stat_t":"s","dev_cla":"door","pl_on":"open","pl_off":"shut")");
  CHECK(shape(door) == "BinarySensor DoorOpen");
  CHECK(shown(door, "open") == "true");
  const auto leak =
      one("binary_sensor",
          R"("stat_t":"s","dev_cla":"moisture","pl_on":true,"pl_off":false,"val_tpl":"{{ value_json.leak }}")");
  CHECK(shape(leak) == "BinarySensor WaterDetected");
  CHECK(shown(leak, R"({"leak":true})") == "true");
}

TEST_CASE("controls of each kind") {
  Bridge bridge = homeassistant();
  const auto one = [&](const std::string& component, const std::string& keys) {
    const std::string topic = "homeassistant/" + component + "/u/config";
    bridge.hear(topic, announced(keys));
    const auto capability = find(bridge.device("d"), "u");
    bridge.hear(topic, "");
    return capability;
  };
  const auto lock = one("lock", R"("stat_t":"s","cmd_t":"c","qos":1)");
  CHECK(shape(lock) == "BinaryControl Locked");
  CHECK(shown(lock, "LOCKED") == "true");
  CHECK(sent(lock, "false") == "c UNLOCK");
  CHECK(lock.sink->qos == 1);
  CHECK_FALSE(lock.sink->retain);
  const auto number = one("number", R"("stat_t":"s","cmd_t":"c","min":-5,"max":5.5,"unit_of_meas":"°C",)"
                                    R"("cmd_tpl":"{\"offset\": {{ value }} }","name":"Offset")");
  CHECK(shape(number) == "LevelControl Temperature degC");
  CHECK(number.minimum->text() == "-5");
  CHECK(number.maximum->text() == "5.5");
  CHECK(sent(number, "2.5") == R"(c {"offset": 2.5 })");
  const auto select = one("select", R"("stat_t":"s","cmd_t":"c","ops":["low","high"],"name":"Mode")");
  CHECK(shape(select) == "EnumControl OperatingMode");
  CHECK(sent(select, "high") == "c high");
  const auto button = one("button", R"("cmd_t":"c","pl_prs":"restart","name":"Restart")");
  CHECK(shape(button) == "EnumControl Button");
  CHECK(sent(button, "Press") == "c restart");
  CHECK_FALSE(button.source);
  const auto text = one("text", R"("stat_t":"s","cmd_t":"c","name":"Line 1")");
  CHECK(shape(text) == "TextControl ");
  CHECK(sent(text, "hello") == "c hello");
  const auto blind = one("switch", R"("cmd_t":"c","stat_on":"1","stat_off":"0")");
  CHECK(blind.sink->confirm == mapping::Confirm::published);
}

TEST_CASE("a light is a switch, a brightness in per cent and what else it has") {
  Bridge bridge = homeassistant();
  bridge.hear(
      "homeassistant/light/0x90fd9ffffe6494fc/light/config",
      R"({"brightness":true,"brightness_scale":254,"command_topic":"zigbee2mqtt/kitchen/bulb/set","device":{"identifiers":["zigbee2mqtt_0x90fd9ffffe6494fc"],"manufacturer":"IKEA","model":"TRADFRI bulb","name":"kitchen/bulb"},"effect":true,"effect_list":["blink","okay"],"max_mireds":500,"min_mireds":153,"name":null,"schema":"json","state_topic":"zigbee2mqtt/kitchen/bulb","supported_color_modes":["xy","color_temp"],"unique_id":"L"})");
  const auto& bulb = bridge.device("zigbee2mqtt_0x90fd9ffffe6494fc");
  CHECK(bulb.type == "Light");
  const std::string message = R"({"state":"ON","brightness":127,"color_temp":250,"effect":null})";
  const auto& state = find(bulb, "L");
  CHECK(shape(state) == "BinaryControl Switch");
  CHECK(shown(state, message) == "true");
  CHECK(sent(state, "false") == R"(zigbee2mqtt/kitchen/bulb/set {"state": "OFF"})");
  const auto& level = find(bulb, "L.brightness");
  CHECK(shape(level) == "LevelControl Brightness %");
  CHECK(shown(level, message) == "50");
  CHECK(sent(level, "50") == R"(zigbee2mqtt/kitchen/bulb/set {"state": "ON", "brightness": 127})");
  CHECK(shape(find(bulb, "L.color_temp")) == "LevelControl ColorTemp mired");
  CHECK(shown(find(bulb, "L.color_temp"), message) == "250");
  CHECK(find(bulb, "L.effect").words.size() == 2);

  bridge.hear(
      "homeassistant/light/basic/config",
      R"({"uniq_id":"b","stat_t":"b/s","cmd_t":"b/c","bri_stat_t":"b/bs","bri_cmd_t":"b/bc","bri_scl":100,"dev":{"ids":["b"]}})");
  CHECK(sent(find(bridge.device("b"), "b.brightness"), "30") == "b/bc 30");
  CHECK(sent(find(bridge.device("b"), "b"), "true") == "b/c ON");
}

TEST_CASE("covers, thermostats and fans") {
  Bridge bridge = homeassistant();
  bridge.hear(
      "homeassistant/cover/c/config",
      announced(
          R"("cmd_t":"c/set","stat_t":"c/state","pos_t":"c/pos","set_pos_t":"c/pos/set","pos_tpl":"{{ value_json.p }}","pos_open":0,"pos_clsd":99)"));
  const auto& cover = bridge.device("d");
  CHECK(cover.type == "Motor");
  CHECK(find(cover, "u").words == std::vector<std::string>{"OPEN", "CLOSE", "STOP"});
  CHECK(shown(find(cover, "u"), "closing") == "CLOSE");
  CHECK(sent(find(cover, "u"), "STOP") == "c/set STOP");
  CHECK(shape(find(cover, "u.position")) == "LevelControl Position %");
  CHECK(shown(find(cover, "u.position"), R"({"p":99})") == "0");
  CHECK(sent(find(cover, "u.position"), "100") == "c/pos/set 0");

  bridge.hear("homeassistant/cover/c/config", "");
  bridge.hear(
      "homeassistant/climate/c/config",
      announced(
          R"("temp_cmd_t":"t/set","temp_stat_t":"t","temp_stat_tpl":"{{ value_json.s }}","min_temp":"5","max_temp":"30","curr_temp_t":"t","curr_temp_tpl":"{{ value_json.l }}","modes":["off","heat"],"mode_cmd_t":"m/set","mode_stat_t":"m","act_t":"a","act_tpl":"{% set v = {'x':'y'} %}{{ v[value_json.a].z }}")"));
  const auto& climate = bridge.device("d");
  CHECK(climate.type == "Thermostat");
  CHECK(shape(find(climate, "u.setpoint")) == "LevelControl Temperature degC");
  CHECK(find(climate, "u.setpoint").maximum->text() == "30");
  CHECK(shown(find(climate, "u.temperature"), R"({"s":21,"l":19.5})") == "19.5");
  CHECK(shape(find(climate, "u.mode")) == "EnumControl ThermostatMode");
  // The part whose template is not supported is left out, with it.
  REQUIRE(bridge.skipped().contains("d/u.action"));
  CHECK(bridge.skipped().at("d/u.action").find("{% set v") != std::string::npos);
  bridge.hear("homeassistant/climate/c/config", "");
  CHECK(bridge.skipped().empty());

  bridge.hear("homeassistant/fan/c/config",
              announced(R"("cmd_t":"f/set","stat_t":"f","pct_cmd_t":"f/p/set","pct_stat_t":"f/p","spd_rng_max":3)"));
  CHECK(shown(find(bridge.device("d"), "u.speed"), "2") == "67");
  CHECK(sent(find(bridge.device("d"), "u.speed"), "67") == "f/p/set 2");
  CHECK(find(bridge.device("d"), "u.speed").sink->confirm == mapping::Confirm::state);
}

TEST_CASE("what cannot be shown is told with a reason, and takes nothing else with it") {
  Bridge bridge = homeassistant();
  bridge.hear("homeassistant/camera/x/config", announced(R"("t":"x")"));
  CHECK(bridge.skipped().size() == 1);
  CHECK(bridge.count() == 0);
  bridge.hear("homeassistant/camera/x/config", "");
  CHECK(bridge.skipped().empty());
  bridge.hear("homeassistant/sensor/a/config", announced(R"("stat_t":"+/#")"));
  bridge.hear("homeassistant/switch/b/config", R"({"uniq_id":"v","dev":{"ids":"e"},"stat_t":"s"})");
  CHECK(bridge.skipped().at("d/u").find("topic") != std::string::npos);
  CHECK(bridge.skipped().at("e/v").find("command_topic") != std::string::npos);
  CHECK(bridge.count() == 0);
  for (const char* payload : {"[]", "null", "{\"a\":", "\xff", "{\"cmps\":[]}"}) {
    bridge.hear("homeassistant/device/x/config", payload);
  }
  CHECK(bridge.rejected() == 5);
  bridge.hear("homeassistant/config", "{}");
  bridge.hear("homeassistant/a/b/c/d/config", "{}");
  bridge.hear("zigbee2mqtt/my_plug", "{}");
  CHECK(bridge.count() == 0);
}

TEST_CASE("a climate as zigbee2mqtt announces it: its action by a list of words, two set points, swing") {
  Bridge bridge = homeassistant();
  bridge.hear(
      "homeassistant/climate/c/config",
      announced(
          R"("temperature_low_command_topic":"t/low","temperature_low_state_topic":"t","temperature_low_state_template":"{{ value_json[\"occupied_heating_setpoint\"] }}","temp_hi_cmd_t":"t/high","min_temp":"7","max_temp":"30","temp_step":0.5,"swing_modes":["on","off"],"swing_mode_command_topic":"t/swing","action_topic":"t","action_template":"{% set values = {None:None,'idle':'idle','heat':'heating','cool':'cooling','fan_only':'fan'} %}{{ values[value_json[\"running_state\"]] }}")"));
  CHECK(bridge.skipped().empty());
  const auto& climate = bridge.device("d");
  CHECK(shape(find(climate, "u.setpoint_low")) == "LevelControl Temperature degC");
  CHECK(find(climate, "u.setpoint_low").conversion.step->text() == "0.5");
  CHECK(sent(find(climate, "u.setpoint_high"), "24.5") == "t/high 24.5");
  CHECK(shape(find(climate, "u.swing_mode")) == "EnumControl SwingMode");
  const auto& action = find(climate, "u.action");
  CHECK(shape(action) == "EnumSensor OperatingState");
  CHECK(shown(action, R"({"running_state":"heat"})") == "heating");
  CHECK(shown(action, R"({"running_state":"idle"})") == "idle");
  CHECK(shown(action, R"({"running_state":null})") == "(kept)");
}
