// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/tree.hpp"

#include "proxy/model/path.hpp"

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

auto lower_bound(const std::vector<std::unique_ptr<Row>>& rows, std::uint32_t number) {
  return std::lower_bound(rows.begin(), rows.end(), number,
                          [](const auto& row, std::uint32_t other) { return row->number() < other; });
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

const Parameter& ParameterRef::info() const { return row->shape().columns[column]; }

Row* Table::find(std::uint32_t number) const {
  const auto row = lower_bound(rows_, number);
  return row != rows_.end() && (*row)->number() == number ? row->get() : nullptr;
}

Tree::Tree() { root_.shape_ = std::make_shared<Shape>(); }

void Tree::unshare(Row& row) {
  if (row.shape_.use_count() > 1) row.shape_ = std::make_shared<Shape>(*row.shape_);
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
  if (has_own_shapes)
    return Error{Fault::invalid_arguments, parameter.name, "a row of the table has columns of its own"};
  if (path(table).size() + kNumberLength + parameter.name.size() > kMaxPathLength) {
    return too_long(path(table) + "{i}." + parameter.name);
  }
  Row none;
  return declare(table.rows_.empty() ? none : *table.rows_.front(), *table.row_shape_, std::move(parameter));
}

base::Result<Table*> Tree::declare_table(Row& row, TableInfo info) {
  assert(!frozen());
  if (!is_relative_path(info.name)) return Error{Fault::invalid_arguments, info.name, "not a legal name"};
  if (is_taken(row, *row.shape_, info.name)) return Error{Fault::invalid_arguments, info.name, "declared already"};
  const auto column = declare(row, {.name = info.name + "NumberOfEntries", .type = Type::unsigned_int});
  if (!column) return column.error();
  auto table = std::make_unique<Table>();
  table->name_ = std::move(info.name) + ".";
  table->parent_ = &row;
  table->creatable_ = info.creatable;
  table->source_ = info.source;
  table->source_key_ = info.source_key;
  table->most_rows_ = info.most_rows;
  table->count_column_ = *column;
  table->row_shape_ = std::make_shared<Shape>();
  if (info.aliased) {
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

base::Result<Row*> Tree::add_row(Table& table, std::uint32_t number, Origin origin) {
  assert(!frozen());
  const auto place = lower_bound(table.rows_, number);
  if (table.full()) return Error{Fault::resources_exceeded, path(table), "the table is full"};
  if (number == 0 || (place != table.rows_.end() && (*place)->number() == number)) {
    return Error{Fault::resources_exceeded, path(table), "instance number " + std::to_string(number) + " is taken"};
  }
  auto row = std::make_unique<Row>();
  row->number_ = number;
  row->parent_ = &table;
  row->shape_ = table.row_shape_;
  Row* added = table.rows_.insert(place, std::move(row))->get();
  if (table.alias_column_ != kNoColumn) {
    Cell& alias = cell({added, table.alias_column_});
    alias.value_ = own_alias(number);
    alias.has_value_ = true;
  }
  update_count(table, origin);
  return added;
}

void Tree::remove_row(Row& row, Origin origin) {
  assert(!frozen() && row.parent_ != nullptr);
  Table& table = *row.parent_;
  forget(row);
  unindex_alias(row);
  table.rows_.erase(lower_bound(table.rows_, row.number_));
  update_count(table, origin);
}

void Tree::forget(Row& row) {
  for (const auto& table : row.tables_) {
    for (const auto& inner : table->rows_) forget(*inner);
  }
  for (const Observer& observer : observers_) {
    if (observer.row_removed) observer.row_removed(row);
  }
}

void Tree::update_count(Table& table, Origin origin) {
  set_value({table.parent_, table.count_column_}, std::to_string(table.rows_.size()),
            origin == Origin::device ? Origin::local : origin);
}

Cell& Tree::cell(ParameterRef parameter) {
  auto& cells = parameter.row->cells_;
  if (cells.size() <= parameter.column) {
    cells.reserve(parameter.row->shape_->columns.size());
    cells.resize(parameter.column + 1);
  }
  return cells[parameter.column];
}

const Cell* Tree::find_cell(ParameterRef parameter) const {
  const auto& cells = parameter.row->cells_;
  return parameter.column < cells.size() ? &cells[parameter.column] : nullptr;
}

bool Tree::set_value(ParameterRef parameter, std::string value, Origin origin) {
  assert(!frozen());
  Cell& target = cell(parameter);
  const bool is_baseline = origin == Origin::device && !target.baseline_;
  if (is_baseline) target.baseline_ = true;
  const bool changed = stored_value(parameter) != value;
  const Table* const table = parameter.row->parent_;
  const bool is_alias = changed && table != nullptr && table->alias_column_ == parameter.column;
  if (is_alias) unindex_alias(*parameter.row);
  target.has_value_ = true;
  target.value_ = std::move(value);
  if (!changed) return false;
  if (is_alias) index_alias(*parameter.row);
  for (const Observer& observer : observers_) {
    if (observer.value_changed) observer.value_changed(parameter, is_baseline ? Origin::start : origin);
  }
  return true;
}

void Tree::set_attributes(ParameterRef parameter, Attributes attributes) {
  assert(!frozen());
  Cell& target = cell(parameter);
  target.notification_ = static_cast<std::int8_t>(attributes.notification);
  target.subscriber_may_write_ = attributes.subscriber_may_write;
}

void Tree::reset_attributes(ParameterRef parameter) {
  assert(!frozen());
  Cell& target = cell(parameter);
  target.notification_ = -1;
  target.subscriber_may_write_ = true;
}

std::string_view Tree::stored_value(ParameterRef parameter) const {
  const Cell* found = find_cell(parameter);
  return found && found->has_value_ ? std::string_view(found->value_) : parameter.info().initial_value();
}

std::string_view Tree::value(ParameterRef parameter) const {
  return parameter.info().hidden ? std::string_view{} : stored_value(parameter);
}

bool Tree::has_value(ParameterRef parameter) const {
  const Cell* found = find_cell(parameter);
  return found && found->has_value_;
}

bool Tree::has_own_attributes(ParameterRef parameter) const {
  const Cell* found = find_cell(parameter);
  return found && (found->notification_ >= 0 || !found->subscriber_may_write_);
}

Attributes Tree::attributes(ParameterRef parameter) const {
  const Parameter& info = parameter.info();
  const Cell* found = find_cell(parameter);
  Attributes attributes{info.notification, true};
  if (found) {
    if (found->notification_ >= 0) attributes.notification = static_cast<Notification>(found->notification_);
    attributes.subscriber_may_write = found->subscriber_may_write_;
  }
  if (info.forced_active) attributes.notification = Notification::active;
  return attributes;
}

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

std::string Tree::path(const Table& table) const { return path(*table.parent_) + table.name_; }

std::string Tree::path(const Selection& selection) const {
  switch (selection.kind) {
    case Selection::Kind::row: return path(*selection.row);
    case Selection::Kind::object: return path(*selection.row) + selection.object;
    case Selection::Kind::table: return path(*selection.table);
    case Selection::Kind::parameter: return path(ParameterRef{selection.row, selection.column});
    case Selection::Kind::pattern: break;
  }
  return selection.path;
}

std::string Tree::path(const Row& row, Naming naming) const {
  if (!row.parent_) return std::string(kRoot);
  std::string whole = path(*row.parent_->parent_, naming) + row.parent_->name_;
  append_identifier(whole, row, naming);
  return whole;
}

std::string Tree::path(ParameterRef parameter, Naming naming) const {
  std::string whole = path(*parameter.row, naming) + parameter.info().name;
  // With aliases it may have become longer than a message can carry.
  if (whole.size() > kMaxPathLength && characters(whole) > kMaxPathLength) return path(parameter);
  return whole;
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

Tree::Freeze::~Freeze() {
  if (!tree_ || --tree_->freezes_ > 0) return;
  auto waiting = std::exchange(tree_->waiting_, {});
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (tree_->frozen()) {
      // One of them froze it again: the rest go on waiting, before those that came meanwhile.
      tree_->waiting_.insert(tree_->waiting_.begin(),
                             std::make_move_iterator(waiting.begin() + static_cast<std::ptrdiff_t>(i)),
                             std::make_move_iterator(waiting.end()));
      return;
    }
    waiting[i]();
  }
}

void Tree::when_thawed(std::function<void()> callback) {
  if (frozen()) {
    waiting_.push_back(std::move(callback));
  } else {
    callback();
  }
}

}  // namespace proxy::model
