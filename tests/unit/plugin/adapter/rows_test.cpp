// SPDX-License-Identifier: Apache-2.0
// Shows rows: their numbers, their return, what is shown before the device speaks, and those that an ACS adds.
#include "tests/support/catch.hpp"
#include "tests/support/sync_count.hpp"
#include "tests/unit/plugin/fixture.hpp"

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

std::string temperature(const Fixture& fixture, int number) {
  return fixture.value("Device.X_00D09E_Home.Sensor." + std::to_string(number) + ".Temperature");
}

}  // namespace

TEST_CASE("rows keep their numbers, and their last values are shown before their devices speak") {
  const support::TempDir folder;
  {
    Fixture fixture(folder.path());
    Sensors sensors({"attic", "cellar", "hall"});
    fixture.start(sensors.script);
    sensors.running->publish(sensors.rows[1], sensors.temperature, "12.50");
    CHECK(fixture.run_until([&] { return temperature(fixture, 2) == "12.5"; }));
    sensors.running->remove_row(sensors.rows[0]);
    CHECK(fixture.run_until([&] { return fixture.value(kCount) == "2"; }));
  }
  Fixture fixture(folder.path());
  Sensors sensors({"hall", "garden"});
  fixture.start(sensors.script);
  CHECK(temperature(fixture, 1) == "no such parameter");
  CHECK(temperature(fixture, 2) == "12.5");
  CHECK(temperature(fixture, 3) == "0");
  CHECK(temperature(fixture, 4) == "0");
  CHECK(sensors.running->add_row(sensors.table, "hall") == sensors.rows[0]);
  sensors.running->publish(sensors.running->add_row(sensors.table, "attic"), sensors.temperature, "30");
  CHECK(fixture.run_until([&] { return temperature(fixture, 1) == "30"; }));
}

TEST_CASE("a value is known as retained or as sent now, and each change after the first one counts") {
  struct Arrivals final : proxy::model::Tree::Observer {
    using Observer::Observer;
    void value_arrived(proxy::model::ParameterRef parameter, const proxy::model::Arrival& arrival) override {
      if (!is_unreported_list(parameter)) all.push_back(arrival);
    }
    std::vector<proxy::model::Arrival> all;
  };
  using proxy::model::Origin;
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Sensors sensors({"attic", "cellar"});
  fixture.start(sensors.script);
  const Arrivals arrivals(fixture.tree);
  const auto publish = [&](std::size_t row, const char* text, bool is_retained) {
    const std::size_t before = arrivals.all.size();
    if (is_retained) {
      sensors.running->publish_retained(sensors.rows[row], sensors.temperature, text);
    } else {
      sensors.running->publish(sensors.rows[row], sensors.temperature, text);
    }
    REQUIRE(fixture.run_until([&] { return arrivals.all.size() > before; }));
    return arrivals.all.back();
  };
  const auto retained = publish(0, "20", true);
  CHECK(retained.origin == Origin::retained);
  CHECK(retained.is_first);
  CHECK_FALSE(retained.was_known);
  const auto later = publish(0, "21", false);
  CHECK(later.origin == Origin::device);
  CHECK_FALSE(later.is_first);
  CHECK(later.was_known);
  // A first value arrives even if it is what the parameter reads as without one.
  const auto zero = publish(1, "0", false);
  CHECK(zero.is_first);
  CHECK_FALSE(zero.changed);
}

TEST_CASE("a value that is to be kept is in the store at once, and no other") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Sensors sensors({"attic", "cellar"});
  fixture.start(sensors.script);
  for (const sdk::Row row : sensors.rows) sensors.running->publish(row, sensors.temperature, "7");
  REQUIRE(fixture.run_until([&] { return temperature(fixture, 2) == "7"; }));
  const auto kept = fixture.tree.find("Device.X_00D09E_Home.Sensor.2.Temperature").value();
  fixture.router->keep(std::vector{kept, fixture.tree.find(kCount).value()});
  std::vector<std::string> paths;
  fixture.store.last_values.load("Device.X_00D09E_Home.",
                                 [&](std::string_view path, std::string_view) { paths.emplace_back(path); });
  CHECK(paths == std::vector<std::string>{"Device.X_00D09E_Home.Sensor.2.Temperature"});
}

