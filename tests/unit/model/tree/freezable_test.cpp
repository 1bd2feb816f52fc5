// SPDX-License-Identifier: Apache-2.0
// Shows that a frozen tree refuses every change, in all builds, and calls back when it thaws.
#include "proxy/model/tree.hpp"

#include "proxy/base/log.hpp"
#include "tests/support/catch.hpp"

#include <memory>
#include <string>
#include <vector>

using namespace proxy::model;
using proxy::base::Fault;

namespace {

struct Sensors {
  Sensors() {
    table = *tree.declare_table(tree.root(), {.name = "Sensor", .aliased = true});
    temperature = *tree.declare(*table, {.name = "Temperature", .type = Type::decimal});
    row = *tree.add_row(*table, 1, Origin::start);
    tree.set_value({row, temperature}, "20", Origin::start);
  }
  std::string value(std::string_view path) const { return std::string(tree.value(*tree.find(path))); }

  Tree tree;
  Table* table = nullptr;
  ColumnIndex temperature = 0;
  Row* row = nullptr;
};

template <class Value>
bool is_refused(const proxy::base::Result<Value>& result) {
  return result.has_error() && result.error().fault == Fault::internal_error;
}

}  // namespace

// No part of this depends on assert(): the suite runs with NDEBUG too.
TEST_CASE_METHOD(Sensors, "a frozen tree refuses every change, and says so in the log", "[tree]") {
  const ParameterRef cell{row, temperature};
  {
    const Tree::Freeze freeze(tree);
    const Parameter parameter{.name = "Humidity"};
    CHECK(is_refused(tree.declare(tree.root(), parameter)));
    CHECK(is_refused(tree.declare(*table, parameter)));
    CHECK(is_refused(tree.declare_table(tree.root(), {.name = "Meter"})));
    CHECK(is_refused(tree.declare_object(tree.root(), "Home")));
    CHECK(is_refused(tree.add_row(*table, 2, Origin::device)));
    CHECK_FALSE(tree.set_value(cell, "21", Origin::device));
    tree.set_report_rule(cell, std::make_shared<ReportRule>());
    tree.set_attributes(cell, {Notification::active, false});
    tree.undeclare(tree.root(), "Sensor");
    tree.drop_aliases(*table);
    tree.set_shape(*row, make_shape({{.name = "Alias", .alias = true}, {.name = "Temperature"}}));
    tree.remove_row(*row, Origin::device);
  }
  CHECK(value("Device.Sensor.1.Temperature") == "20");
  CHECK(value("Device.Sensor.[cpe-1].Temperature") == "20");
  CHECK(value("Device.SensorNumberOfEntries") == "1");
  CHECK(tree.attributes(cell) == Attributes{});
  CHECK(tree.report_rule(cell) == nullptr);
  CHECK(&row->shape() == &table->row_shape());
  CHECK(tree.select("Device.Meter.").has_error());
  CHECK(tree.select("Device.Home.").has_error());
  CHECK(tree.find("Device.Humidity").has_error());

  const std::string log = proxy::base::log::recent();
  for (const std::string change :
       {"declare", "declare_table", "declare_object", "add_row", "set_value", "set_report_rule", "set_attributes",
        "undeclare", "drop_aliases", "set_shape", "remove_row"}) {
    INFO(change);
    CHECK(log.find("is sent: " + change + " is refused") != std::string::npos);
  }
  CHECK(tree.set_value(cell, "21", Origin::device));
}

TEST_CASE_METHOD(Sensors, "waiting callbacks run after the thaw, in order, once", "[tree]") {
  std::vector<int> called;
  tree.when_thawed([&] { called.push_back(0); });
  CHECK(called == std::vector<int>{0});
  {
    Tree::Freeze outer(tree);
    tree.when_thawed([&] { called.push_back(1); });
    { Tree::Freeze inner(tree); }
    CHECK(tree.frozen());
    CHECK(called.size() == 1);
    tree.when_thawed([&] { called.push_back(2); });
  }
  CHECK(called == std::vector<int>{0, 1, 2});
}

TEST_CASE_METHOD(Sensors, "a callback that freezes again keeps the rest waiting", "[tree]") {
  std::vector<int> called;
  std::unique_ptr<Tree::Freeze> again;
  {
    Tree::Freeze freeze(tree);
    tree.when_thawed([&] { again = std::make_unique<Tree::Freeze>(tree); });
    tree.when_thawed([&] { called.push_back(2); });
  }
  CHECK(called.empty());
  again.reset();
  CHECK(called == std::vector<int>{2});
}
