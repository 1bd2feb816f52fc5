// SPDX-License-Identifier: Apache-2.0
// Shows what a zigbee2mqtt's messages say of its devices.
#include <fstream>
#include <stdexcept>
#include <string>

#include "adapters/mapping/values/filter.hpp"
#include "adapters/mqtt/discovery/conventions.hpp"
#include "tests/support/catch.hpp"

using namespace adapters;
using mqtt::discovery::Changes;
using mqtt::discovery::Convention;

namespace {

constexpr const char* kDevices = "zigbee2mqtt/bridge/devices";

std::string exposes_of(const std::string& model) {
  std::ifstream file(std::string(FIXTURES) + "/zigbee2mqtt/definitions.jsonl");
  for (std::string line; std::getline(file, line);) {
    if (line.find("\"model\":\"" + model + '"') == std::string::npos) continue;
    const std::size_t begin = line.find("\"exposes\":") + 10;
    return line.substr(begin, line.size() - begin - 1);
  }
  throw std::runtime_error("no such model");
}

std::string entry(const std::string& identity, const std::string& name, const std::string& model,
                  const std::string& more = "") {
  return R"({"ieee_address":")" + identity + R"(","friendly_name":")" + name +
         R"(","type":"Router","supported":true,"disabled":false,"interview_completed":true,"power_source":"Mains",)" +
         more + R"("definition":{"vendor":"Example","model":")" + model + R"(","description":"A thing","exposes":)" +
         exposes_of(model) + "}}";
}

std::unique_ptr<Convention> bridge() { return mqtt::discovery::make_zigbee2mqtt({"zigbee2mqtt", {}}); }

mapping::DeviceDescription device_of(const std::string& model, const std::string& name = "thing") {
  const auto convention = bridge();
  Changes changes = convention->message(kDevices, '[' + entry("0x1", name, model) + ']', true);
  REQUIRE(changes.described.size() == 1);
  return std::move(changes.described.front());
}

const mapping::Capability& find(const mapping::DeviceDescription& device, std::string_view identity) {
  for (const mapping::Capability& capability : device.capabilities) {
    if (capability.identity == identity) return capability;
  }
  throw std::runtime_error("no capability " + std::string(identity));
}

std::string shown(const mapping::Capability& capability, std::string_view message) {
  mapping::Payload payload(message);
  const mapping::Source& source = *capability.source;
  const auto text = capability.conversion.to_acs(mapping::filtered(source.filters, payload.at(*source.pointer)));
  return text ? *text : "(kept)";
}

std::string sent(const mapping::Capability& capability, std::string_view value, const mapping::Captures& others = {}) {
  const auto word = capability.conversion.to_device(value);
  if (!word) return "(refused)";
  const mapping::Sink& sink = *capability.sink;
  const mapping::Scalar scalar = mapping::filtered(sink.filters, {mapping::Scalar::Kind::text, *word});
  return sink.address.text() + ' ' + sink.payload.render(scalar.text, others, capability.conversion.json);
}

}  // namespace

TEST_CASE("a plug is a switch and what it measures") {
  const mapping::DeviceDescription plug = device_of("PLUG-1", "kitchen/plug");
  CHECK(plug.key == mapping::DeviceKey{"zigbee2mqtt", "0x1"});
  CHECK(plug.protocol == "ZigBee");
  CHECK(plug.name == "kitchen/plug");
  CHECK(plug.description == "Example PLUG-1 A thing");
  REQUIRE(plug.availability.sources.size() == 2);
  CHECK(plug.availability.sources[0].address.text() == "zigbee2mqtt/bridge/state");
  CHECK(plug.availability.sources[1].address.text() == "zigbee2mqtt/kitchen/plug/availability");
  CHECK(plug.prime == std::vector<mapping::Message>{{"zigbee2mqtt/kitchen/plug/get", R"({"state":""})"}});

  const mapping::Capability& state = find(plug, "state");
  CHECK(state.kind == ADAPTER_BINARY_CONTROL);
  CHECK(state.type == "Switch");
  CHECK(state.source->address.text() == "zigbee2mqtt/kitchen/plug");
  CHECK(shown(state, R"({"state":"ON"})") == "true");
  CHECK(sent(state, "false") == R"(zigbee2mqtt/kitchen/plug/set {"state":"OFF"})");
  CHECK(state.sink->confirm == mapping::Confirm::state);
  CHECK_FALSE(state.sink->retain);
  CHECK(sent(find(plug, "power_outage_memory"), "true") ==
        R"(zigbee2mqtt/kitchen/plug/set {"power_outage_memory":true})");
  const mapping::Capability& energy = find(plug, "energy");
  CHECK(energy.kind == ADAPTER_LEVEL_SENSOR);
  CHECK(energy.name == "Energy");
  CHECK(energy.type == "Energy");
  CHECK(energy.unit == "kWh");
  CHECK_FALSE(energy.sink);
}