TEST_CASE("what is known of a device that has not spoken yet cannot be reached") {
  const support::TempDir folder;
  {
    Fixture fixture(folder.path());
    Sensors sensors({"attic"});
    fixture.start(sensors.script);
  }
  Fixture fixture(folder.path());
  Sensors sensors({});
  const auto instance = fixture.start(sensors.script);
  const auto parameter = *fixture.tree.find("Device.X_00D09E_Home.Sensor.1.Temperature");
  CHECK(instance->links().unreachable(proxy::plugin::Subtree::cell(parameter)));
  sensors.running->add_row(sensors.table, "attic");
  CHECK(fixture.run_until([&] { return !instance->links().unreachable(proxy::plugin::Subtree::cell(parameter)); }));
}

TEST_CASE("an adapter may take over the rows of an earlier run before their devices speak") {
  const support::TempDir folder;
  {
    Fixture fixture(folder.path());
    Sensors sensors({"attic", "cellar"});
    fixture.start(sensors.script);
  }
  Fixture fixture(folder.path());
  Sensors sensors({});
  std::vector<std::string> known;
  sensors.script.known_row = [&](const sdk::Host& host, sdk::Table table, std::string_view identity) {
    known.emplace_back(identity);
    if (identity == "cellar") host.add_row(table, std::string(identity));
  };
  const auto instance = fixture.start(sensors.script);
  CHECK(known == std::vector<std::string>{"attic", "cellar"});
  CHECK(fixture.value(kCount) == "2");
  const auto reaches = [&](const char* path) {
    return !instance->links().unreachable(proxy::plugin::Subtree::cell(*fixture.tree.find(path)));
  };
  CHECK_FALSE(reaches("Device.X_00D09E_Home.Sensor.1.Temperature"));
  CHECK(reaches("Device.X_00D09E_Home.Sensor.2.Temperature"));
}

TEST_CASE("an ACS adds and deletes rows of a table that lets it") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Sensors sensors({"attic"});
  sensors.script.add_object = [](const sdk::Host& host, sdk::Token token, sdk::Table table) {
    host.reply_row(token, host.add_row(table, "made for the ACS"));
  };
  sensors.script.delete_object = [](const sdk::Host& host, sdk::Token token, sdk::Row row) {
    host.reply(token, row ? ADAPTER_DONE : ADAPTER_REFUSED);
  };
  Origins observed(fixture.tree);
  auto& origins = observed.origins;
  fixture.start(sensors.script);
  origins.clear();
  auto& table = *fixture.tree.select("Device.X_00D09E_Home.Sensor.")->table;
  proxy::model::Row* added = nullptr;
  fixture.router->add_row(table, proxy::model::Origin::acs, [&](auto row) { added = *row; });
  REQUIRE(fixture.run_until([&] { return added != nullptr; }));
  CHECK(added->number() == 2);
  bool removed = false;
  const int before = support::sync_count();
  int when_told = before;
  fixture.router->remove_row(*added, proxy::model::Origin::acs, [&](auto status) {
    removed = status.has_value();
    when_told = support::sync_count();
  });
  REQUIRE(fixture.run_until([&] { return removed; }));
  CHECK(when_told > before);  // the ACS is not told of what a power cut may take back
  CHECK(fixture.value(kCount) == "1");
  CHECK(origins == std::vector{proxy::model::Origin::acs, proxy::model::Origin::acs});
  CHECK(fixture.store.rows.all("Device.X_00D09E_Home.Sensor.").size() == 1);
}

TEST_CASE("messages wait while the tree is frozen") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Sensors sensors({"attic"});
  fixture.start(sensors.script);
  {
    const proxy::model::Tree::Freeze freeze(fixture.tree);
    sensors.running->publish(sensors.rows[0], sensors.temperature, "1");
    fixture.loop.restart();
    fixture.loop.poll();
    CHECK(temperature(fixture, 1) == "0");
  }
  CHECK(temperature(fixture, 1) == "1");
}

