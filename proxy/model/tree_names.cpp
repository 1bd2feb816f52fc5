// SPDX-License-Identifier: Apache-2.0
// The part of the Tree that goes by names: declaring, and finding what a path names.
#include "proxy/model/tree.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace proxy::model {
namespace {

using base::Error;
using base::Fault;

/// The place in by_name where the name is, or would be.
auto lower_bound(const Shape& shape, std::string_view name) {
  return std::lower_bound(
      shape.by_name.begin(), shape.by_name.end(), name,
      [&](ColumnIndex column, std::string_view other) { return shape.columns[column].name < other; });
}

auto lower_bound(const std::vector<std::unique_ptr<Table>>& tables, std::string_view name) {
  return std::lower_bound(tables.begin(), tables.end(), name,
                          [](const auto& table, std::string_view other) { return table->name() < other; });
}

/// The table that the relative path leads into: no name of a table is the beginning of another's.
Table* table_towards(const Row& row, std::string_view path) {
  const auto& tables = row.tables();
  auto after = std::upper_bound(tables.begin(), tables.end(), path,
                                [](std::string_view other, const auto& table) { return other < table->name(); });
  if (after == tables.begin()) return nullptr;
  Table* table = std::prev(after)->get();
  return path.starts_with(table->name()) ? table : nullptr;
}

bool has_object(const Row& row, const Shape& shape, std::string_view prefix) {
  const auto column = lower_bound(shape, prefix);
  if (column != shape.by_name.end() && shape.columns[*column].name.starts_with(prefix)) return true;
  const auto table = lower_bound(row.tables(), prefix);
  if (table != row.tables().end() && (*table)->name().starts_with(prefix)) return true;
  const auto object = std::lower_bound(shape.objects.begin(), shape.objects.end(), prefix);
  return object != shape.objects.end() && object->starts_with(prefix);
}

bool has_column(const Shape& shape, std::string_view name) {
  const auto column = lower_bound(shape, name);
  return column != shape.by_name.end() && shape.columns[*column].name == name;
}

/// Whether a column or table of that name would stand in the way of what is there.
bool is_taken(const Row& row, const Shape& shape, std::string_view name) {
  if (has_column(shape, name) || table_towards(row, std::string(name) + ".")) return true;
  if (has_object(row, shape, std::string(name) + ".")) return true;
  for (auto dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1)) {
    if (has_column(shape, name.substr(0, dot))) return true;
  }
  return false;
}

/// The longest instance number and its dot.
constexpr std::size_t kNumberLength = std::string_view("4294967295.").size();

Error too_long(std::string path) {
  return {Fault::invalid_arguments, std::move(path), "the path would have more than 256 characters"};
}

Error no_such(std::string_view path) { return {Fault::invalid_parameter_name, std::string(path), "there is none"}; }

}  // namespace

// ---- declaring ------------------------------------------------------------------------------------------------------

std::shared_ptr<Shape> make_shape(std::vector<Parameter> columns) {
  auto shape = std::make_shared<Shape>();
  shape->columns = std::move(columns);
  shape->is_common = true;
  for (ColumnIndex index = 0; index < shape->columns.size(); ++index) {
    const std::string& name = shape->columns[index].name;
    assert(is_relative_path(name) && !has_column(*shape, name));
    shape->by_name.insert(lower_bound(*shape, name), index);
  }
  return shape;
}

void Tree::unshare(Row& row) {
  if (row.shape_.use_count() == 1 && !row.shape_->is_common) return;
  row.shape_ = std::make_shared<Shape>(*row.shape_);
  row.shape_->is_common = false;
}

base::Result<ColumnIndex> Tree::declare(Row& row, Shape& shape, Parameter parameter) {
  assert(!frozen());
  if (!is_relative_path(parameter.name)) return Error{Fault::invalid_arguments, parameter.name, "not a legal name"};
  if (is_taken(row, shape, parameter.name)) return Error{Fault::invalid_arguments, parameter.name, "declared already"};
  const auto place = lower_bound(shape, parameter.name);
  if (!shape.unused.empty()) {
    const ColumnIndex index = shape.unused.back();
    shape.unused.pop_back();
    shape.by_name.insert(place, index);
    shape.columns[index] = std::move(parameter);
    return index;
  }
  const auto index = static_cast<ColumnIndex>(shape.columns.size());
  shape.by_name.insert(place, index);
  shape.columns.push_back(std::move(parameter));
  return index;
}

base::Result<ColumnIndex> Tree::declare(Row& row, Parameter parameter) {
  std::string whole = path(row) + parameter.name;
  if (whole.size() > kMaxPathLength) return too_long(std::move(whole));
  unshare(row);
  return declare(row, *row.shape_, std::move(parameter));
}

base::Result<ColumnIndex> Tree::declare(Table& table, Parameter parameter) {
  const bool has_own_shapes = std::any_of(table.rows_.begin(), table.rows_.end(),
                                          [&](const auto& row) { return row->shape_ != table.row_shape_; });
  if (has_own_shapes || table.row_shape_->is_common)
    return Error{Fault::invalid_arguments, parameter.name, "a row of the table has columns of its own"};
  if (path(table).size() + kNumberLength + parameter.name.size() > kMaxPathLength) {
    return too_long(path(table) + "{i}." + parameter.name);
  }
  Row none;
  return declare(table.rows_.empty() ? none : *table.rows_.front(), *table.row_shape_, std::move(parameter));
}

