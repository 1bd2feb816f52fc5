// SPDX-License-Identifier: Apache-2.0
// Shows how the tree is declared, found by path, changed, and frozen.
#include "proxy/model/tree.hpp"

#include "tests/support/catch.hpp"

using namespace proxy::model;
using proxy::base::Fault;

namespace {

struct House {
  House() {
    url = {&tree.root(), *tree.declare(tree.root(), {.name = "ManagementServer.URL", .writable = true})};
    sensors = *tree.declare_table(tree.root(), {.name = "X_00D09E_Home.Sensor"});
    temperature = *tree.declare(*sensors, {.name = "Temperature", .type = Type::decimal});
    level = *tree.declare(*sensors, {.name = "Battery.Level", .type = Type::unsigned_int, .default_value = "100"});
    first = *tree.add_row(*sensors, 3, Origin::start);
  }
  std::string value(std::string_view path) { return std::string(tree.value(*tree.find(path))); }

  Tree tree;
  ParameterRef url;
  Table* sensors = nullptr;
  ColumnIndex temperature = 0;
  ColumnIndex level = 0;
  Row* first = nullptr;
};

struct Observed final : Tree::Observer {
  explicit Observed(Tree& observed) : Observer(observed), tree(observed) {}
  void value_changed(ParameterRef, Origin origin) override { origins.push_back(origin); }
  void row_removed(Row& row) override { removed.push_back(tree.path(row)); }
  void parameter_removed(ParameterRef parameter) override { removed.push_back(tree.path(parameter)); }

  const Tree& tree;
  std::vector<Origin> origins;
  std::vector<std::string> removed;
};

}  // namespace

TEST_CASE_METHOD(House, "a parameter is found by its path and says its path", "[tree]") {
  CHECK(*tree.find("Device.ManagementServer.URL") == url);
  CHECK(tree.path(url) == "Device.ManagementServer.URL");
  const ParameterRef cell{first, level};
  CHECK(*tree.find("Device.X_00D09E_Home.Sensor.3.Battery.Level") == cell);
  CHECK(tree.path(cell) == "Device.X_00D09E_Home.Sensor.3.Battery.Level");
}

TEST_CASE_METHOD(House, "what is not there, or not spelt so, is 9005", "[tree]") {
  for (const char* path :
       {"Device.ManagementServer.url", "Device.ManagementServer", "ManagementServer.URL", "Device", "Device..",
        "Device.X_00D09E_Home.Sensor.4.Temperature", "Device.X_00D09E_Home.Sensor.03.Temperature",
        "Device.X_00D09E_Home.Sensor.3", "Device.X_00D09E_Home.Sensor.Temperature",
        "Device.X_00D09E_Home.Sensor.3.Batt.", "Device.ManagementServer.URL."}) {
    INFO(path);
    const auto selection = tree.select(path);
    REQUIRE(selection.has_error());
    CHECK(selection.error().fault == Fault::invalid_parameter_name);
  }
  CHECK(tree.find("Device.ManagementServer.").has_error());
}

TEST_CASE_METHOD(House, "partial paths select objects, tables and rows", "[tree]") {
  CHECK(tree.select("")->row == &tree.root());
  CHECK(tree.select("Device.")->kind == Selection::Kind::row);
  CHECK(tree.select("Device.ManagementServer.")->kind == Selection::Kind::object);
  CHECK(tree.select("Device.X_00D09E_Home.")->kind == Selection::Kind::object);
  CHECK(tree.select("Device.X_00D09E_Home.Sensor.")->table == sensors);
  CHECK(tree.select("Device.X_00D09E_Home.Sensor.3.")->row == first);
  CHECK(tree.select("Device.X_00D09E_Home.Sensor.3.Battery.")->object == "Battery.");
}

TEST_CASE_METHOD(House, "a cell without a value reads as declared, else as its type's default", "[tree]") {
  CHECK(value("Device.X_00D09E_Home.Sensor.3.Temperature") == "0");
  CHECK(value("Device.X_00D09E_Home.Sensor.3.Battery.Level") == "100");
  CHECK_FALSE(tree.has_value({first, temperature}));
  CHECK_FALSE(tree.set_value({first, temperature}, "0", Origin::device));
  CHECK(tree.has_value({first, temperature}));
}

