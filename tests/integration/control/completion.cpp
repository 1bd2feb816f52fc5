// SPDX-License-Identifier: Apache-2.0
// Shows that bash completes commands, options, and the paths, devices, capabilities and adapters of the running daemon.
#include "tests/integration/fixture/proxied_device.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/mqtt_peer.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

using namespace tests::integration;
using tests::support::MqttPeer;

namespace {

using Words = std::vector<std::string>;

/// A shell that evaluates this name of a device makes a file.
const std::string kHostile = "$(touch planted)";

/// What bash replaces the last of the words with; in the folder, where a command of a hostile name would leave its
/// file.
Words complete(const std::string& folder, const std::string& function, Words words, const std::string& then = {}) {
  const std::string script = "cd \"$1\"; source " PACKAGING "/completion/tr069-proxyctl; shift; COMP_WORDS=(\"$@\"); " +
                             ("COMP_CWORD=$(($# - 1)); " + function) +
                             "; for reply in \"${COMPREPLY[@]}\"; do printf '%s\\n' \"$reply\"; done; " + then;
  words.insert(words.begin(), {"bash", "--norc", "-c", script, "bash", folder});
  std::istringstream output(tests::support::run(words).output);
  Words replies;
  for (std::string line; std::getline(output, line);) replies.push_back(line);
  std::ranges::sort(replies);
  return replies;
}

struct Home {
  Home() : gateway(options()), peer(gateway.broker().port()) {
    gateway.first_contact();
    for (const std::string& name : names) peer.publish("plugs/" + name, R"({"state": "OFF", "power": 7})", 1, true);
    wait_for_devices(gateway, [this](const DeviceValues& all) {
      return std::ranges::all_of(names, [&](const auto& name) { return !device_path(all, name).empty(); });
    });
  }

  static GatewayOptions options() {
    GatewayOptions options;
    options.settings.adapters =
        "- name: plugs\n  plugin: mqtt\n  broker: { url: \"@BROKER@\" }\n  devices:\n"
        "    - rows: { topic: \"plugs/{name}\" }\n"
        "      name: \"{name}\"\n"
        "      capabilities:\n"
        "        - { name: State, class: BinarySensor, type: WindowOpen, source: { pointer: /state },\n"
        "            values: { \"ON\": true, \"OFF\": false } }\n"
        "        - { name: Power used, class: LevelSensor, type: Power, unit: W, source: { pointer: /power } }\n";
    options.broker = tests::support::BrokerOptions{};
    return options;
  }

  Words complete(Words words, const std::string& then = {}) const {
    words.insert(words.begin(), {CTL, "--socket", gateway.folder().file("control.sock")});
    return ::complete(gateway.folder().path(), "_tr069_proxyctl", std::move(words), then);
  }

  const Words names{"hall plug", "kitchen:plug", kHostile};
  Gateway gateway;
  MqttPeer peer;
};

bool has(const Words& words, const std::string& word) { return std::ranges::find(words, word) != words.end(); }

}  // namespace

TEST_CASE("bash completes the paths of the running daemon, level by level", "[control_completion]") {
  const Home home;
  CHECK(home.complete({"get", "Dev"}) == Words{"Device."});
  CHECK(home.complete({"tree", "Device.DeviceInfo.SerialN"}) == Words{"Device.DeviceInfo.SerialNumber"});
  CHECK(home.complete({"watch", "Device.X_00D09E_Proxied"}) ==
        Words{kProxiedDevices, "Device.X_00D09E_ProxiedDeviceNumberOfEntries"});
  CHECK(home.complete({"tree", kProxiedDevices}) ==
        Words{kProxiedDevices + "1.", kProxiedDevices + "2.", kProxiedDevices + "3."});
  CHECK(home.complete({"get", "Device.NoSuchObject."}).empty());
}

TEST_CASE("bash completes names of devices and capabilities as words that a shell takes as they are",
          "[control_completion]") {
  const Home home;
  CHECK(home.complete({"get", "hall"}) == Words{R"(hall\ plug)"});
  CHECK(home.complete({"get", "\"hall"}) == Words{"hall plug"});
  CHECK(home.complete({"tree", "kitchen"}) == Words{R"(kitchen\:plug)"});
  CHECK(home.complete({"tree", "kitchen:plug", "P"}) == Words{R"(Power\ used)"});
  CHECK(home.complete({"children", "hall"}) == Words{R"(hall\ plug)"});
  CHECK(home.complete({"set", "kitchen"}) == Words{R"(kitchen\:plug)"});
  CHECK(home.complete({"set", R"(hall\ plug)", "P"}) == Words{R"(Power\ used)"});
  CHECK(home.complete({"set", "'hall plug'", ""}) == Words{R"(Power\ used)", "State"});

  // Each way to write the word; the shell then reads back the device's name, and carries nothing out.
  CHECK(home.complete({"get", R"(\$)"}, "eval \"read=${COMPREPLY[0]}\"; printf '%s\\n' \"read: $read\"") ==
        Words{R"(\$\(touch\ planted\))", "read: " + kHostile});
  CHECK(has(home.complete({"get", "\"$"}, "eval \"read=\\\"${COMPREPLY[0]}\\\"\"; printf '%s\\n' \"read: $read\""),
            "read: " + kHostile));
  CHECK(home.complete({"get", "'$"}) == Words{kHostile});
  CHECK_FALSE(std::filesystem::exists(home.gateway.folder().file("planted")));
}

TEST_CASE("bash completes commands, options and adapters, and without a daemon only what the program says",
          "[control_completion]") {
  const Home home;
  CHECK(home.complete({"st"}) == Words{"status"});
  CHECK(has(home.complete({""}), "init"));
  CHECK(home.complete({"devices", "--verb"}) == Words{"--verbose"});
  CHECK(home.complete({"devices", "--j"}) == Words{"--json"});
  CHECK(home.complete({"explain", "--adapter", ""}) == Words{"plugs"});

  const std::string folder = home.gateway.folder().path();
  CHECK(complete(folder, "_tr069_proxyctl", {CTL, "--socket", "/no/socket", "get", "hall"}).empty());
  CHECK(complete(folder, "_tr069_proxyctl", {CTL, "--socket", "/no/socket", "rel"}) == Words{"reload"});
  CHECK(complete(folder, "_tr069_proxy_program", {DAEMON, "--che"}) == Words{"--check-config"});
  CHECK(complete(folder, "_tr069_proxy_program", {DAEMON, "--config", "control"}) == Words{"control.sock"});
}