TEST_CASE("a contact that is not made is a door that is open") {
  const mapping::DeviceDescription device = device_of("CONTACT-1");
  const mapping::Capability& contact = find(device, "contact");
  CHECK(device.type == "Sensor");
  CHECK(contact.kind == ADAPTER_BINARY_SENSOR);
  CHECK(contact.type == "DoorOpen");
  CHECK(shown(contact, R"({"contact":false})") == "true");
  CHECK(shown(contact, R"({"contact":true})") == "false");
  CHECK(shown(find(device, "voltage"), R"({"voltage":2985})") == "2.985");
  CHECK(find(device, "voltage").unit == "V");
  CHECK(find(device, "battery_low").type == "BatteryLow");
}

TEST_CASE("a light has what is nested in it") {
  const mapping::DeviceDescription bulb = device_of("BULB-1");
  CHECK(bulb.type == "Light");
  const mapping::Capability& brightness = find(bulb, "brightness");
  CHECK(brightness.kind == ADAPTER_LEVEL_CONTROL);
  CHECK(brightness.unit == "%");
  CHECK(brightness.maximum->text() == "100");
  CHECK(shown(brightness, R"({"brightness":127})") == "50");
  CHECK(sent(brightness, "50") == R"(zigbee2mqtt/thing/set {"brightness":127})");
  const mapping::Capability& x = find(bulb, "color/x");
  CHECK(x.name == "Color x");
  CHECK(x.type == "ColorX");
  // `exposes` has no bounds of a colour: its coordinates are from 0 to 1, as they are for every lamp.
  CHECK(x.minimum->text() == "0");
  CHECK(x.maximum->text() == "1");
  CHECK(find(bulb, "color/hue").maximum->text() == "360");
  CHECK(shown(x, R"({"color":{"x":0.7,"y":0.3}})") == "0.7");
  CHECK(sent(x, "0.25", {{"color/y", "0.3"}}) == R"(zigbee2mqtt/thing/set {"color":{"x":0.25,"y":0.3}})");
  CHECK(sent(find(bulb, "color/hue"), "120") == R"(zigbee2mqtt/thing/set {"color":{"hue":120}})");
  const mapping::Capability& effect = find(bulb, "effect");
  CHECK_FALSE(effect.source);
  CHECK(effect.sink->confirm == mapping::Confirm::published);
  const mapping::Capability& gradient = find(bulb, "gradient");
  CHECK(gradient.kind == ADAPTER_TEXT_CONTROL);
  CHECK(sent(gradient, R"(["#ff0000"])") == R"(zigbee2mqtt/thing/set {"gradient":["#ff0000"]})");
}

TEST_CASE("endpoints have names of their own, several switches are a strip") {
  const mapping::DeviceDescription twin = device_of("TWIN-1");
  CHECK(twin.type == "PowerStrip");
  CHECK(find(twin, "state_l1").name == "State (l1)");
  CHECK(find(twin, "state_l2").name == "State (l2)");
  CHECK(sent(find(twin, "state_l2"), "true") == R"(zigbee2mqtt/thing/set {"state_l2":"ON"})");
  CHECK(shown(find(twin, "power_l1"), R"({"power_l1":0.25})") == "250");
  CHECK(find(twin, "countdown_l1").unit == "s");
}

TEST_CASE("a thermostat's words are TR-181's where there are some") {
  const mapping::DeviceDescription valve = device_of("VALVE-1");
  CHECK(valve.type == "Thermostat");
  CHECK(find(valve, "system_mode").type == "ThermostatMode");
  CHECK(find(valve, "system_mode").words == std::vector<std::string>{"off", "heat", "auto"});
  CHECK(find(valve, "running_state").type == "OperatingState");
  CHECK(find(valve, "child_lock").type == "Locked");
  CHECK(sent(find(valve, "schedule_monday"), "06:00/20 \"x\"") ==
        R"(zigbee2mqtt/thing/set {"schedule_monday":"06:00/20 \"x\""})");
  CHECK(shown(find(valve, "pressure"), R"({"pressure":1013.2})") == "101320");
}

TEST_CASE("a blind's commands are done when they are sent") {
  const mapping::DeviceDescription blind = device_of("BLIND-1");
  CHECK(blind.type == "Motor");
  CHECK(find(blind, "state").sink->confirm == mapping::Confirm::published);
  CHECK(find(blind, "position").sink->confirm == mapping::Confirm::published);
}

TEST_CASE("a button's old presses mean nothing, and batteries are not woken") {
  const auto convention = bridge();
  const Changes changes = convention->message(
      kDevices, '[' + entry("0x1", "button", "BUTTON-1", R"("power_source":"Battery",)") + ']', true);
  const mapping::DeviceDescription& button = changes.described.at(0);
  CHECK(find(button, "action").source->ignore_retained);
  CHECK(find(button, "action_duration").source->ignore_retained);
  CHECK_FALSE(find(button, "battery").source->ignore_retained);
  CHECK(button.prime.empty());
}

TEST_CASE("what is odd is bent or left out, with a reason") {
  const auto convention = bridge();
  const Changes changes = convention->message(kDevices, '[' + entry("0x1", "odd", "ODD-1") + ']', true);
  const mapping::DeviceDescription& odd = changes.described.at(0);
  CHECK(changes.rejected == std::vector<std::string>{"odd: nowhere: it has no property",
                                                     "odd: strange: its kind is unknown, or it has no values",
                                                     "odd: mute: it is neither published nor settable",
                                                     "odd: ${trap}: its kind is unknown, or it has no values"});
  CHECK(sent(find(odd, "level"), "2") == R"(zigbee2mqtt/odd/set {"level":2})");
  const mapping::Capability& twice = find(odd, "twice");
  CHECK(twice.kind == ADAPTER_ENUM_CONTROL);
  CHECK(twice.source);
  CHECK_FALSE(find(odd, "range").minimum);
  CHECK(find(odd, "set_pressure").unit == "psi");
  CHECK(sent(find(odd, "warning/mode"), "stop") == R"(zigbee2mqtt/odd/set {"warning":{"mode":"stop"}})");
  const mapping::Capability& quoted = find(odd, "quote\"d/~key");
  CHECK(shown(quoted, R"({"quote\"d/~key":"x"})") == "x");
  CHECK(sent(quoted, "y") == R"(zigbee2mqtt/odd/set {"quote\"d/~key":"y"})");
}

