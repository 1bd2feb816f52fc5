// SPDX-License-Identifier: Apache-2.0
// Shows which name a path is taken to have meant that names nothing.
#include "proxy/model/tree/name_hint.hpp"

#include "proxy/model/tree.hpp"
#include "tests/support/catch.hpp"

using namespace proxy::model;

namespace {

struct Home {
  Home() {
    for (const char* name :
         {"DeviceInfo.UpTime", "DeviceInfo.MemoryStatus.Total", "DeviceInfo.MemoryStatus.Free", "ManagementServer.URL",
          "ManagementServer.PeriodicInformInterval", "Time.Status", "Software.Status"})
      REQUIRE(tree.declare(tree.root(), {.name = name}));
    sensors = *tree.declare_table(tree.root(), {.name = "X_00D09E_Home.Sensor", .aliased = true});
    REQUIRE(tree.declare(*sensors, {.name = "Temperature"}));
    for (const std::uint32_t number : {1U, 3U}) REQUIRE(tree.add_row(*sensors, number, Origin::start));
    clients = *tree.declare_table(tree.root(), {.name = "MQTT.Client"});
  }
  std::string hint(std::string_view path) const { return name_hint(tree, path); }

  Tree tree;
  Table* sensors = nullptr;
  Table* clients = nullptr;
};

}  // namespace

TEST_CASE("a typing error, another case and a missing dot have the name that was meant") {
  const Home home;
  const auto nearest = [](const std::string& name) { return "the nearest name is " + name; };
  CHECK(home.hint("Device.DeviceInfo.Uptime") == nearest("Device.DeviceInfo.UpTime"));
  CHECK(home.hint("Device.Deviceinfo.UpTme") == nearest("Device.DeviceInfo.UpTime"));
  CHECK(home.hint("device.deviceinfo.uptime") == nearest("Device.DeviceInfo.UpTime"));
  CHECK(home.hint("Device.ManagementServer.PeriodicInformIntervall") ==
        nearest("Device.ManagementServer.PeriodicInformInterval"));
  CHECK(home.hint("Device.DeviceInfo") == nearest("Device.DeviceInfo."));
  CHECK(home.hint("Device.DeviceInfo.MemoryStatus") == nearest("Device.DeviceInfo.MemoryStatus."));
  CHECK(home.hint("Device.DeviceInfo.MemoryStats.Totl") == nearest("Device.DeviceInfo.MemoryStatus.Total"));
  CHECK(home.hint("Device.DeviceInfo.UpTime.") == nearest("Device.DeviceInfo.UpTime"));
  CHECK(home.hint("Device.X_00D09E_Home.Senser.") == nearest("Device.X_00D09E_Home.Sensor."));
  CHECK(home.hint("Device.X_00D09E_Home.Sensor.1.Temperatur") == nearest("Device.X_00D09E_Home.Sensor.1.Temperature"));
  CHECK(home.hint("Device.X_00D09E_Home.Sensor.1") == nearest("Device.X_00D09E_Home.Sensor.1."));
}

TEST_CASE("the root of TR-098, and a parameter of another object, have the name that was meant") {
  const Home home;
  CHECK(home.hint("InternetGatewayDevice.DeviceInfo.UpTime") == "the nearest name is Device.DeviceInfo.UpTime");
  CHECK(home.hint("InternetGatewayDevice.ManagementServer.") == "the nearest name is Device.ManagementServer.");
  CHECK(home.hint("Device.UpTime") == "the nearest name is Device.DeviceInfo.UpTime");
  CHECK(home.hint("Device.Status").empty());  // there are two
}

TEST_CASE("a row that is not there has the rows of its table") {
  Home home;
  CHECK(home.hint("Device.X_00D09E_Home.Sensor.7.Temperature") == "Device.X_00D09E_Home.Sensor. has the rows 1, 3");
  CHECK(home.hint("Device.X_00D09E_Home.Sensor.[attic].Temperature") ==
        "Device.X_00D09E_Home.Sensor. has the rows [cpe-1], [cpe-3]");
  CHECK(home.hint("Device.MQTT.Client.1.Alias") == "Device.MQTT.Client. has no rows");
  for (std::uint32_t number = 10; number < 30; ++number)
    REQUIRE(home.tree.add_row(*home.sensors, number, Origin::start));
  CHECK(home.hint("Device.X_00D09E_Home.Sensor.7.") ==
        "Device.X_00D09E_Home.Sensor. has the rows 1, 3, 10, 11, 12, 13, 14, 15, ...");
}

TEST_CASE("what is near nothing, a wildcard, a name that is there and a hostile one have no hint") {
  const Home home;
  for (const char* path : {"Device.Bogus", "", "Device.", ".", "..", "Device..", "Device.DeviceInfo.UpTime", "x",
                           "Device.X_00D09E_Home.Sensor.*.Temperatur", "Device.[.].", "InternetGatewayDevice."})
    CHECK(home.hint(path).empty());
  CHECK(home.hint("Device." + std::string(5000, 'a')).empty());
  std::string dots = "Device.";
  for (int i = 0; i < 124; ++i) dots += "a.";
  CHECK(home.hint(dots).empty());
}
