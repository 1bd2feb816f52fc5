// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the tests of devices share: an engine with a host, and a lamp with capabilities.
#include "adapters/mapping/devices/device_engine.hpp"

#include "tests/unit/sdk/config_text.hpp"
#include "tests/unit/sdk/fake_host.hpp"

namespace adapters::mapping {

using Calls = std::vector<std::string>;
using std::chrono::seconds;

inline constexpr DeviceEngine::Time kStart{};

inline Pointer pointer(std::string_view text) { return *Pointer::parse(text); }

inline Capability level(const std::string& identity, const std::string& unit) {
  Capability capability;
  capability.identity = identity;
  capability.kind = ADAPTER_LEVEL_SENSOR;
  capability.name = "A " + identity;
  capability.type = "Temperature";
  capability.unit = unit;
  capability.conversion.type = ADAPTER_DECIMAL;
  capability.source = Source{Pattern::literal("home/lamp"), pointer("/" + identity), false};
  return capability;
}

inline Capability control(const std::string& identity, adapter_capability_class kind, const char* payload) {
  Capability capability = level(identity, "");
  capability.kind = kind;
  capability.type = "Switch";
  capability.sink =
      Sink{Pattern::literal("home/lamp/set"), *Template::parse(payload, {"x", "y"}), 1, false, Confirm::state, 0};
  return capability;
}

inline Capability state() {
  Capability capability = control("state", ADAPTER_BINARY_CONTROL, R"({"state":"${value}"})");
  capability.conversion.type = ADAPTER_BOOLEAN;
  capability.conversion.values = {{"ON", "true"}, {"OFF", "false"}};
  return capability;
}

inline Capability mode() {
  Capability capability = control("mode", ADAPTER_ENUM_CONTROL, R"({"mode":"${value}"})");
  capability.conversion.type = ADAPTER_STRING;
  capability.words = {"heat", "off"};
  return capability;
}

inline DeviceDescription lamp(std::vector<Capability> capabilities) {
  DeviceDescription device;
  device.key = {"bridge", "0x1"};
  device.protocol = "ZigBee";
  device.name = "lamp";
  device.type = "Light";
  device.capabilities = std::move(capabilities);
  return device;
}

struct Home {
  explicit Home(const char* section = "{}") : config(section) {}
  Calls describe(DeviceDescription device) {
    engine.describe(std::move(device));
    return host.take();
  }
  Calls receive(std::string_view topic, std::string_view payload, bool retained = false, seconds after = seconds(0)) {
    Payload message(payload);
    engine.receive(topic, message, retained, kStart + after);
    return host.take();
  }
  Calls check(adapter_handle row, std::string_view value) {
    engine.check({7, {row}, sdk::kValue, value});
    return host.take();
  }
  std::string command(adapter_handle row, std::string_view value) {
    const auto command = engine.command({9, {row}, sdk::kValue, value});
    return command ? command->address + " " + command->payload : command.error().detail;
  }
  test::ConfigText config;
  test::FakeHost host;
  SetConfirmation confirmation{sdk::Host(host.api())};
  DeviceEngine engine{sdk::Host(host.api()), Admission(config.root()), confirmation};
};

}  // namespace adapters::mapping