TEST_CASE_METHOD(House, "the number of entries follows the rows", "[tree]") {
  CHECK(value("Device.X_00D09E_Home.SensorNumberOfEntries") == "1");
  Row* second = *tree.add_row(*sensors, 1, Origin::device);
  CHECK(value("Device.X_00D09E_Home.SensorNumberOfEntries") == "2");
  CHECK(sensors->rows().front().get() == second);
  CHECK(tree.add_row(*sensors, 1, Origin::device).has_error());
  tree.remove_row(*second, Origin::device);
  CHECK(value("Device.X_00D09E_Home.SensorNumberOfEntries") == "1");
}

TEST_CASE_METHOD(House, "names do not stand in each other's way", "[tree]") {
  CHECK(tree.declare(tree.root(), {.name = "ManagementServer.URL"}).has_error());
  CHECK(tree.declare(tree.root(), {.name = "ManagementServer"}).has_error());
  CHECK(tree.declare(tree.root(), {.name = "ManagementServer.URL.Part"}).has_error());
  CHECK(tree.declare(tree.root(), {.name = "X_00D09E_Home.Sensor"}).has_error());
  CHECK(tree.declare(tree.root(), {.name = "X_00D09E_Home.Sensor.Temperature"}).has_error());
  CHECK(tree.declare(tree.root(), {.name = "X_00D09E_Home.Sensor.4"}).has_error());
  CHECK(tree.declare_table(tree.root(), {.name = "ManagementServer"}).has_error());
  CHECK(tree.declare_table(tree.root(), {.name = "X_00D09E_Home.Sensor"}).has_error());
  CHECK(tree.declare_object(tree.root(), "ManagementServer.URL").has_error());
  CHECK(tree.declare_object(tree.root(), "X_00D09E_Empty"));
  CHECK(tree.select("Device.X_00D09E_Empty."));
}

TEST_CASE_METHOD(House, "a row may have columns of its own", "[tree]") {
  Row* second = *tree.add_row(*sensors, 4, Origin::start);
  REQUIRE(tree.declare(*second, {.name = "Level"}));
  CHECK(tree.find("Device.X_00D09E_Home.Sensor.4.Level"));
  CHECK(tree.find("Device.X_00D09E_Home.Sensor.3.Level").has_error());
  CHECK(tree.find("Device.X_00D09E_Home.Sensor.4.Temperature"));
}

TEST_CASE_METHOD(House, "rows may have tables", "[tree]") {
  Table* inner = *tree.declare_table(*first, {.name = "Capability"});
  REQUIRE(tree.declare(*inner, {.name = "Class"}));
  Row* row = *tree.add_row(*inner, 7, Origin::start);
  CHECK(tree.path(*row) == "Device.X_00D09E_Home.Sensor.3.Capability.7.");
  CHECK(tree.find("Device.X_00D09E_Home.Sensor.3.Capability.7.Class"));
  CHECK(tree.find("Device.X_00D09E_Home.Sensor.3.CapabilityNumberOfEntries"));
  // A column that came later than its rows reads in them all.
  CHECK(tree.declare(*inner, {.name = "Name", .default_value = "new"}));
  CHECK(value("Device.X_00D09E_Home.Sensor.3.Capability.7.Name") == "new");
}

TEST_CASE_METHOD(House, "hidden values are kept and not shown", "[tree]") {
  const ParameterRef secret{&tree.root(),
                            *tree.declare(tree.root(), {.name = "ManagementServer.Password", .hidden = true})};
  tree.set_value(secret, "x", Origin::start);
  CHECK(tree.value(secret).empty());
  CHECK(tree.stored_value(secret) == "x");
}

TEST_CASE_METHOD(House, "observers hear of changes, and the first word of a device is a baseline", "[tree]") {
  const Observed observed(tree);
  const auto& heard = observed.origins;
  const ParameterRef cell{first, temperature};
  CHECK(tree.set_value(cell, "20", Origin::device));
  CHECK(tree.set_value(cell, "21", Origin::device));
  CHECK_FALSE(tree.set_value(cell, "21", Origin::device));
  CHECK(tree.set_value(cell, "22", Origin::acs));
  REQUIRE(heard.size() == 3);
  CHECK(heard[0] == Origin::start);
  CHECK(heard[1] == Origin::device);
  CHECK(heard[2] == Origin::acs);
}

TEST_CASE_METHOD(House, "attributes are the declared ones until an ACS sets them", "[tree]") {
  const ParameterRef forced{&tree.root(),
                            *tree.declare(tree.root(), {.name = "DeviceInfo.ProvisioningCode", .forced_active = true})};
  CHECK(tree.attributes(forced).notification == Notification::active);
  tree.set_attributes(forced, {Notification::off, false});
  CHECK(tree.attributes(forced).notification == Notification::active);
  CHECK_FALSE(tree.attributes(forced).subscriber_may_write);
  CHECK(tree.attributes(url).notification == Notification::off);
  tree.set_attributes(url, {Notification::passive, true});
  CHECK(tree.attributes(url).notification == Notification::passive);
  CHECK(tree.attributes(url).subscriber_may_write);
}