TEST_CASE("a device leaves the table of devices with its last row, and comes back with the next") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Sensors sensors({});
  fixture.start(sensors.script);
  const auto device = sensors.running->device({"bridge", "7", "MQTT"});
  const auto row = sensors.running->add_row(sensors.table, "7", device);
  sensors.running->remove_row(row);
  sensors.running->add_row(sensors.table, "7", device);
  CHECK(fixture.run_until([&] { return fixture.told.size() == 5; }));
  CHECK(fixture.told == std::vector<std::string>{"bridge/7 added MQTT", "bridge/7 at Device.X_00D09E_Home.Sensor.1",
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
    Fixture fixture(folder.path());
    Sensors sensors({});
    fixture.start(sensors.script);
    speak(sensors);
    REQUIRE(fixture.run_until([&] { return fixture.told.size() == 2; }));
    CHECK(fixture.told.front() == "bridge/7\xEF\xBF\xBD added MQTT");
    // What is kept is kept at once: nobody says goodbye.
    CHECK(fixture.store.rows.all("Device.X_00D09E_Home.Sensor.").size() == 1);
  }
  Fixture fixture(folder.path());
  Sensors sensors({});
  fixture.start(sensors.script);
  const std::vector<std::string> shown{"bridge/7\xEF\xBF\xBD known MQTT",
                                       "bridge/7\xEF\xBF\xBD at Device.X_00D09E_Home.Sensor.1"};
  CHECK(fixture.told == shown);
  const auto row = speak(sensors);
  sensors.running->publish(row, sensors.temperature, "20");
  REQUIRE(fixture.run_until([&] { return temperature(fixture, 1) == "20"; }));
  CHECK(fixture.told == shown);
  sensors.running->remove_row(row);
  CHECK(fixture.run_until([&] { return fixture.told.size() == 3; }));
  CHECK(fixture.told.back() == "bridge/7\xEF\xBF\xBD removed");
}

TEST_CASE("the devices of an adapter that is removed leave, unless the next one shows them") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Sensors sensors({});
  fixture.start(sensors.script);
  const auto device = sensors.running->device({"bridge", "7", "MQTT"});
  sensors.running->add_row(sensors.table, "7", device);
  REQUIRE(fixture.run_until([&] { return fixture.told.size() == 2; }));

  auto shown = fixture.router->remove("home");
  CHECK(shown == std::vector{proxy::plugin::DeviceId{"bridge", "7"}});
  fixture.start(sensors.script);
  fixture.router->hide_devices(shown);
  CHECK(fixture.told.back() == "bridge/7 at Device.X_00D09E_Home.Sensor.1");

  shown = fixture.router->remove("home");
  fixture.router->hide_devices(shown);
  CHECK(fixture.told.back() == "bridge/7 removed");
}

TEST_CASE("ALIAS-3 a row's alias survives a restart, and leave and return") {
  const support::TempDir folder;
  const std::string first = "Device.X_00D09E_Home.Sensor.1.Alias";
  const std::string second = "Device.X_00D09E_Home.Sensor.2.Alias";
  {
    Fixture fixture(folder.path());
    Sensors sensors({"attic", "cellar"});
    fixture.start(sensors.script);
    CHECK(fixture.value(first) == "cpe-1");
    fixture.tree.set_value(fixture.tree.find(first).value(), "top floor", proxy::model::Origin::acs);
    fixture.store.set_values.put(first, "top floor", "", false);
    fixture.store.attributes.put({first, 2, true});
    CHECK(fixture.tree.find("Device.X_00D09E_Home.Sensor.[top floor].Temperature").has_value());
  }
  {
    Fixture fixture(folder.path());
    Sensors sensors({"attic"});
    fixture.start(sensors.script);
    CHECK(fixture.value(first) == "top floor");
    CHECK(fixture.value(second) == "cpe-2");
    sensors.running->remove_row(sensors.rows[0]);
    CHECK(fixture.run_until([&] { return fixture.value(kCount) == "1"; }));
  }
  Fixture fixture(folder.path());
  Sensors sensors({});
  fixture.start(sensors.script);
  CHECK(fixture.value(first) == "no such parameter");
  sensors.running->add_row(sensors.table, "attic");
  CHECK(fixture.run_until([&] { return fixture.value(first) == "top floor"; }));
  CHECK(fixture.tree.attributes(fixture.tree.find(first).value()).notification == proxy::model::Notification::active);
  // Another row takes the name while this one is away.
  sensors.running->remove_row(sensors.running->add_row(sensors.table, "attic"));
  CHECK(fixture.run_until([&] { return fixture.value(kCount) == "1"; }));
  fixture.tree.set_value(fixture.tree.find(second).value(), "top floor", proxy::model::Origin::acs);
  sensors.running->add_row(sensors.table, "attic");
  CHECK(fixture.run_until([&] { return fixture.value(first) == "cpe-1"; }));
  CHECK_FALSE(fixture.store.set_values.find(first));
}

