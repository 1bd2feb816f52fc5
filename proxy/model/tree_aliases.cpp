// SPDX-License-Identifier: Apache-2.0
// The part of the Tree that names rows by aliases. A row's own alias follows from its number and is found by it; only
// the rows that an ACS has named are kept in order of their aliases.
#include "proxy/model/tree.hpp"

#include <algorithm>
#include <utility>

namespace proxy::model {

std::string_view Tree::alias(const Row& row) const {
  if (!row.parent_ || row.parent_->alias_column_ == kNoColumn) return {};
  return row.cells_[row.parent_->alias_column_].value_.view();
}

std::vector<Row*>::const_iterator Tree::first_named(const Table& table, std::string_view alias) const {
  return std::lower_bound(table.named_.begin(), table.named_.end(), alias,
                          [this](const Row* row, std::string_view other) { return this->alias(*row) < other; });
}

Row* Tree::find_row(const Table& table, const InstanceIdentifier& identifier) const {
  if (identifier.number != 0) return table.find(identifier.number);
  if (identifier.alias.empty() || table.alias_column_ == kNoColumn) return nullptr;
  if (const auto number = number_of_own_alias(identifier.alias)) {
    Row* const row = table.find(*number);
    if (row && alias(*row) == identifier.alias) return row;
  }
  const auto named = first_named(table, identifier.alias);
  return named != table.named_.end() && alias(**named) == identifier.alias ? *named : nullptr;
}

void Tree::index_alias(Row& row) {
  const std::string_view text = alias(row);
  if (number_of_own_alias(text) == row.number_) return;
  Table& table = *row.parent_;
  table.named_.insert(first_named(table, text), &row);
}

void Tree::unindex_alias(Row& row) {
  Table& table = *row.parent_;
  if (table.named_.empty()) return;
  // While aliases are exchanged two rows may have the same for a moment.
  const auto place = std::find(first_named(table, alias(row)), table.named_.cend(), &row);
  if (place != table.named_.end()) table.named_.erase(place);
}

void Tree::append_identifier(std::string& path, const Row& row, Naming naming) const {
  const std::string_view name = naming == Naming::aliases ? alias(row) : std::string_view{};
  if (name.empty()) {
    path.append(std::to_string(row.number())).append(".");
  } else {
    path.append("[").append(name).append("].");
  }
}

std::string Tree::with_aliases(std::string_view reference) const {
  const auto selection = select(std::string(reference) + ".");
  if (reference.empty() || !selection || selection->kind != Selection::Kind::row) return std::string(reference);
  std::string named = path(*selection->row, Naming::aliases);
  named.pop_back();
  return named.size() > kMaxPathLength && characters(named) > kMaxPathLength ? std::string(reference) : named;
}

void Tree::drop_aliases(Table& table) {
  const ColumnIndex column = std::exchange(table.alias_column_, kNoColumn);
  if (column == kNoColumn) return;
  table.named_.clear();
  for (const auto& row : table.rows_) {
    for (const Observer& observer : observers_) {
      if (observer.parameter_removed) observer.parameter_removed({row.get(), column});
    }
    row->cells_[column] = Cell{};
  }
  std::erase(table.row_shape_->by_name, column);
  table.row_shape_->unused.push_back(column);
}

}  // namespace proxy::model
