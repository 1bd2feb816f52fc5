// SPDX-License-Identifier: Apache-2.0
// Shows what an ACS reads of the presence of devices: the words of their adapter, its absence, and an earlier run's.
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/unit/plugin/fixture.hpp"

#include <algorithm>
#include <stdexcept>

namespace tests::plugin {
namespace {

constexpr const char* kSwitch = "Device.X_00D09E_ProxiedDevice.1.IoTCapability.1.BinaryControl.Value";
constexpr const char* kContact = "Device.X_00D09E_ProxiedDevice.1.LastTimeContacted";
constexpr const char* kNever = "0001-01-01T00:00:00Z";

/// A bridge with one plug.
struct Plug {
  Plug() {
    script.start = [this](const sdk::Host& host) {
      running = host;
      if (shows) show();
      if (throws) throw std::runtime_error("no port");
    };
  }
  void show() {
    device = running->device({.controller = "bridge", .identity = "0x01", .protocol = "ZigBee"});
    running->show_device(device, {.name = "plug", .type = "Plug", .description = ""});
    adapter_capability capability{};
    capability.identity = "state";
    capability.capability_class = ADAPTER_BINARY_CONTROL;
    capability.type = "Switch";
    row = running->capability(device, capability);
  }
  void publish() const { running->publish(row, sdk::kValue, "true"); }

  Script script;
  std::optional<sdk::Host> running;
  bool shows = true, throws = false;
  sdk::Device device{};
  sdk::Row row{};
};

/// "Online" and X_<OUI>_Presence.
std::string presence(const Fixture& fixture) {
  const std::string row = "Device.X_00D09E_ProxiedDevice.1.";
  return fixture.value(row + "Online") + " " + fixture.value(row + "X_00D09E_Presence");
}

bool becomes(Fixture& fixture, const std::string& what) {
  return fixture.run_until([&] { return presence(fixture) == what; });
}

std::string contact(Fixture& fixture) {
  bool done = false;
  const std::vector<proxy::model::ParameterRef> parameters{*fixture.tree.find(kContact)};
  fixture.router->refresh(parameters, [&] { done = true; });
  return fixture.run_until([&] { return done; }) ? fixture.value(kContact) : "no answer";
}

/// Of all devices, those online and those offline: "1 0 1".
std::string counts(const Fixture& fixture) {
  const proxy::plugin::DeviceCounts counts = fixture.router->device_counts();
  return std::to_string(counts.all) + ' ' + std::to_string(counts.online) + ' ' + std::to_string(counts.offline);
}

}  // namespace

TEST_CASE("presence is true: Online is true for Online alone") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  fixture.start(plug.script);
  CHECK(presence(fixture) == "false Unknown");  // nothing was received
  CHECK(counts(fixture) == "1 0 0");
  plug.publish();
  CHECK(becomes(fixture, "true Online"));
  CHECK(counts(fixture) == "1 1 0");
  plug.running->presence(plug.device, ADAPTER_OFFLINE);
  CHECK(becomes(fixture, "false Offline"));
  CHECK(counts(fixture) == "1 0 1");
  plug.running->presence(plug.device, ADAPTER_SILENT);
  CHECK(becomes(fixture, "false Silent"));
  CHECK(counts(fixture) == "1 0 0");
  plug.running->presence(plug.device, ADAPTER_ONLINE);
  CHECK(becomes(fixture, "true Online"));
  CHECK(fixture.devices.presences.back() == "bridge/0x01 Online");
  CHECK(fixture.router->device_statistics().at(0).presence == ADAPTER_ONLINE);
}

TEST_CASE("presence is true: silence withholds no set, and a device's own word does") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  fixture.start(plug.script);
  plug.running->presence(plug.device, ADAPTER_SILENT);
  CHECK(becomes(fixture, "false Silent"));
  CHECK(fixture.set({{kSwitch, "true"}}) == "applied");
  plug.running->presence(plug.device, ADAPTER_OFFLINE);
  CHECK(becomes(fixture, "false Offline"));
  CHECK(fixture.set({{kSwitch, "false"}}) == "committed");
  plug.running->presence(plug.device, ADAPTER_SILENT);
  CHECK(fixture.run_until([&] { return plug.script.applied.size() == 2; }));
}

