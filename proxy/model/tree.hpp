// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parameter tree of one CWMP endpoint: rows of cells. `Device.` itself is the first row; a table hangs below a row
// and has rows of its own. All single objects between are part of the columns' names ("ManagementServer.URL"), so that
// a value costs one cell and an object nothing. This class declares columns and tables, and adds and removes rows;
// Paths finds them by name, Cells has their values, Freezable keeps them as they are while an answer is sent.
// Spec: TR-069 Amendment 6, A.2.2 (paths, instance identifiers), 3.6.1 (aliases); TR-106, section 3.2
// Thread: loop. While it is frozen any thread may read it.

#include "proxy/base/error.hpp"
#include "proxy/model/tree/cells.hpp"
#include "proxy/model/tree/paths.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace proxy::model {

struct TableInfo {
  std::string name;              ///< relative, without the final dot: "ManagementServer.EmbeddedDevice"
  bool creatable = false;        ///< an ACS may add and delete rows
  DataSource* source = nullptr;  ///< adds and deletes them; null: the tree alone holds them
  std::uint32_t source_key = 0;
  bool aliased = false;                                 ///< its rows have the parameter Alias, which the tree declares
  std::uint32_t max_rows = 0;                           ///< 0 for no limit
  Notification count_notification = Notification::off;  ///< of its NumberOfEntries, until an ACS changes it
  std::shared_ptr<Shape> shape =
      {};  ///< of make_shape(), for its rows without one of their own; null: declare() adds to it
  const char* description = nullptr;  ///< of a vendor's own table, for the data model; null: its source's
};

/// Every change is refused while the tree is frozen: logged, and answered with 9002 where there is a result.
class Tree : public Paths, public Cells {
 public:
  Tree();
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  // ---- declaring ----
  /// Adds a column to this row alone; rows that shared its shape keep theirs. 9003 if the name is illegal or taken, or
  /// its path longer than a message can carry.
  base::Result<ColumnIndex> declare(Row& row, Parameter parameter);
  /// Adds a column to all rows of the table, later ones included.
  base::Result<ColumnIndex> declare(Table& table, Parameter parameter);
  using Cells::set_report_rule;
  /// The rule of the column in all rows, later ones included; null: each change is reported.
  void set_report_rule(Table& table, ColumnIndex column, std::shared_ptr<const ReportRule> rule);
  base::Result<Table*> declare_table(Row& row, TableInfo info);
  /// An object that exists although nothing is declared below it yet.
  base::Result<void> declare_object(Row& row, std::string_view name);
  /// Takes back everything declared at or below the name; tables with their rows.
  void undeclare(Row& row, std::string_view name);
  /// The table's rows have numbers alone from now on, so that a column of the name Alias can be declared.
  void drop_aliases(Table& table);

  // ---- rows ----
  /// 9004 if the number is taken. `shape`, of make_shape(), is for this row; where rows have aliases it has one too.
  base::Result<Row*> add_row(Table& table, std::uint32_t number, Origin origin, std::shared_ptr<Shape> shape = {});
  /// The row's parameters are declared in another way from now on. Up to the first one of another name they are the
  /// same ones, and keep their values; the others begin anew.
  void set_shape(Row& row, std::shared_ptr<Shape> shape);
  void remove_row(Row& row, Origin origin);

 private:
  base::Result<ColumnIndex> declare(const Row& row, Shape& shape, Parameter parameter);
  base::Result<ColumnIndex> count_column(Row& row, std::string name, Notification notification);
  void unshare(Row& row);
  void update_count(Table& table, Origin origin);
};

}  // namespace proxy::model
