// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/tree.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace proxy::model {
namespace {

using base::Error;
using base::Fault;

auto lower_bound(const std::vector<std::unique_ptr<Row>>& rows, std::uint32_t number) {
  return std::lower_bound(rows.begin(), rows.end(), number,
                          [](const auto& row, std::uint32_t other) { return row->number() < other; });
}

}  // namespace

const Parameter& ParameterRef::info() const { return row->shape().columns[column]; }

Row* Table::find(std::uint32_t number) const {
  const auto row = lower_bound(rows_, number);
  return row != rows_.end() && (*row)->number() == number ? row->get() : nullptr;
}

Tree::Tree() { root_.shape_ = std::make_shared<Shape>(); }

base::Result<Row*> Tree::add_row(Table& table, std::uint32_t number, Origin origin, std::shared_ptr<Shape> shape) {
  assert(!frozen());
  const auto place = lower_bound(table.rows_, number);
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
    alias.value_ = CellText(own_alias(number));
    alias.has_value_ = true;
  }
  update_count(table, origin);
  return added;
}

void Tree::set_shape(Row& row, std::shared_ptr<Shape> shape) {
  assert(!frozen() && row.shape_->is_common && shape->columns.size() == row.shape_->columns.size());
  row.shape_ = std::move(shape);
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
  target.value_ = CellText(value);
  if (!changed) return false;
  if (is_alias) index_alias(*parameter.row);
  for (const Observer& observer : observers_) {
    if (observer.value_changed) observer.value_changed(parameter, is_baseline ? Origin::start : origin);
  }
  return true;
}

void Tree::reset_value(ParameterRef parameter, Origin origin) {
  set_value(parameter, std::string(parameter.info().initial_value()), origin);
  Cell& target = cell(parameter);
  target.has_value_ = false;
  target.value_ = {};
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
  return found && found->has_value_ ? found->value_.view() : parameter.info().initial_value();
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
