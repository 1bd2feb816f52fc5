// SPDX-License-Identifier: Apache-2.0
// Shows Device.ManagementServer.InformParameter.{i}.: valid sets, the parameters of an Inform, and that rows survive a
// restart.
#include "proxy/gateway/management_server/inform_parameters.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/gateway/fixture.hpp"

#include <algorithm>
#include <optional>

using namespace tests::gateway;
using proxy::base::Fault;
using proxy::gateway::InformParameters;

namespace {

const std::string kTable = "Device.ManagementServer.InformParameter.";

bool is_event(std::string_view text) {
  return text == "1 BOOT" || text == "2 PERIODIC" || text == "4 VALUE CHANGE" || text == "M Reboot";
}

struct Gateway {
  explicit Gateway(Home& its_home) : home(its_home) {
    tree.declare(tree.root(), {.name = "DeviceInfo.Forced", .forced_inform = true}).value();
    tree.declare(tree.root(), {.name = "DeviceInfo.Free"}).value();
    auto* sensors = *tree.declare_table(tree.root(), {.name = "Sensor", .aliased = true});
    tree.declare(*sensors, {.name = "Value"}).value();
    for (const std::uint32_t number : {1U, 2U}) tree.add_row(*sensors, number, model::Origin::start).value();
    parameters.emplace(tree, home.store, is_event);
  }
  model::Table& table() { return *tree.select(kTable)->table; }
  /// As an ACS adds it.
  std::string add() {
    const auto number = home.store.rows.next_number(kTable);
    home.store.rows.put_new(kTable, number);
    tree.add_row(table(), number, model::Origin::acs).value();
    return kTable + std::to_string(number) + ".";
  }
  std::vector<base::Error> set(const Sets& sets) { return tests::gateway::set(tree, home.store, sets); }
  Sets row(const std::string& path, const std::string& name, const std::string& events = "") {
    return {{path + "Enable", "1"}, {path + "ParameterName", name}, {path + "EventList", events}};
  }
  std::vector<std::string> told(const std::vector<std::string_view>& events) {
    std::vector<std::string> paths;
    for (const auto parameter : parameters->parameters(events)) paths.push_back(tree.path(parameter));
    return paths;
  }