TEST_CASE("presence is true: while a broker is away its devices are unknown") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  fixture.start(plug.script);
  plug.running->presence(sdk::kMount, ADAPTER_ONLINE);
  std::string before = "true Online";
  SECTION("one that its adapter reports online") { plug.running->presence(plug.device, ADAPTER_ONLINE); }
  SECTION("one that has sent something") { plug.publish(); }
  SECTION("one that is silent") {
    plug.running->presence(plug.device, ADAPTER_SILENT);
    before = "false Silent";
  }
  CHECK(becomes(fixture, before));
  plug.running->presence(sdk::kMount, ADAPTER_OFFLINE);
  CHECK(becomes(fixture, "false Unknown"));
  CHECK(fixture.devices.presences.back() == "bridge/0x01 Unknown");
  plug.running->presence(sdk::kMount, ADAPTER_ONLINE);
  CHECK(becomes(fixture, before));
}

TEST_CASE("presence is true: of the devices of an adapter that does not start nothing is known") {
  const support::TempDir folder;
  {
    Fixture fixture(folder.path());
    Plug plug;
    fixture.start(plug.script);
    plug.publish();
    CHECK(becomes(fixture, "true Online"));
  }
  Fixture fixture(folder.path());
  Plug plug;
  plug.throws = true;
  CHECK_THROWS(fixture.start(plug.script));
  CHECK(presence(fixture) == "false Unknown");
  CHECK(fixture.value(kSwitch) == "true");
}

TEST_CASE("presence is true: a restart keeps it, and the time of the last contact, until there is news") {
  const support::TempDir folder;
  std::string last;
  {
    Fixture fixture(folder.path());
    Plug plug;
    fixture.start(plug.script);
    plug.publish();
    CHECK(becomes(fixture, "true Online"));
    plug.running->presence(sdk::kMount, ADAPTER_OFFLINE);
    CHECK(becomes(fixture, "false Unknown"));
    last = contact(fixture);
    CHECK(last != kNever);
  }
  Fixture fixture(folder.path());
  Origins origins(fixture.tree);
  Plug plug;
  fixture.start(plug.script);
  CHECK(presence(fixture) == "true Online");
  CHECK(contact(fixture) == last);
  CHECK(std::ranges::count(origins.origins, proxy::model::Origin::device) == 0);
  plug.running->presence(sdk::kMount, ADAPTER_OFFLINE);
  CHECK(becomes(fixture, "false Unknown"));
  plug.running->presence(sdk::kMount, ADAPTER_ONLINE);
  CHECK(becomes(fixture, "true Online"));
  plug.running->presence(plug.device, ADAPTER_OFFLINE);
  CHECK(becomes(fixture, "false Offline"));
}

TEST_CASE("presence is true: the reload of an adapter that takes a moment changes nothing") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  fixture.start(plug.script);
  plug.publish();
  CHECK(becomes(fixture, "true Online"));
  Origins origins(fixture.tree);
  fixture.router->remove("home");
  fixture.start(plug.script);
  CHECK(presence(fixture) == "true Online");
  CHECK(std::ranges::count(origins.origins, proxy::model::Origin::device) == 0);
}

TEST_CASE(
    "presence is true: what an earlier run knew of a device that its adapter does not show is not known for long") {
  const support::TempDir folder;
  {
    Fixture fixture(folder.path());
    Plug plug;
    fixture.start(plug.script);
    plug.publish();
    CHECK(becomes(fixture, "true Online"));
  }
  Fixture fixture(folder.path());
  Plug plug;
  plug.shows = false;
  fixture.start(plug.script);
  CHECK(presence(fixture) == "true Online");
  CHECK(becomes(fixture, "false Unknown"));
}

TEST_CASE("presence is true: a word of an earlier run withholds no set from a device that is there") {
  const support::TempDir folder;
  {
    Fixture fixture(folder.path());
    Plug plug;
    fixture.start(plug.script);
    plug.running->presence(plug.device, ADAPTER_OFFLINE);
    CHECK(becomes(fixture, "false Offline"));
  }
  Fixture fixture(folder.path());
  Plug plug;
  fixture.start(plug.script);
  CHECK(presence(fixture) == "false Offline");
  CHECK(fixture.set({{kSwitch, "true"}}) == "applied");
  SECTION("it sends something") {
    plug.publish();
    CHECK(becomes(fixture, "true Online"));
  }
  SECTION("nothing repeats the word") { CHECK(becomes(fixture, "false Unknown")); }
}

TEST_CASE("every message is contact: one without a value too, and the adapter reports it") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Plug plug;
  fixture.start(plug.script);
  CHECK(contact(fixture) == kNever);
  plug.running->contact(plug.device);
  CHECK(becomes(fixture, "true Online"));
  CHECK(contact(fixture) != kNever);
  const auto before = fixture.router->adapter_statistics().at(0).rejected;
  plug.running->contact({plug.row.value});
  plug.running->contact({});
  CHECK(fixture.router->adapter_statistics().at(0).rejected == before + 2);
}

}  // namespace tests::plugin
