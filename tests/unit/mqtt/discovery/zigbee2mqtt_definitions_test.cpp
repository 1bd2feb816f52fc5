// SPDX-License-Identifier: Apache-2.0
// Shows that whatever zigbee2mqtt knows of devices makes capabilities that an ACS can be shown and can set. The devices
// are a few of our own, and all there are where tests/peers is installed, in the folder that TR069_PEERS names.
#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "adapters/mapping/devices/device_bounds.hpp"
#include "adapters/mapping/devices/device_engine.hpp"
#include "adapters/mqtt/discovery/conventions.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/sdk/fake_host.hpp"

using namespace adapters;
using mapping::Capability;
namespace json = boost::json;

namespace {

constexpr const char* kSubObjects[] = {"BinaryControl", "LevelControl",        "EnumControl",
                                       "BinarySensor",  "LevelSensor",         "MultiLevelSensor",
                                       "EnumSensor",    "X_00D09E_TextSensor", "X_00D09E_TextControl"};

struct Tally {
  std::size_t devices = 0;
  std::map<std::string, std::size_t> shown;     // by sub-object
  std::map<std::string, std::size_t> left_out;  // by reason
  std::size_t readable = 0, settable = 0, write_only = 0;
};

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_plain(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < ' '; });
}

// What is wrong with how it looks; "" if nothing is.
std::string flaw_of(const Capability& capability, std::size_t index) {
  const std::string object = kSubObjects[capability.kind];
  const std::string path =
      "Device.X_00D09E_ProxiedDevice.10000.IoTCapability." + std::to_string(index + 1) + '.' + object + ".ValidValues";
  if (path.size() > 256) return "the path is too long";
  if (capability.name.empty() || characters(capability.name) > 64 || !is_plain(capability.name)) return "name";
  if (characters(capability.type) > 64 - 9 || !is_plain(capability.type)) return "type";
  const bool text = capability.kind == ADAPTER_TEXT_CONTROL || capability.kind == ADAPTER_TEXT_SENSOR;
  if (!text && capability.type.empty()) return "no type";
  std::set<std::string> words;
  for (const std::string& word : capability.words) {
    if (word.empty() || characters(word) > 64 || !is_plain(word) || !words.insert(word).second) return "word " + word;
  }
  if (capability.source && !capability.source->address.is_exact()) return "its source is no single topic";
  return {};
}

// What the device sends for it, and what an ACS may set.
json::value sample(const Capability& capability) {
  if (capability.conversion.json) return json::array{};
  if (!capability.conversion.values.empty()) return json::string(capability.conversion.values.back().first);
  if (capability.conversion.type == ADAPTER_DECIMAL) return capability.maximum ? 0 : 1.5;
  return "text";
}

std::vector<std::string> settings(const Capability& capability) {
  if (capability.conversion.json) return {"[]", R"([{"a":1}])"};
  if (capability.conversion.type == ADAPTER_BOOLEAN) return {"true", "false"};
  if (!capability.words.empty()) return capability.words;
  if (capability.conversion.type != ADAPTER_DECIMAL) return {"", "text", "\"}{"};
  std::vector<std::string> numbers;
  if (capability.minimum) numbers.push_back(capability.minimum->text());
  if (capability.maximum) numbers.push_back(capability.maximum->text());
  if (numbers.empty()) numbers = {"0", "-1.5"};
  return numbers;
}

void put(json::object& state, const std::vector<std::string>& tokens, json::value value) {
  json::object* at = &state;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    json::value& below = (*at)[tokens[i]];
    if (!below.is_object()) below = json::object();
    at = &below.get_object();
  }
  (*at)[tokens.back()] = std::move(value);
}

std::string quoted(const std::string& text) { return json::serialize(json::string(text)); }