  Home& home;
  model::Tree tree;
  std::optional<InformParameters> parameters;
};

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("a new row is disabled and adds nothing") {
  Home home;
  Gateway gateway(home);
  const std::string path = gateway.add();
  CHECK(value(gateway.tree, path + "Enable") == "false");
  CHECK(value(gateway.tree, path + "Alias") == "cpe-1");
  CHECK(value(gateway.tree, path + "ParameterName").empty());
  CHECK(value(gateway.tree, path + "EventList").empty());
  CHECK(gateway.told({"1 BOOT"}).empty());
  CHECK(gateway.set({{path + "Enable", "1"}}).empty());
  CHECK(gateway.told({"1 BOOT"}).empty());
}

TEST_CASE("SPV-13 a parameter that cannot be in every Inform is rejected with 9007") {
  Home home;
  Gateway gateway(home);
  const std::string path = gateway.add();
  for (const char* name :
       {"Device.DeviceInfo.Forced", "Device.DeviceInfo.", "Device.", "DeviceInfo.Free", "Device.*.Free",
        "Device.DeviceInfo.*.Free", "Device.DeviceInfo.Fr*", "Device.Sensor.*", "Device.Sensor.*.*.Value", "*",
        "Device.Sensor.*.", "Device.Sensor.1*.Value", "Device..Free", "Device.Sensor.[*.Value", "Device.Se nsor"}) {
    INFO(name);
    CHECK(fault(gateway.set({{path + "ParameterName", name}})) == Fault::invalid_parameter_value);
  }
  for (const char* name : {"", "Device.DeviceInfo.Free", "Device.Sensor.*.Value", "Device.Sensor.[cpe-1].Value",
                           "Device.Not.Yet.*.There.*.Value", "Device.Sensor.7.Value"}) {
    INFO(name);
    CHECK(gateway.set({{path + "ParameterName", name}}).empty());
  }
  for (const char* list : {"4 VALUE CHANGE", "1 BOOT,4 VALUE CHANGE", "1 BOOT,", "BOOT", "1 BOOT;2 PERIODIC", ","}) {
    INFO(list);
    CHECK(fault(gateway.set({{path + "EventList", list}})) == Fault::invalid_parameter_value);
  }
  for (const char* list : {"", " ", "1 BOOT", "1 BOOT, 2 PERIODIC", "M Reboot,1 BOOT"}) {
    INFO(list);
    CHECK(gateway.set({{path + "EventList", list}}).empty());
  }
}

TEST_CASE("I15 a row counts for its events, without events for all but 4 VALUE CHANGE") {
  Home home;
  Gateway gateway(home);
  CHECK(gateway.set(gateway.row(gateway.add(), "Device.DeviceInfo.Free", "2 PERIODIC, M Reboot")).empty());
  CHECK(gateway.set(gateway.row(gateway.add(), "Device.Sensor.*.Value")).empty());
  const List sensors{"Device.Sensor.1.Value", "Device.Sensor.2.Value"};
  CHECK(gateway.told({"1 BOOT"}) == sensors);
  CHECK(gateway.told({"4 VALUE CHANGE"}).empty());
  CHECK(gateway.told({}).empty());
  CHECK(gateway.told({"2 PERIODIC", "4 VALUE CHANGE"}) ==
        List{"Device.DeviceInfo.Free", "Device.Sensor.1.Value", "Device.Sensor.2.Value"});
  CHECK(gateway.told({"M Reboot"}).size() == 3);
  CHECK(gateway.set({{kTable + "1.Enable", "0"}}).empty());
  CHECK(gateway.told({"2 PERIODIC"}) == sensors);
}

TEST_CASE("a parameter is added once, a pattern without match adds nothing, and the number is limited") {
  Home home;
  Gateway gateway(home);
  CHECK(gateway.set(gateway.row(gateway.add(), "Device.Sensor.[cpe-2].Value")).empty());
  CHECK(gateway.set(gateway.row(gateway.add(), "Device.Sensor.*.Value")).empty());
  CHECK(gateway.set(gateway.row(gateway.add(), "Device.Sensor.*.Bogus")).empty());
  CHECK(gateway.told({"1 BOOT"}) == List{"Device.Sensor.2.Value", "Device.Sensor.1.Value"});
  auto& sensors = *gateway.tree.select("Device.Sensor.")->table;
  for (std::uint32_t number = 3; number <= 3000; ++number) {
    gateway.tree.add_row(sensors, number, model::Origin::device).value();
  }
  CHECK(gateway.told({"1 BOOT"}).size() == InformParameters::kMaxParameters);
}

TEST_CASE("ParameterName is unique among the rows that are enabled") {
  Home home;
  Gateway gateway(home);
  const std::string first = gateway.add();
  const std::string second = gateway.add();
  CHECK(gateway.set(gateway.row(first, "Device.DeviceInfo.Free")).empty());
  CHECK(gateway.set({{second + "ParameterName", "Device.DeviceInfo.Free"}}).empty());
  CHECK(fault(gateway.set({{second + "Enable", "1"}})) == Fault::invalid_parameter_value);
  CHECK(gateway.set({{second + "Enable", "1"}, {first + "Enable", "0"}}).empty());
  CHECK(gateway.set({{second + "ParameterName", ""}, {first + "ParameterName", ""}, {first + "Enable", "1"}}).empty());
}

TEST_CASE("rows and their values survive a restart, a factory reset removes them") {
  Home home;
  {
    Gateway gateway(home);
    gateway.add();
    CHECK(gateway.set(gateway.row(gateway.add(), "Device.DeviceInfo.Free", "1 BOOT")).empty());
    CHECK(gateway.set({{kTable + "2.Alias", "mine"}}).empty());
  }
  Gateway gateway(home);
  CHECK(value(gateway.tree, "Device.ManagementServer.InformParameterNumberOfEntries") == "2");
  CHECK(value(gateway.tree, kTable + "1.Enable") == "false");
  CHECK(value(gateway.tree, kTable + "[mine].ParameterName") == "Device.DeviceInfo.Free");
  CHECK(gateway.told({"1 BOOT"}) == List{"Device.DeviceInfo.Free"});
  home.store.factory_reset();
  Gateway after(home);
  CHECK(after.table().rows().empty());
  CHECK(after.add() == kTable + "3.");
}

TEST_CASE("the number of rows is limited") {
  Home home;
  Gateway gateway(home);
  for (std::uint32_t i = 0; i < InformParameters::kMaxRows; ++i) gateway.add();
  CHECK(gateway.table().full());
}
