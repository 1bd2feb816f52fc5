// SPDX-License-Identifier: Apache-2.0
#pragma once
// The columns that rows have in common: declared once, however many rows have them.
// Thread: as its tree

#include "proxy/model/parameter.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::model {

using ColumnIndex = std::uint32_t;
inline constexpr ColumnIndex kNoColumn = 0xffffffff;

struct Shape {
  std::vector<Parameter> columns;    ///< in the order of declaration: a ColumnIndex never changes
  std::vector<ColumnIndex> by_name;  ///< the columns in the order of their names
  std::vector<ColumnIndex> unused;   ///< places of columns that were undeclared
  std::vector<std::string> objects;  ///< objects that exist without a parameter, sorted: "X_00D09E_Home."
  bool is_common = false;            ///< of rows of many tables: nothing more is declared in it

  /// The column of this name; kNoColumn if the shape has none.
  ColumnIndex find(std::string_view name) const;
  /// Whether the name of a column or an object begins with this.
  bool has_prefix(std::string_view prefix) const;
  /// Adds a column; it takes the place of an undeclared one, if there is any. The name is legal and free.
  ColumnIndex add(Parameter parameter);
  /// Adds an object that exists without a parameter; one that exists already stays.
  void add_object(std::string object);
  /// The column's name is free again, and its place can be used for another column.
  void remove(ColumnIndex column);
};

/// A shape for rows of any tables: a row of it costs its cells alone. The names are legal, and no name conflicts with
/// another. If rows of this shape have tables, the columns that count their entries are among the columns; an alias is
/// the first column.
std::shared_ptr<Shape> make_shape(std::vector<Parameter> columns);

}  // namespace proxy::model
