// SPDX-License-Identifier: Apache-2.0
#pragma once
// One set on its way: a two-phase commit over all sources of its parameters. All sources check, the store keeps the new
// values, then each source applies its part; when one refuses, the store and the sources are rolled back.
// Spec: TR-069 Amendment 6, A.3.2.1 (all or nothing, Status, ParameterKey)
// Thread: loop. Keeps itself alive in the callbacks of the sources.

#include "proxy/model/data_source.hpp"
#include "proxy/sets/row_maker.hpp"
#include "proxy/sets/set_journal.hpp"
#include "proxy/sets/sets.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace proxy::sets {

class SetTransaction : public std::enable_shared_from_this<SetTransaction> {
 public:
  SetTransaction(model::Tree& tree, state::Store& store, const Sets::Dependencies& dependencies, model::Origin origin,
                 std::optional<std::string> parameter_key, std::function<void(SetOutcome)> done);

  /// To be called once; as Sets::set_values().
  void run(std::vector<model::Assignment> assignments, std::vector<base::Error> errors,
           std::vector<model::Creation> creations);

 private:
  /// The assignments of one source, or those that the tree alone holds.
  struct Group {
    model::DataSource* source = nullptr;  ///< null: the tree alone
    std::vector<model::Assignment> assignments = {};
    std::vector<model::Assignment> before = {};  ///< for the rollback
    model::SetStatus status = model::SetStatus::applied;
  };

  // In the order in which they are called.
  void check(std::vector<model::Assignment> assignments);
  void group(std::vector<model::Assignment> assignments);
  void checked(std::vector<base::Error> errors);
  void commit();
  std::error_code store_all();
  void apply_next();
  void apply_to_tree(Group& group);
  void applied(const base::Result<model::SetStatus>& result);
  void succeed();

  void roll_back(base::Error reason);
  void roll_back_store();
  void roll_back_next();
  void refuse(std::optional<base::Error> error = {});

  bool exists(const model::Assignment& assignment) const;
  void refuse_missing(const std::vector<model::Assignment>& assignments);
  void finish(SetOutcome outcome) { std::exchange(done_, nullptr)(std::move(outcome)); }

  model::Tree& tree_;
  state::Store& store_;
  SetJournal journal_;
  const Sets::Dependencies& dependencies_;
  const model::Origin origin_;
  const std::optional<std::string> parameter_key_;
  std::string key_before_;
  std::function<void(SetOutcome)> done_;
  std::shared_ptr<RowMaker> rows_;                          ///< null if none are to be made
  std::vector<std::pair<std::string, std::string>> asked_;  ///< paths that the request names in another way
  std::vector<Group> groups_;                               ///< in the order in which they are applied
  std::vector<SetJournal::Before> befores_;
  std::size_t unchecked_ = 0;  ///< sources that have not answered yet
  std::size_t applied_ = 0;    ///< so many of groups_
  std::vector<base::Error> errors_;
};

/// The fault of a set that the store does not take.
base::Error state_not_written();

/// Keeps the ParameterKey and shows it in the tree.
std::error_code put_parameter_key(state::Store& store, model::Tree& tree, const std::string& key);

}  // namespace proxy::sets
