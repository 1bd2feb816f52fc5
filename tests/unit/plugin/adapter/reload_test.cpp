// SPDX-License-Identifier: Apache-2.0
// Shows that an adapter that is removed leaves nothing behind: the memory in use over reloads with 1,000 devices.
#include <malloc.h>

#include "tests/support/catch.hpp"
#include "tests/support/sanitized.hpp"
#include "tests/unit/plugin/fixture.hpp"

namespace tests::plugin {
namespace {

constexpr int kDevices = 1000;

/// Bytes that are allocated and not freed. The allocator of a sanitizer does not count them.
std::size_t in_use() {
  const struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

void show(const sdk::Host& host, int number) {
  const std::string identity = "0x" + std::to_string(number);
  const sdk::Device device = host.device({.controller = "bridge", .identity = identity.c_str(), .protocol = "ZigBee"});
  host.show_device(device, {.name = identity.c_str(), .type = "Sensor", .description = "Acme"});
  for (const char* name : {"temperature", "humidity", "battery"}) {
    adapter_capability capability{};
    capability.identity = name;
    capability.capability_class = ADAPTER_LEVEL_SENSOR;
    capability.name = name;
    host.publish(host.capability(device, capability), sdk::kValue, "21.5");
  }
  host.rejected(identity + ": what is rejected has a text too");
  host.skipped("skipped " + identity, "it is one too many");
}

}  // namespace

TEST_CASE("an adapter that is removed leaves nothing behind, over reloads with 1,000 devices") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Script script;
  script.start = [](const sdk::Host& host) {
    for (int number = 0; number < kDevices; ++number) show(host, number);
  };
  std::size_t with = 0;
  std::size_t without = 0;
  const auto reload = [&] {
    fixture.start(script);
    REQUIRE(fixture.run_until(
        [&] { return fixture.value("Device.X_00D09E_ProxiedDeviceNumberOfEntries") == std::to_string(kDevices); }));
    with = in_use();
    fixture.router->hide_devices(fixture.router->remove("home"));
    fixture.told.clear();
    fixture.devices.presences.clear();
    fixture.loop.poll();
    without = in_use();
  };
  for (int warm_up = 0; warm_up < 3; ++warm_up) reload();
  const std::size_t before = without;
  constexpr int kReloads = 10;
  for (int count = 0; count < kReloads; ++count) reload();
  const std::size_t more = without > before ? without - before : 0;
  if (support::kSanitized) return;
  REQUIRE(with > without);
  const std::size_t of_adapter = with - without;
  INFO(of_adapter << " bytes an adapter, " << more << " more after " << kReloads << " reloads");
  CHECK(more / kReloads < of_adapter / 500);
}

}  // namespace tests::plugin
