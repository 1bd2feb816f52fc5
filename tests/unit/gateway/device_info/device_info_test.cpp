// SPDX-License-Identifier: Apache-2.0
// Shows the parameters of DeviceInfo, that ProvisioningCode keeps a set value, and that UpTime is read on request
// and counts from the last restart.
#include "proxy/gateway/device_info/device_info.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/gateway/fixture.hpp"

#include <fstream>

using namespace tests::gateway;
using gateway::DeviceInfo;

namespace {

const config::Device kDevice{.manufacturer = "Example",
                             .oui = "00D09E",
                             .product_class = "HomeGateway",
                             .serial_number = "GW0001",
                             .hardware_version = "1.0",
                             .software_version = "",
                             .model_name = "Model",
                             .description = "A gateway",
                             .provisioning_code = "factory"};
const base::RealClock kClock;
constexpr const char* kCode = "Device.DeviceInfo.ProvisioningCode";

struct MovedClock final : base::Clock {
  base::SteadyTime steady{std::chrono::hours(100)};
  base::SteadyTime steady_now() const override { return steady; }
  base::SystemTime system_now() const override { return {}; }
};

double uptime() {
  double seconds = -1;
  std::ifstream("/proc/uptime") >> seconds;
  return seconds;
}

}  // namespace

TEST_CASE("the identity of the device") {
  Home home;
  model::Tree tree;
  const DeviceInfo device_info(tree, home.store, kDevice, "0.1.0", kClock);
  CHECK(value(tree, "Device.RootDataModelVersion") == "2.19");
  CHECK(value(tree, "Device.DeviceInfo.Manufacturer") == "Example");
  CHECK(value(tree, "Device.DeviceInfo.ManufacturerOUI") == "00D09E");
  CHECK(value(tree, "Device.DeviceInfo.ModelName") == "Model");
  CHECK(value(tree, "Device.DeviceInfo.Description") == "A gateway");
  CHECK(value(tree, "Device.DeviceInfo.ProductClass") == "HomeGateway");
  CHECK(value(tree, "Device.DeviceInfo.SerialNumber") == "GW0001");
  CHECK(value(tree, "Device.DeviceInfo.HardwareVersion") == "1.0");
  CHECK(value(tree, "Device.DeviceInfo.SoftwareVersion") == "0.1.0");
  CHECK(value(tree, kCode) == "factory");
  for (const char* path : {"Device.RootDataModelVersion", "Device.DeviceInfo.HardwareVersion",
                           "Device.DeviceInfo.SoftwareVersion", kCode}) {
    CHECK(info(tree, path).forced_inform);
  }
  for (const char* path : {"Device.DeviceInfo.SoftwareVersion", kCode}) {
    CHECK(info(tree, path).forced_active);
    CHECK(tree.attributes(tree.find(path).value()).notification == model::Notification::active);
  }
  CHECK_FALSE(info(tree, "Device.DeviceInfo.SerialNumber").writable);
  CHECK(info(tree, kCode).writable);
}

TEST_CASE("a configured firmware version is the one shown") {
  Home home;
  model::Tree tree;
  config::Device device = kDevice;
  device.software_version = "23.05.2";
  DeviceInfo device_info(tree, home.store, device, "0.1.0", kClock);
  CHECK(value(tree, "Device.DeviceInfo.SoftwareVersion") == "23.05.2");
  device_info.set_software_version("23.05.3");
  CHECK(value(tree, "Device.DeviceInfo.SoftwareVersion") == "23.05.3");
  device_info.set_software_version("");
  CHECK(value(tree, "Device.DeviceInfo.SoftwareVersion") == "0.1.0");
}

TEST_CASE("ProvisioningCode has the set value until the configuration changes") {
  Home home;
  {
    model::Tree tree;
    const DeviceInfo device_info(tree, home.store, kDevice, "0.1.0", kClock);
    CHECK(fault(set(tree, home.store, {{kCode, std::string(65, 'x')}})) == base::Fault::invalid_parameter_value);
    CHECK(value(tree, kCode) == "factory");
    std::string umlauts;
    for (int i = 0; i < 64; ++i) umlauts += "\xC3\xA4";
    CHECK(set(tree, home.store, {{kCode, umlauts}}).empty());
    CHECK(value(tree, kCode) == umlauts);
    CHECK(set(tree, home.store, {{kCode, "set"}}).empty());
  }
  {
    model::Tree tree;
    model::ChangeTracker tracker(tree, [] {});
    const DeviceInfo device_info(tree, home.store, kDevice, "0.1.0", kClock);
    CHECK(value(tree, kCode) == "set");
    CHECK(tracker.empty());
  }
  config::Device changed = kDevice;
  changed.provisioning_code = "new";
  {
    model::Tree tree;
    const DeviceInfo device_info(tree, home.store, changed, "0.1.0", kClock);
    CHECK(value(tree, kCode) == "new");
    CHECK_FALSE(home.store.set_values.find(kCode));
  }
}

TEST_CASE("a stored value that is no longer valid is dropped") {
  Home home;
  home.store.set_values.put(kCode, std::string(65, 'x'), "factory", false);
  model::Tree tree;
  const DeviceInfo device_info(tree, home.store, kDevice, "0.1.0", kClock);
  CHECK(value(tree, kCode) == "factory");
  CHECK_FALSE(home.store.set_values.find(kCode));
}

TEST_CASE("a discovered code notifies, and a set code replaces it") {
  Home home;
  model::Tree tree;
  DeviceInfo device_info(tree, home.store, kDevice, "0.1.0", kClock);
  model::ChangeTracker tracker(tree, [] {});
  device_info.set_discovered_provisioning_code("found", model::Origin::local);
  CHECK(value(tree, kCode) == "found");
  CHECK(reported(tree, tracker) == std::vector<std::string>{kCode});
  set(tree, home.store, {{kCode, "set"}});
  device_info.set_discovered_provisioning_code("later", model::Origin::local);
  CHECK(value(tree, kCode) == "set");
}

TEST_CASE("UpTime is read on request, and never notifies") {
  Home home;
  model::Tree tree;
  const DeviceInfo device_info(tree, home.store, kDevice, "0.1.0", kClock);
  model::ChangeTracker tracker(tree, [] {});
  const auto parameter = tree.find("Device.DeviceInfo.UpTime").value();
  REQUIRE(parameter.info().live);
  tree.set_attributes(parameter, {model::Notification::active, true});
  tree.set_value(parameter, "0", model::Origin::start);
  const double before = uptime();
  bool done = false;
  parameter.info().source->refresh(std::vector{parameter}, [&] { done = true; });
  CHECK(done);
  const double shown = std::stod(value(tree, "Device.DeviceInfo.UpTime"));
  CHECK(shown + 1 >= before);
  CHECK(shown <= uptime());
  CHECK(tracker.empty());
}

TEST_CASE("UpTime counts from a restart of the device that the machine has not shared") {
  Home home;
  model::Tree tree;
  MovedClock clock;
  DeviceInfo device_info(tree, home.store, kDevice, "0.1.0", clock);
  const auto parameter = tree.find("Device.DeviceInfo.UpTime").value();
  const auto up = [&] {
    parameter.info().source->refresh(std::vector{parameter}, [] {});
    return std::stoll(value(tree, "Device.DeviceInfo.UpTime"));
  };
  clock.steady += std::chrono::hours(24);
  CHECK(up() >= 24 * 3600);
  for (int restart = 0; restart < 2; ++restart) {
    device_info.restarted();
    CHECK(up() == 0);
    clock.steady += std::chrono::seconds(90);
    CHECK(up() == 90);
  }
}
