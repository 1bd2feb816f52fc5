// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds rows of one table by alias. A row's own alias, "cpe-<number>", is found by its number and costs nothing here:
// only the rows that an ACS has named are in the index.
// Spec: TR-069 Amendment 6, 3.6.1 (aliases)
// Thread: as its tree

#include <string_view>
#include <vector>

namespace proxy::model {

class Row;

class AliasIndex {
 public:
  /// The row with this alias; null: none of those in the index.
  Row* find(std::string_view alias) const;
  /// The row has its alias already. A row with its own alias is not added.
  void add(Row& row);
  /// The row still has the alias that it was added with. A row that is not in the index is ignored.
  void remove(Row& row);
  void clear() { rows_.clear(); }

 private:
  std::vector<Row*>::const_iterator first(std::string_view alias) const;

  std::vector<Row*> rows_;  ///< in the order of their aliases
};

}  // namespace proxy::model
