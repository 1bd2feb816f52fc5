// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the tests of devices in the standard shape share: an adapter with one device.
// Thread: loop

#include <optional>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/unit/plugin/fixture.hpp"

namespace tests::plugin {

inline constexpr const char* kTable = "Device.X_00D09E_ProxiedDevice.";

/// A bridge with one thermostat, whose facts the test changes.
struct Bridge {
  Bridge() {
    script.start = [this](const sdk::Host& host) {
      running = host;
      if (shows) show();
    };
    script.apply = [this](const sdk::Host& host, sdk::Items items) {
      for (const sdk::Item& item : items) {
        CHECK(item.column.value == ADAPTER_VALUE);
        host.reply(item.token, ADAPTER_SENT);
        if (echoes) host.publish(item.row, item.column, std::string(item.value));
      }
    };
  }
  void show() {
    device = running->device({.controller = "bridge", .identity = identity, .protocol = "ZigBee"});
    running->show_device(device, {.name = name.c_str(), .type = "Thermostat", .description = "Acme T1"});
    temperature = running->capability(device, sensor("temperature"));
    adapter_capability setpoint = sensor("setpoint");
    setpoint.capability_class = ADAPTER_LEVEL_CONTROL;
    setpoint.minimum = minimum;
    setpoint.maximum = maximum;
    target = running->capability(device, setpoint);
    const char* const words[] = {"off", "heat", "a,b"};
    adapter_capability control{};
    control.identity = "mode";
    control.capability_class = ADAPTER_ENUM_CONTROL;
    control.type = "ThermostatMode";
    control.words = words;
    control.word_count = 3;
    mode = running->capability(device, control);
  }
  static adapter_capability sensor(const char* identity) {
    adapter_capability capability{};
    capability.identity = identity;
    capability.capability_class = ADAPTER_LEVEL_SENSOR;
    capability.name = identity;
    capability.type = "Temperature";
    capability.unit = "degC";
    return capability;
  }

  Script script;
  std::optional<sdk::Host> running;
  const char* identity = "0x01";
  const char* minimum = "5";
  const char* maximum = "30.0";
  std::string name = "hall";
  bool shows = true, echoes = true;
  sdk::Device device{};
  sdk::Row temperature{}, target{}, mode{};
};

inline std::string value(const Fixture& fixture, const std::string& path) { return fixture.value(kTable + path); }

}  // namespace tests::plugin
