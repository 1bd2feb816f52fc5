// SPDX-License-Identifier: Apache-2.0
// Shows rows: their numbers, their return, what is shown before the device speaks, and those that an ACS adds.
#include "tests/support/catch.hpp"
#include "tests/support/sync_count.hpp"
#include "tests/unit/plugin/house.hpp"

namespace tests::plugin {
namespace {

/// A table whose rows the test adds.
struct Sensors {
  explicit Sensors(std::vector<std::string> given) : identities(std::move(given)) {
    script.start = [this](const sdk::Host& host) {
      table = host.declare_table(sdk::kMount, "Sensor", true);
      temperature = host.declare(table, {.name = "Temperature", .type = ADAPTER_DECIMAL});
      for (const std::string& identity : identities) rows.push_back(host.add_row(table, identity));
      running = host;
    };
  }
  Script script;
  std::vector<std::string> identities;
  std::vector<sdk::Row> rows;
  sdk::Table table;
  sdk::Column temperature;
  std::optional<sdk::Host> running;
};

constexpr const char* kCount = "Device.X_00D09E_Home.SensorNumberOfEntries";

std::string temperature(const House& house, int number) {
  return house.value("Device.X_00D09E_Home.Sensor." + std::to_string(number) + ".Temperature");
}

}  // namespace

TEST_CASE("rows keep their numbers, and their last values are shown before their devices speak") {
  const support::TempDir folder;
  {
    House house(folder.path());
    Sensors sensors({"attic", "cellar", "hall"});
    house.start(sensors.script);
    sensors.running->publish(sensors.rows[1], sensors.temperature, "12.50");
    CHECK(house.run_until([&] { return temperature(house, 2) == "12.5"; }));
    sensors.running->remove_row(sensors.rows[0]);
    CHECK(house.run_until([&] { return house.value(kCount) == "2"; }));
  }
  House house(folder.path());
  Sensors sensors({"hall", "garden"});
  house.start(sensors.script);
  CHECK(temperature(house, 1) == "no such parameter");
  CHECK(temperature(house, 2) == "12.5");
  CHECK(temperature(house, 3) == "0");
  CHECK(temperature(house, 4) == "0");
  CHECK(sensors.running->add_row(sensors.table, "hall") == sensors.rows[0]);
  sensors.running->publish(sensors.running->add_row(sensors.table, "attic"), sensors.temperature, "30");
  CHECK(house.run_until([&] { return temperature(house, 1) == "30"; }));
}

TEST_CASE("what is known of a device that has not spoken yet cannot be reached") {
  const support::TempDir folder;
  {
    House house(folder.path());
    Sensors sensors({"attic"});
    house.start(sensors.script);
  }
  House house(folder.path());
  Sensors sensors({});
  const auto instance = house.start(sensors.script);
  const auto parameter = *house.tree.find("Device.X_00D09E_Home.Sensor.1.Temperature");
  CHECK(instance->unreachable(proxy::plugin::Subtree::cell(parameter)));
  sensors.running->add_row(sensors.table, "attic");
  CHECK(house.run_until([&] { return !instance->unreachable(proxy::plugin::Subtree::cell(parameter)); }));
}

TEST_CASE("an adapter may take over the rows of an earlier run before their devices speak") {
  const support::TempDir folder;
  {
    House house(folder.path());
    Sensors sensors({"attic", "cellar"});
    house.start(sensors.script);
  }
  House house(folder.path());
  Sensors sensors({});
  std::vector<std::string> known;
  sensors.script.known_row = [&](const sdk::Host& host, sdk::Table table, std::string_view identity) {
    known.emplace_back(identity);
    if (identity == "cellar") host.add_row(table, std::string(identity));
  };
  const auto instance = house.start(sensors.script);
  CHECK(known == std::vector<std::string>{"attic", "cellar"});
  CHECK(house.value(kCount) == "2");
  const auto reaches = [&](const char* path) {
    return !instance->unreachable(proxy::plugin::Subtree::cell(*house.tree.find(path)));
  };
  CHECK_FALSE(reaches("Device.X_00D09E_Home.Sensor.1.Temperature"));
  CHECK(reaches("Device.X_00D09E_Home.Sensor.2.Temperature"));
}

TEST_CASE("an ACS adds and deletes rows of a table that lets it") {
  const support::TempDir folder;
  House house(folder.path());
  Sensors sensors({"attic"});
  sensors.script.add_object = [](const sdk::Host& host, sdk::Token token, sdk::Table table) {
    host.reply_row(token, host.add_row(table, "made for the ACS"));
  };
  sensors.script.delete_object = [](const sdk::Host& host, sdk::Token token, sdk::Row row) {
    host.reply(token, row ? ADAPTER_DONE : ADAPTER_REFUSED);
  };
  std::vector<proxy::model::Origin> origins;
  house.tree.observe(
      {[&](proxy::model::ParameterRef, proxy::model::Origin origin) { origins.push_back(origin); }, {}, {}});
  house.start(sensors.script);
  origins.clear();
  auto& table = *house.tree.select("Device.X_00D09E_Home.Sensor.")->table;
  proxy::model::Row* added = nullptr;
  house.router->add_row(table, proxy::model::Origin::acs, [&](auto row) { added = *row; });
  REQUIRE(house.run_until([&] { return added != nullptr; }));
  CHECK(added->number() == 2);
  bool removed = false;
  const int before = support::sync_count();
  int when_told = before;
  house.router->remove_row(*added, proxy::model::Origin::acs, [&](auto status) {
    removed = status.has_value();
    when_told = support::sync_count();
  });
  REQUIRE(house.run_until([&] { return removed; }));
  CHECK(when_told > before);  // the ACS is not told of what a power cut may take back
  CHECK(house.value(kCount) == "1");
  CHECK(origins == std::vector{proxy::model::Origin::acs, proxy::model::Origin::acs});
  CHECK(house.store.rows.all("Device.X_00D09E_Home.Sensor.").size() == 1);
}

TEST_CASE("messages wait while the tree is frozen") {
  const support::TempDir folder;
  House house(folder.path());
  Sensors sensors({"attic"});
  house.start(sensors.script);
  {
    const proxy::model::Tree::Freeze freeze(house.tree);
    sensors.running->publish(sensors.rows[0], sensors.temperature, "1");
    house.loop.restart();
    house.loop.poll();
    CHECK(temperature(house, 1) == "0");
  }
  CHECK(temperature(house, 1) == "1");
}

TEST_CASE("a device leaves the table of devices with its last row, and comes back with the next") {
  const support::TempDir folder;
  House house(folder.path());
  Sensors sensors({});
  house.start(sensors.script);
  const auto device = sensors.running->device({"bridge", "7", "MQTT"});
  const auto row = sensors.running->add_row(sensors.table, "7", device);
  sensors.running->remove_row(row);
  sensors.running->add_row(sensors.table, "7", device);
  CHECK(house.run_until([&] { return house.told.size() == 5; }));
  CHECK(house.told == std::vector<std::string>{"bridge/7 added MQTT", "bridge/7 at Device.X_00D09E_Home.Sensor.1",
                                               "bridge/7 removed", "bridge/7 added MQTT",
                                               "bridge/7 at Device.X_00D09E_Home.Sensor.1"});
}

TEST_CASE("a device that an earlier run knew is shown with its row, before it speaks") {
  const support::TempDir folder;
  const auto speak = [](Sensors& sensors) {
    const auto device = sensors.running->device({"bridge", "7\xff", "MQTT"});
    return sensors.running->add_row(sensors.table, "7", device);
  };
  {
    House house(folder.path());
    Sensors sensors({});
    house.start(sensors.script);
    speak(sensors);
    REQUIRE(house.run_until([&] { return house.told.size() == 2; }));
    CHECK(house.told.front() == "bridge/7\xEF\xBF\xBD added MQTT");
    // What is kept is kept at once: nobody says goodbye.
    CHECK(house.store.rows.all("Device.X_00D09E_Home.Sensor.").size() == 1);
  }
  House house(folder.path());
  Sensors sensors({});
  house.start(sensors.script);
  const std::vector<std::string> shown{"bridge/7\xEF\xBF\xBD known MQTT",
                                       "bridge/7\xEF\xBF\xBD at Device.X_00D09E_Home.Sensor.1"};
  CHECK(house.told == shown);
  const auto row = speak(sensors);
  sensors.running->publish(row, sensors.temperature, "20");
  REQUIRE(house.run_until([&] { return temperature(house, 1) == "20"; }));
  CHECK(house.told == shown);
  sensors.running->remove_row(row);
  CHECK(house.run_until([&] { return house.told.size() == 3; }));
  CHECK(house.told.back() == "bridge/7\xEF\xBF\xBD removed");
}

TEST_CASE("the devices of an adapter that is removed leave, unless the next one shows them") {
  const support::TempDir folder;
  House house(folder.path());
  Sensors sensors({});
  house.start(sensors.script);
  const auto device = sensors.running->device({"bridge", "7", "MQTT"});
  sensors.running->add_row(sensors.table, "7", device);
  REQUIRE(house.run_until([&] { return house.told.size() == 2; }));

  auto shown = house.router->remove("home");
  CHECK(shown == std::vector{proxy::plugin::DeviceId{"bridge", "7"}});
  house.start(sensors.script);
  house.router->hide_devices(shown);
  CHECK(house.told.back() == "bridge/7 at Device.X_00D09E_Home.Sensor.1");

  shown = house.router->remove("home");
  house.router->hide_devices(shown);
  CHECK(house.told.back() == "bridge/7 removed");
}

TEST_CASE("mounts do not overlap") {
  using proxy::plugin::mounts_overlap;
  CHECK(mounts_overlap("Device.X_A.", "Device.X_A."));
  CHECK(mounts_overlap("Device.X_A.B.", "Device.X_A."));
  CHECK_FALSE(mounts_overlap("Device.X_AB.", "Device.X_A."));
  CHECK_FALSE(mounts_overlap("Device.", "Device.X_A."));
  const support::TempDir folder;
  House house(folder.path());
  Script script;
  house.start(script);
  proxy::config::Diagnostics diagnostics;
  const auto second =
      house.router->create(section("second"), *proxy::plugin::AdapterLibrary::linked(scripted(script)), diagnostics);
  CHECK_FALSE(house.router->start(second).empty());
}

TEST_CASE("without a mount nothing is declared, and the reason is told") {
  const support::TempDir folder;
  House house(folder.path());
  Script script;
  script.start = [](const sdk::Host& host) {
    const auto column = host.declare(sdk::kMount, {.name = "X_00D09E_A.Text"});
    const auto table = host.declare_table(sdk::kMount, "X_00D09E_B");
    host.declare(table, {.name = "Text"});
    host.publish(host.add_row(table, "7"), column, "x");
  };
  auto without = section("home");
  without.mount.clear();
  proxy::config::Diagnostics diagnostics;
  const auto instance =
      house.router->create(without, *proxy::plugin::AdapterLibrary::linked(scripted(script)), diagnostics);
  REQUIRE(house.router->start(instance).empty());
  REQUIRE(house.run_until([&] { return instance->counters().rejected >= 4; }));
  CHECK_FALSE(house.tree.find("Device.X_00D09E_A.Text"));
  CHECK_FALSE(house.tree.select("Device.X_00D09E_B."));
  CHECK(instance->running());
}

TEST_CASE("ALIAS-3 a row's alias survives a restart, and leave and return") {
  const support::TempDir folder;
  const std::string first = "Device.X_00D09E_Home.Sensor.1.Alias";
  const std::string second = "Device.X_00D09E_Home.Sensor.2.Alias";
  {
    House house(folder.path());
    Sensors sensors({"attic", "cellar"});
    house.start(sensors.script);
    CHECK(house.value(first) == "cpe-1");
    house.tree.set_value(house.tree.find(first).value(), "top floor", proxy::model::Origin::acs);
    house.store.set_values.put(first, "top floor", "", false);
    house.store.attributes.put({first, 2, true});
    CHECK(house.tree.find("Device.X_00D09E_Home.Sensor.[top floor].Temperature").has_value());
  }
  {
    House house(folder.path());
    Sensors sensors({"attic"});
    house.start(sensors.script);
    CHECK(house.value(first) == "top floor");
    CHECK(house.value(second) == "cpe-2");
    sensors.running->remove_row(sensors.rows[0]);
    CHECK(house.run_until([&] { return house.value(kCount) == "1"; }));
  }
  House house(folder.path());
  Sensors sensors({});
  house.start(sensors.script);
  CHECK(house.value(first) == "no such parameter");
  sensors.running->add_row(sensors.table, "attic");
  CHECK(house.run_until([&] { return house.value(first) == "top floor"; }));
  CHECK(house.tree.attributes(house.tree.find(first).value()).notification == proxy::model::Notification::active);
  // Another row takes the name while this one is away.
  sensors.running->remove_row(sensors.running->add_row(sensors.table, "attic"));
  CHECK(house.run_until([&] { return house.value(kCount) == "1"; }));
  house.tree.set_value(house.tree.find(second).value(), "top floor", proxy::model::Origin::acs);
  sensors.running->add_row(sensors.table, "attic");
  CHECK(house.run_until([&] { return house.value(first) == "cpe-1"; }));
  CHECK_FALSE(house.store.set_values.find(first));
}

TEST_CASE("an adapter's own Alias names no rows") {
  const support::TempDir folder;
  House house(folder.path());
  Script script;
  script.start = [](const sdk::Host& host) {
    const sdk::Table table = host.declare_table(sdk::kMount, "Sensor", true);
    const sdk::Column alias = host.declare(table, {.name = "Alias", .type = ADAPTER_STRING});
    host.publish(host.add_row(table, "attic"), alias, "7 [x]");
  };
  house.start(script);
  CHECK(house.run_until([&] { return house.value("Device.X_00D09E_Home.Sensor.1.Alias") == "7 [x]"; }));
  CHECK(house.tree.select("Device.X_00D09E_Home.Sensor.")->table->alias_column() == proxy::model::kNoColumn);
}

}  // namespace tests::plugin
