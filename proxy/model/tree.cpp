// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/tree.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace proxy::model {
namespace {

using base::Error;
using base::Fault;

/// The longest instance number and its dot.
constexpr std::size_t kNumberLength = std::string_view("4294967295.").size();

/// Where the row of this number is, or would be.
auto place_of(const std::vector<std::unique_ptr<Row>>& rows, std::uint32_t number) {
  return std::lower_bound(rows.begin(), rows.end(), number,
                          [](const auto& row, std::uint32_t other) { return row->number() < other; });
}

/// Where the table of this name is, or would be.
auto place_of(const std::vector<std::unique_ptr<Table>>& tables, std::string_view name) {
  return std::lower_bound(tables.begin(), tables.end(), name,
                          [](const auto& table, std::string_view other) { return table->name() < other; });
}

/// Whether a column or table of that name would conflict with what is declared.
bool is_taken(const Row& row, const Shape& shape, std::string_view name) {
  const std::string object = std::string(name) + ".";
  if (shape.find(name) != kNoColumn || row.table_towards(object)) return true;
  if (shape.has_prefix(object) || row.has_table_prefix(object)) return true;
  for (auto dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1)) {
    if (shape.find(name.substr(0, dot)) != kNoColumn) return true;
  }
  return false;
}

Error bad_name(std::string_view name, const char* reason) {
  return {Fault::invalid_arguments, std::string(name), reason};
}

Error too_long(std::string path) {
  return {Fault::invalid_arguments, std::move(path), "the path would have more than 256 characters"};
}

Error frozen_tree(std::string path) { return {Fault::internal_error, std::move(path), "the tree is frozen"}; }

}  // namespace

Tree::Tree() { root_.shape_ = std::make_shared<Shape>(); }

// ---- declaring ------------------------------------------------------------------------------------------------------

void Tree::unshare(Row& row) {
  if (row.shape_.use_count() == 1 && !row.shape_->is_common) return;
  row.shape_ = std::make_shared<Shape>(*row.shape_);
  row.shape_->is_common = false;
}

base::Result<ColumnIndex> Tree::declare(const Row& row, Shape& shape, Parameter parameter) {
  if (!is_relative_path(parameter.name)) return bad_name(parameter.name, "the name is not legal");
  if (is_taken(row, shape, parameter.name)) return bad_name(parameter.name, "the name is already declared");
  return shape.add(std::move(parameter));
}

base::Result<ColumnIndex> Tree::declare(Row& row, Parameter parameter) {
  std::string whole = path(row) + parameter.name;
  if (refuses("declare")) return frozen_tree(std::move(whole));
  if (whole.size() > kMaxPathLength) return too_long(std::move(whole));
  unshare(row);
  return declare(row, *row.shape_, std::move(parameter));
}

base::Result<ColumnIndex> Tree::declare(Table& table, Parameter parameter) {
  if (refuses("declare")) return frozen_tree(path(table) + "{i}." + parameter.name);
  const bool has_own_shapes = std::any_of(table.rows_.begin(), table.rows_.end(),
                                          [&](const auto& row) { return row->shape_ != table.row_shape_; });
  if (has_own_shapes || table.row_shape_->is_common) {
    return bad_name(parameter.name, "a row of the table has columns of its own");
  }
  if (path(table).size() + kNumberLength + parameter.name.size() > kMaxPathLength) {
    return too_long(path(table) + "{i}." + parameter.name);
  }
  const Row none;
  return declare(table.rows_.empty() ? none : *table.rows_.front(), *table.row_shape_, std::move(parameter));
}

void Tree::set_report_rule(Table& table, ColumnIndex column, std::shared_ptr<const ReportRule> rule) {
  if (refuses("set_report_rule")) return;
  assert(!table.row_shape_->is_common);
  table.row_shape_->columns[column].report = std::move(rule);
}

/// The column that counts the rows: a shape that rows have in common brings it along.
base::Result<ColumnIndex> Tree::count_column(Row& row, std::string name, Notification notification) {
  const ColumnIndex column = row.shape_->is_common ? row.shape_->find(name) : kNoColumn;
  if (column != kNoColumn) return column;
  return declare(row, {.name = std::move(name), .type = Type::unsigned_int, .notification = notification});
}