TEST_CASE_METHOD(House, "what an adapter declared goes with it, and its places serve again", "[tree]") {
  const Observed observed(tree);
  const auto& gone = observed.removed;
  const auto mode = *tree.declare(tree.root(), {.name = "X_00D09E_Home.Mode"});
  const auto columns = tree.root().shape().columns.size();
  tree.undeclare(tree.root(), "X_00D09E_Home");
  CHECK(tree.select("Device.X_00D09E_Home.").has_error());
  CHECK(gone == std::vector<std::string>{"Device.X_00D09E_Home.Sensor.3.", "Device.X_00D09E_Home.Mode",
                                         "Device.X_00D09E_Home.SensorNumberOfEntries"});
  CHECK(tree.find("Device.ManagementServer.URL"));
  CHECK(*tree.declare(tree.root(), {.name = "X_00D09E_Home.Mode", .default_value = "fresh"}) <= mode);
  CHECK(value("Device.X_00D09E_Home.Mode") == "fresh");
  CHECK(tree.root().shape().columns.size() == columns);
}

TEST_CASE_METHOD(House, "no path is longer than a message can carry", "[tree]") {
  const std::string fits(256 - std::string("Device.").size(), 'a');
  CHECK(tree.declare(tree.root(), {.name = fits}));
  CHECK(tree.declare(tree.root(), {.name = fits + "a"}).has_error());
  // Row numbers grow up to ten digits.
  const std::string below(256 - std::string("Device.X_00D09E_Home.Sensor.4294967295.").size(), 'a');
  CHECK(tree.declare(*sensors, {.name = below}));
  CHECK(tree.declare(*sensors, {.name = below + "a"}).has_error());
}

TEST_CASE_METHOD(House, "a first value that equals the declared default is a value", "[tree]") {
  const ParameterRef cell{first, level};
  CHECK_FALSE(tree.set_value(cell, "100", Origin::device));
  CHECK(tree.has_value(cell));
  CHECK(tree.value(cell) == "100");
}

TEST_CASE("rows of one table have different shapes, which rows of other tables share", "[tree]") {
  Tree tree;
  const Parameter alias{.name = "Alias", .writable = true, .alias = true};
  const auto lamp =
      make_shape({alias, {.name = "Lamp.On", .type = Type::boolean}, {.name = "Class", .default_value = "Lamp"}});
  const auto meter = make_shape({alias, {.name = "Meter.Power", .type = Type::decimal}, {.name = "Meter.Unit"}});
  const auto house = make_shape({alias, {.name = "PartNumberOfEntries", .type = Type::unsigned_int}});
  Table* const houses = *tree.declare_table(tree.root(), {.name = "X_House", .shape = house});
  for (const std::uint32_t number : {1U, 2U}) {
    Row* const row = *tree.add_row(*houses, number, Origin::start);
    Table* const parts = *tree.declare_table(*row, {.name = "Part", .shape = lamp});
    CHECK(tree.add_row(*parts, 1, Origin::start, lamp));
    CHECK(tree.add_row(*parts, 2, Origin::start, meter));
    CHECK(&row->shape() == house.get());
    CHECK(tree.declare(*parts, {.name = "More"}).has_error());
  }
  CHECK(tree.value(*tree.find("Device.X_House.2.PartNumberOfEntries")) == "2");
  CHECK(tree.value(*tree.find("Device.X_House.1.Part.1.Class")) == "Lamp");
  CHECK(tree.find("Device.X_House.1.Part.1.Meter.Power").has_error());
  CHECK(tree.select("Device.X_House.1.Part.1.Meter.").has_error());
  CHECK(tree.select("Device.X_House.[cpe-1].Part.[cpe-2].Meter.")->kind == Selection::Kind::object);
  tree.set_value(*tree.find("Device.X_House.1.Part.2.Alias"), "main", Origin::acs);
  CHECK(tree.find("Device.X_House.1.Part.[main].Meter.Power").has_value());
  CHECK(tree.find("Device.X_House.2.Part.[main].Meter.Power").has_error());

  // A column of its own is that row's alone.
  Row* const first = houses->find(1);
  CHECK(tree.declare(*first, {.name = "Extra"}));
  CHECK(tree.find("Device.X_House.1.Extra").has_value());
  CHECK(tree.find("Device.X_House.2.Extra").has_error());
}