TEST_CASE("an adapter's own Alias names no rows") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Script script;
  script.start = [](const sdk::Host& host) {
    const sdk::Table table = host.declare_table(sdk::kMount, "Sensor", true);
    const sdk::Column alias = host.declare(table, {.name = "Alias", .type = ADAPTER_STRING});
    host.publish(host.add_row(table, "attic"), alias, "7 [x]");
  };
  fixture.start(script);
  CHECK(fixture.run_until([&] { return fixture.value("Device.X_00D09E_Home.Sensor.1.Alias") == "7 [x]"; }));
  CHECK(fixture.tree.select("Device.X_00D09E_Home.Sensor.")->table->alias_column() == proxy::model::kNoColumn);
}

TEST_CASE("a value never heard is not 0: an object names its parameters that have no value yet") {
  const support::TempDir folder;
  const auto unreported = [](const Fixture& fixture, const std::string& object) {
    return fixture.value("Device.X_00D09E_Home." + object + "X_00D09E_Unreported");
  };
  Script script;
  sdk::Table table;
  sdk::Row attic, cellar;
  std::vector<sdk::Column> columns;
  sdk::Column pump;
  std::optional<sdk::Host> running;
  script.start = [&](const sdk::Host& host) {
    running = host;
    columns.clear();
    table = host.declare_table(sdk::kMount, "Sensor");
    columns.push_back(host.declare(table, {.name = "Temperature", .type = ADAPTER_DECIMAL}));
    columns.push_back(host.declare(table, {.name = "Battery.Level", .type = ADAPTER_UNSIGNED_INT}));
    columns.push_back(host.declare(table, {.name = "Label", .flags = ADAPTER_WRITABLE | ADAPTER_STORED}));
    pump = host.declare(sdk::kMount, {.name = "Boiler.Pump", .type = ADAPTER_BOOLEAN});
    attic = host.add_row(table, "attic");
    cellar = host.add_row(table, "cellar");
  };
  {
    Fixture fixture(folder.path());
    fixture.start(script);
    CHECK(unreported(fixture, "") == "Boiler.Pump");
    CHECK(unreported(fixture, "Sensor.1.") == "Battery.Level,Temperature");  // the host alone keeps Label
    running->publish(attic, columns[0], "0");
    running->publish_retained(cellar, columns[1], "0");
    CHECK(fixture.run_until([&] { return unreported(fixture, "Sensor.1.") == "Battery.Level"; }));
    CHECK(fixture.run_until([&] { return unreported(fixture, "Sensor.2.") == "Temperature"; }));
    running->publish(attic, columns[1], "0");
    running->publish(sdk::kMount, pump, "false");
    CHECK(fixture.run_until([&] { return unreported(fixture, "").empty(); }));
    CHECK(unreported(fixture, "Sensor.1.").empty());
  }
  Fixture fixture(folder.path());
  fixture.start(script);
  CHECK(unreported(fixture, "").empty());  // what an earlier run has received stands
  CHECK(unreported(fixture, "Sensor.1.").empty());
  CHECK(unreported(fixture, "Sensor.2.") == "Temperature");
  CHECK(fixture.router->adapter_statistics().at(0).columns == 4);
}

}  // namespace tests::plugin
