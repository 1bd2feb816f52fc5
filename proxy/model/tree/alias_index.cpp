// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/tree/alias_index.hpp"

#include "proxy/model/path.hpp"
#include "proxy/model/tree/row.hpp"

#include <algorithm>

namespace proxy::model {

std::vector<Row*>::const_iterator AliasIndex::first(std::string_view alias) const {
  return std::lower_bound(rows_.begin(), rows_.end(), alias,
                          [](const Row* row, std::string_view other) { return row->alias() < other; });
}

Row* AliasIndex::find(std::string_view alias) const {
  const auto row = first(alias);
  return row != rows_.end() && (*row)->alias() == alias ? *row : nullptr;
}

void AliasIndex::add(Row& row) {
  const std::string_view alias = row.alias();
  if (number_of_own_alias(alias) == row.number()) return;
  rows_.insert(first(alias), &row);
}

void AliasIndex::remove(Row& row) {
  if (rows_.empty()) return;
  // While aliases are exchanged two rows may have the same for a moment.
  const auto place = std::find(first(row.alias()), rows_.cend(), &row);
  if (place != rows_.end()) rows_.erase(place);
}

}  // namespace proxy::model