base::Result<Table*> Tree::declare_table(Row& row, TableInfo info) {
  if (refuses("declare_table")) return frozen_tree(path(row) + info.name);
  if (!is_relative_path(info.name)) return bad_name(info.name, "the name is not legal");
  if (is_taken(row, *row.shape_, info.name)) return bad_name(info.name, "the name is already declared");
  const auto column = count_column(row, info.name + "NumberOfEntries", info.count_notification);
  if (!column) return column.error();
  auto table = std::make_unique<Table>();
  table->name_ = std::move(info.name) + ".";
  table->parent_ = &row;
  table->creatable_ = info.creatable;
  table->source_ = info.source;
  table->source_key_ = info.source_key;
  table->max_rows_ = info.max_rows;
  table->description_ = info.description;
  table->count_column_ = *column;
  table->row_shape_ = info.shape ? std::move(info.shape) : std::make_shared<Shape>();
  if (table->row_shape_->is_common) {
    const auto& columns = table->row_shape_->columns;
    if (!columns.empty() && columns.front().alias) table->alias_column_ = 0;
  } else if (info.aliased) {
    // Rows have numbers alone where a path has no room for the alias.
    const auto alias = declare(*table, {.name = "Alias", .writable = true, .alias = true});
    if (alias) table->alias_column_ = *alias;
  }
  const auto place = place_of(row.tables_, table->name_);
  return row.tables_.insert(place, std::move(table))->get();
}

base::Result<void> Tree::declare_object(Row& row, std::string_view name) {
  if (refuses("declare_object")) return frozen_tree(path(row).append(name));
  if (!is_relative_path(name)) return bad_name(name, "the name is not legal");
  std::string object = std::string(name) + ".";
  if (row.shape_->find(name) != kNoColumn || row.table_towards(object))
    return bad_name(name, "the name is already declared");
  unshare(row);
  row.shape_->add_object(std::move(object));
  return {};
}

void Tree::undeclare(Row& row, std::string_view name) {
  if (refuses("undeclare")) return;
  const std::string below = std::string(name) + ".";
  const auto is_below = [&](std::string_view other) { return other == name || other.starts_with(below); };
  for (auto table = row.tables_.begin(); table != row.tables_.end();) {
    if (!is_below((*table)->name_)) {
      ++table;
      continue;
    }
    for (const auto& inner : (*table)->rows_) forget(*inner);
    table = row.tables_.erase(table);
  }
  unshare(row);
  Shape& shape = *row.shape_;
  std::erase_if(shape.by_name, [&](ColumnIndex column) {
    if (!is_below(shape.columns[column].name)) return false;
    forget(ParameterRef{&row, column});
    // Its place stays, so that the other columns' indexes do, and serves the next declaration.
    shape.unused.push_back(column);
    return true;
  });
  std::erase_if(shape.objects, is_below);
}

void Tree::drop_aliases(Table& table) {
  if (refuses("drop_aliases")) return;
  const ColumnIndex column = std::exchange(table.alias_column_, kNoColumn);
  if (column == kNoColumn) return;
  table.aliases_.clear();
  for (const auto& row : table.rows_) forget(ParameterRef{row.get(), column});
  table.row_shape_->remove(column);
}

// ---- rows -----------------------------------------------------------------------------------------------------------

base::Result<Row*> Tree::add_row(Table& table, std::uint32_t number, Origin origin, std::shared_ptr<Shape> shape) {
  if (refuses("add_row")) return frozen_tree(path(table));
  const auto place = place_of(table.rows_, number);
  if (table.full()) return Error{Fault::resources_exceeded, path(table), "the table is full"};
  if (number == 0 || (place != table.rows_.end() && (*place)->number() == number)) {
    return Error{Fault::resources_exceeded, path(table), "instance number " + std::to_string(number) + " is taken"};
  }
  auto row = std::make_unique<Row>();
  row->number_ = number;
  row->parent_ = &table;
  row->shape_ = shape ? std::move(shape) : table.row_shape_;
  Row* added = table.rows_.insert(place, std::move(row))->get();
  if (table.alias_column_ != kNoColumn) {
    Cell& alias = cell({added, table.alias_column_});
    alias.value = CellText(own_alias(number));
    alias.has_value = true;
  }
  update_count(table, origin);
  return added;
}

void Tree::set_shape(Row& row, std::shared_ptr<Shape> shape) {
  if (refuses("set_shape")) return;
  assert(row.shape_->is_common);
  const auto& before = row.shape_->columns;
  const auto& now = shape->columns;
  const auto [other, unused] = std::mismatch(before.begin(), before.end(), now.begin(), now.end(),
                                             [](const auto& a, const auto& b) { return a.name == b.name; });
  const auto same = static_cast<std::size_t>(other - before.begin());
  for (std::size_t column = same; column < before.size(); ++column) forget({&row, static_cast<ColumnIndex>(column)});
  if (row.cells_.size() > same) row.cells_.resize(same);
  row.shape_ = std::move(shape);
}

void Tree::remove_row(Row& row, Origin origin) {
  if (refuses("remove_row")) return;
  assert(row.parent_ != nullptr);
  Table& table = *row.parent_;
  forget(row);
  table.aliases_.remove(row);
  table.rows_.erase(place_of(table.rows_, row.number_));
  update_count(table, origin);
}

void Tree::update_count(Table& table, Origin origin) {
  set_value({table.parent_, table.count_column_}, std::to_string(table.rows_.size()),
            origin == Origin::device || origin == Origin::retained ? Origin::local : origin);
}

}  // namespace proxy::model
