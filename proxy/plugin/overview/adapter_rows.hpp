// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rows of a table that has one row for each adapter. The number of a row stays with the adapter's name, over
// restarts and reloads, and is not given to another while the row is absent.
// Thread: loop, while the tree is not frozen

#include "proxy/model/tree.hpp"
#include "proxy/plugin/adapter/remembered.hpp"
#include "proxy/state/store.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace proxy::plugin {

class AdapterRows {
 public:
  /// Both outlive the object. `path` is that of the table, and ends with a dot.
  AdapterRows(model::Tree& tree, state::Store& store, std::string path)
      : tree_(tree), store_(store), path_(std::move(path)) {}

  /// Null if the adapter has no row.
  model::Row* find(std::string_view adapter) const;
  /// The adapter has no row yet. The row is an addition that an ACS is notified of.
  model::Row& add(model::Table& table, const std::string& adapter);
  /// Restores what an ACS has set for the row. The result has the row's values of before the restart.
  Remembered restore(model::Row& row);
  /// An ACS is notified of the removal. Nothing happens if the adapter has no row.
  void remove(std::string_view adapter);

 private:
  model::Tree& tree_;
  state::Store& store_;
  const std::string path_;
  const model::Table* table_ = nullptr;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;  ///< by adapter
};

}  // namespace proxy::plugin