/// The column that counts the rows: a shape that rows have in common brings it along.
base::Result<ColumnIndex> Tree::count_column(Row& row, std::string name) {
  const Shape& shape = *row.shape_;
  if (shape.is_common && has_column(shape, name)) return *lower_bound(shape, name);
  return declare(row, {.name = std::move(name), .type = Type::unsigned_int});
}

base::Result<Table*> Tree::declare_table(Row& row, TableInfo info) {
  assert(!frozen());
  if (!is_relative_path(info.name)) return Error{Fault::invalid_arguments, info.name, "not a legal name"};
  if (is_taken(row, *row.shape_, info.name)) return Error{Fault::invalid_arguments, info.name, "declared already"};
  const auto column = count_column(row, info.name + "NumberOfEntries");
  if (!column) return column.error();
  auto table = std::make_unique<Table>();
  table->name_ = std::move(info.name) + ".";
  table->parent_ = &row;
  table->creatable_ = info.creatable;
  table->source_ = info.source;
  table->source_key_ = info.source_key;
  table->most_rows_ = info.most_rows;
  table->count_column_ = *column;
  table->row_shape_ = info.shape ? std::move(info.shape) : std::make_shared<Shape>();
  if (table->row_shape_->is_common) {
    const auto& columns = table->row_shape_->columns;
    if (!columns.empty() && columns.front().alias) table->alias_column_ = 0;
  } else if (info.aliased) {
    // Where no room is left in a path for it the rows have numbers alone.
    const auto alias = declare(*table, {.name = "Alias", .writable = true, .alias = true});
    if (alias) table->alias_column_ = *alias;
  }
  const auto place = lower_bound(row.tables_, table->name_);
  return row.tables_.insert(place, std::move(table))->get();
}

base::Result<void> Tree::declare_object(Row& row, std::string_view name) {
  assert(!frozen());
  if (!is_relative_path(name)) return Error{Fault::invalid_arguments, std::string(name), "not a legal name"};
  const std::string object = std::string(name) + ".";
  if (has_column(*row.shape_, name) || table_towards(row, object)) {
    return Error{Fault::invalid_arguments, std::string(name), "declared already"};
  }
  unshare(row);
  auto& objects = row.shape_->objects;
  const auto place = std::lower_bound(objects.begin(), objects.end(), object);
  if (place == objects.end() || *place != object) objects.insert(place, object);
  return {};
}

void Tree::undeclare(Row& row, std::string_view name) {
  assert(!frozen());
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
    for (const Observer& observer : observers_) {
      if (observer.parameter_removed) observer.parameter_removed({&row, column});
    }
    // Its place stays, so that the other columns' indexes do, and serves the next declaration.
    if (column < row.cells_.size()) row.cells_[column] = Cell{};
    shape.unused.push_back(column);
    return true;
  });
  std::erase_if(shape.objects, is_below);
}

// ---- finding --------------------------------------------------------------------------------------------------------

base::Result<Selection> Tree::select(std::string_view path) const {
  // The tree hands out what may be changed through it; select() itself changes nothing.
  auto* root = const_cast<Row*>(&root_);
  if (path.empty() || path == kRoot) return Selection{.row = root, .path = std::string(kRoot)};
  if (!path.starts_with(kRoot)) return no_such(path);
  auto selection = select(*root, path.substr(kRoot.size()), nullptr);
  if (!selection) return no_such(path);
  selection->path = path;
  return selection;
}

base::Result<Selection> Tree::select(Row& from, std::string_view path, Wildcard* wildcard) const {
  Row* row = &from;
  std::string_view rest = path;
  if (rest.empty()) return Selection{.row = row};
  while (Table* table = table_towards(*row, rest)) {
    rest.remove_prefix(table->name().size());
    if (rest.empty()) return Selection{.kind = Selection::Kind::table, .row = row, .table = table};
    const auto identifier = leading_instance(rest);
    if (identifier && identifier->is_wildcard && wildcard) *wildcard = {table, path.size() - rest.size()};
    row = identifier ? find_row(*table, *identifier) : nullptr;
    if (!row) return no_such(path);
    rest.remove_prefix(identifier->length);
    if (rest.empty()) return Selection{.row = row};
  }
  if (rest.ends_with('.')) {
    if (!has_object(*row, row->shape(), rest)) return no_such(path);
    return Selection{.kind = Selection::Kind::object, .row = row, .object = std::string(rest)};
  }
  const Shape& shape = row->shape();
  const auto column = lower_bound(shape, rest);
  if (column == shape.by_name.end() || shape.columns[*column].name != rest) return no_such(path);
  return Selection{.kind = Selection::Kind::parameter, .row = row, .column = *column};
}

base::Result<ParameterRef> Tree::find(std::string_view path) const {
  const auto selection = select(path);
  if (!selection) return selection.error();
  if (selection->kind != Selection::Kind::parameter) return no_such(path);
  return ParameterRef{selection->row, selection->column};
}

}  // namespace proxy::model
