// SPDX-License-Identifier: Apache-2.0
// Shows the documents of the data model with devices: those of the demo, and for each profile those of the firmwares
// whose messages are recorded.
#include "tests/integration/fixture/data_model.hpp"
#include "tests/integration/fixture/proxied_device.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/mqtt_peer.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using namespace tests;
using namespace tests::integration;

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  REQUIRE_FALSE(text.str().empty());
  return text.str();
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  return at == std::string::npos
             ? text
             : text.substr(0, at) + std::string(by) + replaced(text.substr(at + what.size()), what, by);
}

GatewayOptions with_adapters(std::string adapters) {
  GatewayOptions options;
  options.settings.adapters = std::move(adapters);
  options.settings.top = "profile_dir: " PROFILES "\n";
  options.broker = support::BrokerOptions{};
  options.start = false;
  return options;
}

/// "< TOPIC | PAYLOAD" of all recorded firmwares of a convention.
std::vector<std::pair<std::string, std::string>> recorded(const std::string& convention) {
  std::vector<std::pair<std::string, std::string>> messages;
  for (const auto& file : std::filesystem::directory_iterator(FIXTURES "/firmwares")) {
    if (file.path().extension() != ".txt") continue;
    const std::string text = text_of(file.path());
    if (text.find("\nconvention " + convention + "\n") == std::string::npos) continue;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      const std::size_t between = line.find(" | ");
      if (line.starts_with("< ") && between != std::string::npos)
        messages.emplace_back(line.substr(2, between - 2), line.substr(between + 3));
    }
  }
  return messages;
}

/// "convention: homie" in the profile.
std::string convention_of(const std::filesystem::path& profile) {
  const std::string text = text_of(profile);
  constexpr std::string_view kKey = "convention: ";
  const std::size_t at = text.find(kKey);
  REQUIRE(at != std::string::npos);
  const std::size_t begin = at + kKey.size();
  return text.substr(begin, text.find_first_of(" ,}\n", begin) - begin);
}

void publish(Gateway& gateway, const std::vector<std::pair<std::string, std::string>>& messages) {
  support::MqttPeer peer(gateway.broker().port());
  for (const auto& [topic, payload] : messages) peer.publish(topic, payload, 1, true);
}

}  // namespace

TEST_CASE("the tree of the demo is described whole", "[devices_data_model]") {
  const std::string demo = text_of(PACKAGING "/demo/demo.yaml");
  const std::string key = "\nadapters:\n";
  Gateway gateway(
      with_adapters(replaced(demo.substr(demo.find(key) + key.size()), "!env DEMO_BROKER_URL", "\"@BROKER@\"")));
  std::vector<std::pair<std::string, std::string>> messages;
  for (const char* file : {PACKAGING "/demo/home.txt", PACKAGING "/demo/recorded.txt"}) {
    std::istringstream lines(text_of(file));
    for (std::string line; std::getline(lines, line);)
      messages.emplace_back(line.substr(0, line.find(' ')), line.substr(line.find(' ') + 1));
  }
  publish(gateway, messages);
  gateway.start();
  gateway.first_contact();
  wait_for_devices(gateway, [](const DeviceValues& values) { return !device_path(values, "front_door").empty(); });
  wait_until("the devices of the mapping",
             [&] { return gateway.get("Device.X_00D09E_Home.DeviceNumberOfEntries") == "2"; });

  const acs::DataModelDocuments documents = check_data_model(gateway);
  const auto described = [&](const std::string& name) { return documents.parameters().at(name); };
  const std::string device = "Device.X_00D09E_Home.Device.{i}.";
  CHECK(described(device + "Temperature").type == "decimal");
  CHECK(described(device + "Switch").writable);
  CHECK(described(device + "Switch").description == "Declared by the adapter zigbee.");
  CHECK(described(kProxiedDevices + "{i}.Name").max_length == 64U);
  CHECK(gateway.get("Device.ManagementServer.EmbeddedDevice.1.SupportedDataModel") + "." == kDataModelRow);
}

TEST_CASE("the tree of the recorded devices of each profile is described whole", "[devices_data_model]") {
  std::size_t profiles = 0;
  for (const auto& profile : std::filesystem::directory_iterator(PROFILES)) {
    if (profile.path().extension() != ".yaml") continue;
    ++profiles;
    const std::string name = profile.path().stem();
    INFO(name);
    const auto messages = recorded(convention_of(profile.path()));
    REQUIRE_FALSE(messages.empty());
    Gateway gateway(with_adapters("- { name: bridge, plugin: mqtt, profile: " + name +
                                  ", broker: { url: \"@BROKER@\" }, auto_add: true }\n"));
    publish(gateway, messages);
    gateway.start();
    gateway.first_contact();
    wait_for_devices(gateway, [](const DeviceValues& values) { return !values.empty(); });
    const acs::DataModelDocuments documents = check_data_model(gateway);
    CHECK(documents.parameters().contains(kProxiedDevices + "{i}.X_00D09E_Presence"));
  }
  CHECK(profiles == 9);
}
