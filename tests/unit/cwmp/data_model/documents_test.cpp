// SPDX-License-Identifier: Apache-2.0
// Shows the documents that describe a tree: that they are complete and refer to nothing that is missing, that they stay
// small and the same as long as the tree does, and what becomes of rows that differ.
#include "proxy/cwmp/data_model/documents.hpp"

#include "proxy/model/cursor.hpp"
#include "tests/acs/messages/data_model.hpp"
#include "tests/support/catch.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace proxy;
using model::Type;
using tests::acs::DataModelDocuments;
using tests::acs::DescribedParameter;

namespace {

const cwmp::ModelOwner kOwner{.oui = "00D09E", .product_class = "Home Gateway"};

/// Standard objects with parameters of the vendor, a table of the vendor with tables in its rows.
struct Gateway {
  model::Tree tree;
  model::Table* devices = nullptr;

  Gateway() {
    declare({.name = "RootDataModelVersion", .forced_inform = true, .default_value = "2.19"});
    declare({.name = "ManagementServer.Password",
             .writable = true,
             .hidden = true,
             .default_value = "a secret",
             .constraints = {.max_length = 256}});
    declare({.name = "ManagementServer.X_00D09E_Note", .writable = true, .description = "A note <of> the operator."});
    model::Table& embedded = *tree.declare_table(tree.root(), {.name = "ManagementServer.EmbeddedDevice"}).value();
    (void)tree.declare(embedded, {.name = "Reference", .reference = true}).value();
    (void)tree.declare(embedded, {.name = "X_00D09E_Presence"}).value();
    (void)tree.declare_object(tree.root(), "X_00D09E_Empty").value();
    devices = tree.declare_table(tree.root(), {.name = "X_00D09E_Home.Device",
                                               .creatable = true,
                                               .aliased = true,
                                               .max_rows = 3000,
                                               .description = "The devices."})
                  .value();
    (void)tree.declare(*devices, {.name = "Temperature",
                                  .type = Type::decimal,
                                  .writable = true,
                                  .constraints = {.minimum = "-40", .maximum = "85.5"}});
  }

  void declare(model::Parameter parameter) { (void)tree.declare(tree.root(), std::move(parameter)).value(); }
  model::Row& add_device(std::uint32_t number) {
    model::Row& row = *tree.add_row(*devices, number, model::Origin::start).value();
    model::Table& readings = *tree.declare_table(row, {.name = "Part.Reading"}).value();
    (void)tree.declare(readings, {.name = "Value", .type = Type::long_}).value();
    return row;
  }
  cwmp::ModelDocuments describe() { return cwmp::describe(tree, kOwner); }
};

DescribedParameter parameter(const DataModelDocuments& documents, const std::string& name) {
  const auto found = documents.parameters().find(name);
  INFO(name);
  REQUIRE(found != documents.parameters().end());
  return found->second;
}

}  // namespace

TEST_CASE("the documents have every parameter of the tree, and every name is defined") {
  Gateway gateway;
  gateway.add_device(1);
  const cwmp::ModelDocuments documents = gateway.describe();
  const DataModelDocuments read(documents.device_type, documents.data_model);
  CHECK(read.problems() == std::vector<std::string>{});
  CHECK(read.uuid() == documents.uuid);
  CHECK(read.urn() == documents.urn);
  CHECK(read.imported_file() == cwmp::kDataModelFile);

  std::size_t count = 0;
  const auto selection = gateway.tree.select("Device.").value();
  model::Cursor cursor(gateway.tree, selection, model::Cursor::Depth::all);
  while (const auto* item = cursor.next()) {
    if (item->kind != model::Cursor::Item::Kind::parameter) continue;
    const auto described = parameter(read, tests::acs::name_in_model(std::string(item->path)));
    CHECK(described.writable == item->parameter.info().writable);
    ++count;
  }
  CHECK(count == 8);

  const auto temperature = parameter(read, "Device.X_00D09E_Home.Device.{i}.Temperature");
  CHECK(temperature.type == "decimal");
  CHECK(temperature.ranges == std::vector<std::pair<std::string, std::string>>{{"-40", "85.5"}});
  CHECK(parameter(read, "Device.X_00D09E_Home.Device.{i}.Alias").is_alias);
  CHECK(parameter(read, "Device.ManagementServer.X_00D09E_Note").description == "A note <of> the operator.");
  CHECK(parameter(read, "Device.ManagementServer.Password").max_length == 256U);
  CHECK(parameter(read, "Device.X_00D09E_Home.Device.{i}.Part.Reading.{i}.Value").type == "long");
}

