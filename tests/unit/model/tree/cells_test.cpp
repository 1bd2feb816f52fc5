// SPDX-License-Identifier: Apache-2.0
// Shows what a cell has beside its value: the rule of its reports.
#include "proxy/model/tree.hpp"

#include <memory>

#include "tests/support/catch.hpp"

using namespace proxy::model;
using namespace std::chrono_literals;

TEST_CASE("a parameter has the report rule of its row, or else of its column", "[cells]") {
  Tree tree;
  Table* const table = tree.declare_table(tree.root(), {.name = "T"}).value();
  const auto of_column = std::make_shared<const ReportRule>(ReportRule{.min_change = 5, .is_percent = true});
  const auto of_row = std::make_shared<const ReportRule>(ReportRule{.min_interval = 60s});
  const ColumnIndex column = tree.declare(*table, {.name = "N", .report = of_column}).value();
  const ColumnIndex free = tree.declare(*table, {.name = "Free"}).value();
  Row* row = tree.add_row(*table, 1, Origin::start).value();
  Row* const other = tree.add_row(*table, 2, Origin::start).value();
  CHECK(tree.report_rule({row, free}) == nullptr);
  CHECK(tree.report_rule({row, column}) == of_column.get());

  tree.set_report_rule({row, column}, of_row);
  tree.set_report_rule({row, free}, of_row);
  CHECK(tree.report_rule({row, column}) == of_row.get());
  CHECK(tree.report_rule({row, free}) == of_row.get());
  CHECK(tree.report_rule({other, column}) == of_column.get());
  tree.set_report_rule({row, column}, nullptr);
  CHECK(tree.report_rule({row, column}) == of_column.get());

  // A rule ends with its row, also when another one comes in its place.
  tree.remove_row(*row, Origin::start);
  CHECK(of_row.use_count() == 1);
}
