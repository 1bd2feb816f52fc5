// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rows that a set makes. They enter the tree before the sources check, because the sources check their parameters
// too; they enter the store together with the values, in one transaction; a rollback removes them. An adapter keeps its
// rows itself: after a loss of power in between such a row may exist without its values.
// Spec: TR-069 Amendment 6, A.3.2.1 (auto-creation), A.3.2.6
// Thread: loop. Keeps itself alive in the callbacks of the sources.

#include "proxy/model/data_source.hpp"
#include "proxy/state/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace proxy::sets {

class RowMaker : public std::enable_shared_from_this<RowMaker> {
 public:
  /// Tree and store outlive it.
  RowMaker(model::Tree& tree, state::Store& store, model::Origin origin)
      : tree_(tree), store_(store), origin_(origin) {}

  /// Makes them one after the other, and calls back once. After an error take_back() is to remove the others.
  void make(std::vector<model::Creation> creations, std::function<void(std::optional<base::Error>)> done);
  /// The values that the request has for the new rows, aliases included.
  std::vector<model::Assignment> assignments() const;
  std::vector<std::uint32_t> numbers() const;
  /// Stores the rows that no source has, as part of the caller's transaction.
  std::error_code store();
  /// Removes all of them, from the store too.
  void take_back(std::function<void()> done);

 private:
  struct Made {
    std::string table;
    std::uint32_t number = 0;
  };

  model::Table* find_table(const std::string& path) const;
  model::Row* find(const Made& made) const;
  void make_next();
  void make_in_tree();
  void made(const base::Result<model::Row*>& row);
  void finish(std::optional<base::Error> error) { std::exchange(done_, nullptr)(std::move(error)); }

  model::Tree& tree_;
  state::Store& store_;
  const model::Origin origin_;
  std::vector<model::Creation> creations_;
  std::vector<Made> made_;  ///< of as many of creations_
  std::function<void(std::optional<base::Error>)> done_;
};

}  // namespace proxy::sets
