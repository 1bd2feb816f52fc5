// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/tree/row.hpp"

#include <algorithm>
#include <iterator>

namespace proxy::model {

const Parameter& ParameterRef::info() const { return row->shape().columns[column]; }

std::string_view Row::alias() const {
  if (!parent_ || parent_->alias_column() == kNoColumn) return {};
  return cells_[parent_->alias_column()].value.view();
}

void Row::append_identifier(std::string& path, Naming naming) const {
  const std::string_view name = naming == Naming::aliases ? alias() : std::string_view{};
  if (name.empty()) {
    path.append(std::to_string(number_)).append(".");
  } else {
    path.append("[").append(name).append("].");
  }
}

Table* Row::table_towards(std::string_view path) const {
  // No name of a table is the beginning of another's.
  auto after = std::upper_bound(tables_.begin(), tables_.end(), path,
                                [](std::string_view other, const auto& table) { return other < table->name(); });
  if (after == tables_.begin()) return nullptr;
  Table* table = std::prev(after)->get();
  return path.starts_with(table->name()) ? table : nullptr;
}

bool Row::has_table_prefix(std::string_view prefix) const {
  const auto table = std::lower_bound(tables_.begin(), tables_.end(), prefix,
                                      [](const auto& each, std::string_view other) { return each->name() < other; });
  return table != tables_.end() && (*table)->name().starts_with(prefix);
}

Row* Table::find(std::uint32_t number) const {
  const auto row = std::lower_bound(rows_.begin(), rows_.end(), number,
                                    [](const auto& each, std::uint32_t other) { return each->number() < other; });
  return row != rows_.end() && (*row)->number() == number ? row->get() : nullptr;
}

Row* Table::find(const InstanceIdentifier& identifier) const {
  if (identifier.number != 0) return find(identifier.number);
  if (identifier.alias.empty() || alias_column_ == kNoColumn) return nullptr;
  if (const auto number = number_of_own_alias(identifier.alias)) {
    Row* const row = find(*number);
    if (row && row->alias() == identifier.alias) return row;
  }
  return aliases_.find(identifier.alias);
}

}  // namespace proxy::model
