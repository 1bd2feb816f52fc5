// SPDX-License-Identifier: Apache-2.0
#pragma once
// A set of parameters, all or nothing, whoever has them: all sources check it, the store keeps it, and then each source
// applies its part; when one refuses, what the others have applied is set back. Rows are added and removed likewise.
// Used for the ACS and for tr069-proxyctl.
// Spec: TR-069 Amendment 6, A.3.2.1 (all or nothing, Status, ParameterKey), A.3.2.6, A.3.2.7
// Thread: loop

#include "proxy/model/data_source.hpp"
#include "proxy/state/store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace proxy::sets {

/// How the store is to keep a set value.
struct StoredAs {
  bool kept = true;             ///< false: its source keeps it, or it is worth nothing after a restart
  bool pending = false;         ///< until its source has confirmed it
  std::string configured = {};  ///< what the configuration says; once that changes, it wins again
};

struct SetContext {
  model::Tree& tree;
  state::Store& store;
  /// Without it: pending for a parameter that has a source, and nothing configured.
  std::function<StoredAs(model::ParameterRef)> stored_as = {};
};

struct SetOutcome {
  std::vector<base::Error> errors = {};  ///< empty: it was carried out; else nothing has changed
  model::SetStatus status = model::SetStatus::applied;
  std::vector<std::uint32_t> rows = {};  ///< the numbers of those that were made
};

/// The tree and the store outlive the transaction. `parameter_key`: of the ACS; none for a local set.
/// `done` is called once, perhaps before this returns. `errors`: what is wrong already with other parameters of the
/// same set; the sources are then only asked what else is. `creations`: rows to be made, as part of the set.
void set_values(SetContext context, std::vector<model::Assignment> assignments, model::Origin origin,
                std::optional<std::string> parameter_key, std::function<void(SetOutcome)> done,
                std::vector<base::Error> errors = {}, std::vector<model::Creation> creations = {});

struct AddOutcome {
  std::vector<base::Error> errors = {};
  std::uint32_t instance_number = 0;
};

/// With the alias, unless it is empty, which is legal and free.
void add_row(SetContext context, model::Table& table, model::Origin origin, std::optional<std::string> parameter_key,
             std::function<void(AddOutcome)> done, std::string alias = {});
void remove_row(SetContext context, model::Row& row, model::Origin origin, std::optional<std::string> parameter_key,
                std::function<void(SetOutcome)> done);

/// Keeps the key and shows it in the tree.
std::error_code put_parameter_key(state::Store& store, model::Tree& tree, const std::string& key);

}  // namespace proxy::sets