TEST_CASE("what the documents say of objects") {
  Gateway gateway;
  const cwmp::ModelDocuments documents = gateway.describe();
  const auto has = [](const std::string& text, const std::string& part) {
    INFO(part);
    CHECK(text.find(part) != std::string::npos);
  };
  has(documents.device_type, R"(deviceType="urn:tr069-proxy:00D09E:Home%20Gateway")");
  has(documents.device_type,
      R"(<object ref="Device.X_00D09E_Home.Device.{i}." access="createDelete" minEntries="0" maxEntries="3000">)");
  has(documents.device_type,
      R"(<object ref="Device.X_00D09E_Empty." access="readOnly" minEntries="1" maxEntries="1" />)");
  has(documents.device_type, R"(<import file="data-model.xml" spec=")" + documents.urn + "\">");
  has(documents.data_model, R"(<model name="X_00D09E_Device:2.19" base="Device:2.19">)");
  has(documents.data_model, R"(<object base="Device.ManagementServer." access="readOnly")");
  has(documents.data_model, R"(numEntriesParameter="DeviceNumberOfEntries")");
  has(documents.data_model, R"(<import file="tr-181-2-19-1-cwmp.xml")");
  // The standard's parameters are the standard's to define, and no value is anyone's to read here.
  CHECK(documents.data_model.find("Password") == std::string::npos);
  CHECK((documents.device_type + documents.data_model).find("a secret") == std::string::npos);
}

TEST_CASE("a standard parameter that may be set has the standard's form of a string") {
  Gateway gateway;
  for (const char* name : {"ManagementServer.URL", "ManagementServer.Username",
                           "ManagementServer.AutonomousTransferCompletePolicy.FileTypeFilter"})
    gateway.declare({.name = name, .writable = true, .constraints = {.max_length = 256}});
  const std::string text = gateway.describe().device_type;
  const auto definition = [&](const std::string& name) {
    const auto begin = text.find("<parameter ref=\"" + name + "\"");
    INFO(name);
    REQUIRE(begin != std::string::npos);
    return text.substr(begin, text.find("</parameter>", begin) - begin);
  };
  CHECK(definition("URL").find("<dataType base=\"URL\"") != std::string::npos);
  CHECK(definition("Username").find("<string") != std::string::npos);
  CHECK(definition("FileTypeFilter").find("<list") != std::string::npos);
}

TEST_CASE("two thousand devices are described as one is, and a value changes nothing") {
  Gateway one, many;
  one.add_device(1);
  for (std::uint32_t number = 1; number <= 2000; ++number) many.add_device(number);
  const auto temperature = many.tree.find("Device.X_00D09E_Home.Device.7.Temperature").value();
  many.tree.set_value(temperature, "21.5", model::Origin::device);
  const cwmp::ModelDocuments of_one = one.describe(), of_many = many.describe();
  CHECK(of_many.device_type == of_one.device_type);
  CHECK(of_many.data_model == of_one.data_model);
  CHECK(of_many.uuid == of_one.uuid);
  CHECK(of_many.urn == of_one.urn);
}

