// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rows and tables. A row has cells and tables, a table has rows. `Device.` itself is the first row.
// Spec: TR-069 Amendment 6, A.2.2.2 (instance identifiers), 3.6.1 (aliases)
// Thread: as its tree

#include "proxy/model/path.hpp"
#include "proxy/model/tree/alias_index.hpp"
#include "proxy/model/tree/cell.hpp"
#include "proxy/model/tree/shape.hpp"

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::model {

class Row;
class Table;

/// How rows are named in paths that we make.
enum class Naming : std::uint8_t { numbers, aliases };

/// Names one parameter. Valid until its row is removed.
struct ParameterRef {
  Row* row = nullptr;
  ColumnIndex column = 0;
  auto operator<=>(const ParameterRef&) const = default;
  const Parameter& info() const;
};

class Row {
 public:
  std::uint32_t number() const { return number_; }
  const Shape& shape() const { return *shape_; }
  const std::vector<std::unique_ptr<Table>>& tables() const { return tables_; }  ///< in the order of their names
  Table* parent() const { return parent_; }                                      ///< null for `Device.` alone
  /// Empty if rows of its table have no aliases.
  std::string_view alias() const;
  /// Appends the row's number, or its alias in brackets, and a dot.
  void append_identifier(std::string& path, Naming naming) const;
  /// The table of this row that the relative path leads into; null: it leads into none.
  Table* table_towards(std::string_view path) const;
  /// Whether the name of one of its tables begins with this.
  bool has_table_prefix(std::string_view prefix) const;

  /// A number that the source has given this row, for its own use.
  std::uint32_t source_key = 0;

 private:
  friend class Tree;
  friend class Cells;
  std::uint32_t number_ = 0;
  Table* parent_ = nullptr;
  std::shared_ptr<Shape> shape_;
  std::vector<Cell> cells_;  ///< may be shorter than the shape: the rest have their initial values
  std::vector<std::unique_ptr<Table>> tables_;
};

class Table {
 public:
  const std::string& name() const { return name_; }  ///< relative to its row, with the final dot: "Sensor."
  Row& parent() const { return *parent_; }
  const std::vector<std::unique_ptr<Row>>& rows() const { return rows_; }  ///< by ascending number
  /// Null if the table has no such row. Both find by binary search.
  Row* find(std::uint32_t number) const;
  Row* find(const InstanceIdentifier& identifier) const;
  bool creatable() const { return creatable_; }
  std::uint32_t max_rows() const { return max_rows_; }  ///< 0 for no limit
  bool full() const { return max_rows_ != 0 && rows_.size() >= max_rows_; }
  /// Of its rows: the parameter whose value names a row in paths; kNoColumn if they have numbers alone.
  ColumnIndex alias_column() const { return alias_column_; }
  const Shape& row_shape() const { return *row_shape_; }
  /// Of the row that has the table: the parameter that counts its rows.
  ColumnIndex count_column() const { return count_column_; }
  const char* description() const { return description_; }  ///< may be null
  DataSource* source() const { return source_; }
  std::uint32_t source_key() const { return source_key_; }

 private:
  friend class Tree;
  friend class Cells;
  std::string name_;
  Row* parent_ = nullptr;
  bool creatable_ = false;
  std::uint32_t max_rows_ = 0;
  DataSource* source_ = nullptr;
  std::uint32_t source_key_ = 0;
  const char* description_ = nullptr;
  ColumnIndex count_column_ = 0;  ///< of the parent: XNumberOfEntries
  ColumnIndex alias_column_ = kNoColumn;
  AliasIndex aliases_;
  std::shared_ptr<Shape> row_shape_;
  std::vector<std::unique_ptr<Row>> rows_;
};

}  // namespace proxy::model