// One definition, as the bridge would announce it, from its message to what a device is sent.
void check(const json::object& definition, Tally& tally) {
  const std::string model(definition.at("model").as_string());
  INFO(model);
  json::object entry{{"ieee_address", "0x1"}, {"friendly_name", "a/b"}, {"definition", definition}};
  const auto bridge = mqtt::discovery::make_zigbee2mqtt({"zigbee2mqtt", {}});
  auto changes = bridge->message("zigbee2mqtt/bridge/devices", json::serialize(json::array{entry}), true);
  REQUIRE(changes.described.size() == 1);
  mapping::DeviceDescription device = changes.described.front();
  for (std::string& reason : mapping::keep_bounds(device)) changes.rejected.push_back("a/b: " + reason);
  for (const std::string& reason : changes.rejected) ++tally.left_out[reason.substr(reason.rfind(": ") + 2)];
  ++tally.devices;

  test::FakeHost host;
  mapping::SetConfirmation confirmation(sdk::Host(host.api()));
  mapping::DeviceEngine engine(sdk::Host(host.api()), {}, confirmation);
  engine.describe(device);
  // After the device and its row: one for each capability that can be set, and with its first value one for each
  // sensor.
  const auto is_sensor = [](const Capability& capability) { return capability.source && !capability.sink; };
  std::vector<adapter_handle> rows(device.capabilities.size());
  adapter_handle next_row = 4;
  for (const bool sensors : {false, true}) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (is_sensor(device.capabilities[i]) == sensors) rows[i] = next_row++;
    }
  }
  const auto settable = std::ranges::count_if(device.capabilities, std::not_fn(is_sensor));
  REQUIRE(host.take().size() == 2 + static_cast<std::size_t>(settable));

  std::set<std::string> names;
  std::set<std::string> pointers;
  json::object state;
  for (std::size_t i = 0; i < device.capabilities.size(); ++i) {
    const Capability& capability = device.capabilities[i];
    INFO(capability.identity);
    CHECK(flaw_of(capability, i) == "");
    CHECK(names.insert(capability.name).second);
    CHECK(pointers.insert(capability.identity).second);
    ++tally.shown[kSubObjects[capability.kind]];
    tally.readable += capability.source ? 1 : 0;
    tally.settable += capability.sink ? 1 : 0;
    tally.write_only += capability.source ? 0 : 1;
    if (capability.source) put(state, capability.source->pointer->tokens(), sample(capability));
  }
  const std::string text = json::serialize(state);
  mapping::Payload payload(text);
  engine.receive("zigbee2mqtt/a/b", payload, false, {});
  std::string values;
  for (const std::string& call : host.take()) {
    CHECK_FALSE(call.starts_with("rejected"));
    if (call.starts_with("publish")) values = call;
  }
  for (std::size_t i = 0; i < device.capabilities.size(); ++i) {
    const Capability& capability = device.capabilities[i];
    INFO(capability.identity);
    const adapter_handle row = rows[i];
    if (capability.source) CHECK(values.find(' ' + std::to_string(row) + "/2=") != std::string::npos);
    if (!capability.sink) continue;
    for (const std::string& value : settings(capability)) {
      INFO(value);
      engine.check({1, {row}, sdk::kValue, value});
      CHECK(host.take() == std::vector<std::string>{"reply 1 0"});
      const auto command = engine.command({1, {row}, sdk::kValue, value});
      REQUIRE(command);
      CHECK(command->address == "zigbee2mqtt/a/b/set");
      json::error_code error;
      const json::value message = json::parse(command->payload, error);
      CHECK_FALSE(error);
      // The device hears of the member that it has named, and reads back what was set.
      const std::string member = capability.source ? capability.source->pointer->tokens().front()
                                                   : capability.identity.substr(0, capability.identity.find('/'));
      CHECK(command->payload.starts_with('{' + quoted(member)));
      if (!capability.source) continue;
      mapping::Payload repeated(command->payload);
      engine.receive("zigbee2mqtt/a/b", repeated, false, {});
      const std::string echo = std::to_string(row) + "/2=" + value;
      const auto calls = host.take();
      CHECK(std::any_of(calls.begin(), calls.end(),
                        [&](const std::string& call) { return call.find(echo) != std::string::npos; }));
    }
  }
}

Tally check_all(const std::string& file) {
  Tally tally;
  std::ifstream lines(file);
  REQUIRE(lines);
  for (std::string line; std::getline(lines, line);) check(json::parse(line).as_object(), tally);
  return tally;
}

}  // namespace

TEST_CASE("what a bridge says of its devices makes capabilities") {
  const Tally tally = check_all(std::string(FIXTURES) + "/zigbee2mqtt/definitions.jsonl");
  CHECK(tally.devices == 8);
  CHECK(tally.left_out.size() == 3);
}

TEST_CASE("so does all that zigbee2mqtt knows", "[.][definitions]") {
  const char* peers = std::getenv("TR069_PEERS");
  const std::string file = peers == nullptr ? "" : std::string(peers) + "/zigbee_definitions.jsonl";
  if (!std::filesystem::exists(file)) {
    WARN("the peers are not installed");
    return;
  }
  const Tally tally = check_all(file);
  std::cout << tally.devices << " definitions: " << tally.readable << " leaves are read, " << tally.settable
            << " set, of them " << tally.write_only << " set alone\n";
  for (const auto& [object, count] : tally.shown) std::cout << "  " << count << ' ' << object << '\n';
  for (const auto& [reason, count] : tally.left_out) std::cout << "  " << count << " left out: " << reason << '\n';
  CHECK(tally.devices > 1000);
}