TEST_CASE("other content has another UUID, and the same content the same again") {
  Gateway gateway;
  const cwmp::ModelDocuments before = gateway.describe();
  gateway.declare({.name = "DeviceInfo.Description"});
  const cwmp::ModelDocuments standard = gateway.describe();
  CHECK(standard.uuid != before.uuid);
  CHECK(standard.urn == before.urn);  // the vendor's part is as it was
  gateway.declare({.name = "DeviceInfo.X_00D09E_Mood"});
  const cwmp::ModelDocuments vendor = gateway.describe();
  CHECK(vendor.uuid != standard.uuid);
  CHECK(vendor.urn != standard.urn);
  gateway.tree.undeclare(gateway.tree.root(), "DeviceInfo.X_00D09E_Mood");
  CHECK(gateway.describe().uuid == standard.uuid);
  // Of another owner it is another document.
  CHECK(cwmp::describe(gateway.tree, {.oui = "001122", .product_class = "X"}).uuid != standard.uuid);
}

TEST_CASE("rows whose columns differ are described once, and accept what any of them does") {
  Gateway gateway;
  const auto declare = [&](model::Row& row, std::string name, Type type, model::Constraints limits) {
    (void)gateway.tree
        .declare(row, {.name = std::move(name), .type = type, .writable = true, .constraints = std::move(limits)})
        .value();
  };
  model::Row& first = gateway.add_device(1);
  model::Row& second = gateway.add_device(2);
  declare(first, "Mode", Type::string, {.words = {"Off", "Heat"}});
  declare(second, "Mode", Type::string, {.words = {"Off", "Cool"}});
  declare(first, "Level", Type::int_, {.minimum = "0", .maximum = "10"});
  declare(second, "Level", Type::int_, {.minimum = "-5"});
  declare(first, "State", Type::boolean, {});
  declare(second, "State", Type::unsigned_int, {});
  declare(first, "Extra.Only", Type::string, {.max_length = 5});
  const cwmp::ModelDocuments documents = gateway.describe();
  const DataModelDocuments read(documents.device_type, documents.data_model);
  CHECK(read.problems() == std::vector<std::string>{});
  const std::string device = "Device.X_00D09E_Home.Device.{i}.";
  CHECK(parameter(read, device + "Mode").words == std::vector<std::string>{"Off", "Heat", "Cool"});
  CHECK(parameter(read, device + "Level").ranges == std::vector<std::pair<std::string, std::string>>{{"-5", ""}});
  CHECK(parameter(read, device + "State").type == "string");
  CHECK(parameter(read, device + "Extra.Only").max_length == 5U);
  CHECK(parameter(read, device + "Mode").description.find("different") != std::string::npos);
  CHECK(documents.device_type.find(R"(Device.{i}.Extra." access="readOnly" minEntries="0")") != std::string::npos);
}

TEST_CASE("rows of common shapes, and a table of such rows that is empty") {
  Gateway gateway;
  const auto plug = model::make_shape({{.name = "Alias", .writable = true, .alias = true},
                                       {.name = "BinaryControl.Value", .type = Type::boolean, .writable = true}});
  const auto sensor = model::make_shape(
      {{.name = "Alias", .writable = true, .alias = true}, {.name = "LevelSensor.Value", .type = Type::decimal}});
  model::Table& table =
      *gateway.tree.declare_table(gateway.tree.root(), {.name = "X_00D09E_Things", .shape = sensor}).value();
  const std::string name = "Device.X_00D09E_Things.{i}.";
  const auto read = [&] {
    const cwmp::ModelDocuments documents = gateway.describe();
    DataModelDocuments found(documents.device_type, documents.data_model);
    CHECK(found.problems() == std::vector<std::string>{});
    return found;
  };
  // No row has a sensor.
  CHECK(read().parameters().contains(name + "Alias"));
  CHECK_FALSE(read().parameters().contains(name + "LevelSensor.Value"));
  (void)gateway.tree.add_row(table, 1, model::Origin::start, plug).value();
  CHECK(read().parameters().contains(name + "BinaryControl.Value"));
  CHECK_FALSE(read().parameters().contains(name + "LevelSensor.Value"));
  (void)gateway.tree.add_row(table, 2, model::Origin::start, sensor).value();
  CHECK(read().parameters().contains(name + "LevelSensor.Value"));
}