TEST_CASE("who comes, changes and goes is told once") {
  const auto convention = bridge();
  const std::string plug = entry("0x1", "plug", "PLUG-1");
  const std::string blind = entry("0x2", "blind", "BLIND-1");
  CHECK(convention->message(kDevices, '[' + plug + ',' + blind + ']', true).described.size() == 2);
  const Changes again = convention->message(kDevices, '[' + plug + ',' + blind + ']', true);
  CHECK(again.described.empty());
  CHECK(again.removed.empty());
  const Changes renamed = convention->message(kDevices, '[' + entry("0x1", "desk", "PLUG-1") + ',' + blind + ']', true);
  REQUIRE(renamed.described.size() == 1);
  CHECK(renamed.described[0].key.identity == "0x1");
  CHECK(renamed.described[0].name == "desk");
  const Changes left = convention->message(kDevices, '[' + blind + ']', true);
  CHECK(left.described.empty());
  CHECK(left.removed == std::vector<mapping::DeviceKey>{{"zigbee2mqtt", "0x1"}});
  CHECK(convention->message(kDevices, "not JSON", true).rejected.size() == 1);
  CHECK(convention->message(kDevices, "{}", true).rejected.size() == 1);
  CHECK(convention->message("zigbee2mqtt/desk", R"({"state":"ON"})", false).described.empty());
}

TEST_CASE("who cannot be shown is skipped with the reason") {
  const auto reason = [](const std::string& entry) {
    const auto convention = bridge();
    const Changes changes = convention->message(kDevices, '[' + entry + ']', true);
    CHECK(changes.described.empty());
    return changes.skipped.empty() ? std::string() : changes.skipped.front().reason;
  };
  CHECK(reason(R"({"ieee_address":"0x0","type":"Coordinator","friendly_name":"Coordinator"})") ==
        "it is the coordinator");
  CHECK(reason(R"({"ieee_address":"0x1","friendly_name":"a","disabled":true})") == "it is disabled in the bridge");
  CHECK(reason(R"({"ieee_address":"0x1","friendly_name":"a","interview_completed":false})") ==
        "its interview is not completed");
  CHECK(reason(R"({"ieee_address":"0x1","friendly_name":"a","supported":false,"definition":{}})") ==
        "the bridge does not support it");
  CHECK(reason(R"({"ieee_address":"0x1","friendly_name":"a","definition":null})") == "the bridge does not support it");
  for (const char* name : {"a/#", "+", "", "bridge/x"}) {
    CHECK(reason(entry("0x1", name, "PLUG-1")) == "its friendly_name cannot be part of a topic");
  }
  CHECK(reason(R"({"friendly_name":"a"})").empty());
}

TEST_CASE("the bridge's log says which set went wrong") {
  const auto convention = bridge();
  convention->message(kDevices,
                      '[' + entry("0x1", "kitchen/twin", "TWIN-1") + ',' + entry("0x2", "plug", "PLUG-1") + ']', true);
  const auto heard = [&](const std::string& level, const std::string& text) {
    return convention
        ->message("zigbee2mqtt/bridge/logging", R"({"level":")" + level + R"(","message":")" + text + "\"}", false)
        .refused;
  };
  const std::string failed = "z2m: Publish 'set' 'state' to 'kitchen/twin' failed: 'Error: it is 'gone' failed'";
  const auto refused = heard("error", failed);
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].device.identity == "0x1");
  CHECK(refused[0].capabilities == std::vector<std::string>{"state_l1", "state_l2"});
  CHECK(refused[0].reason == failed);
  CHECK(heard("error", "z2m: No converter available for 'state' on 'plug': (1)").at(0).capabilities ==
        std::vector<std::string>{"state"});
  CHECK(heard("info", failed).empty());
  CHECK(heard("error", "z2m: Publish 'set' 'state' to 'nobody' failed: 'x'").empty());
  CHECK(heard("error", "z2m: Publish 'get' 'state' to 'plug' failed: 'x'").empty());
  CHECK(heard("error", "z2m: something else").empty());
}
