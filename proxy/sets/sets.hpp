// SPDX-License-Identifier: Apache-2.0
#pragma once
// The facade of this component: sets parameters, adds and removes rows, all or nothing, whatever sources they have.
// The session with the ACS and tr069-proxyctl use it.
// Spec: TR-069 Amendment 6, A.3.2.1 (SetParameterValues), A.3.2.6 (AddObject), A.3.2.7 (DeleteObject)
// Thread: loop

#include "proxy/model/data_source.hpp"
#include "proxy/sets/set_journal.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace proxy::sets {

struct SetOutcome {
  std::vector<base::Error> errors = {};  ///< empty: it was carried out; otherwise nothing has changed
  model::SetStatus status = model::SetStatus::applied;
  std::vector<std::uint32_t> rows = {};  ///< the numbers of the rows that were made
};

struct AddOutcome {
  std::vector<base::Error> errors = {};  ///< empty: the row was added; otherwise nothing has changed
  std::uint32_t instance_number = 0;
};

class Sets {
 public:
  class Dependencies {
   public:
    virtual StoredAs stored_as(model::ParameterRef parameter) const = 0;

   protected:
    ~Dependencies() = default;
  };

  /// All of these outlive the object, and every set that was begun.
  Sets(model::Tree& tree, state::Store& store, const Dependencies& dependencies)
      : tree_(tree), store_(store), dependencies_(dependencies) {}

  // `parameter_key` is the ACS's; a local set has none. `done` is called once, perhaps before the function returns.

  /// `errors` are those found in the request already: the sources then only report further errors. `creations` are
  /// rows to be made as part of the set.
  void set_values(std::vector<model::Assignment> assignments, model::Origin origin,
                  std::optional<std::string> parameter_key, std::function<void(SetOutcome)> done,
                  std::vector<base::Error> errors = {}, std::vector<model::Creation> creations = {});
  /// `alias` is legal and free, or empty: then the table gives the row one.
  void add_row(model::Table& table, model::Origin origin, std::optional<std::string> parameter_key,
               std::function<void(AddOutcome)> done, std::string alias = {});
  void remove_row(model::Row& row, model::Origin origin, std::optional<std::string> parameter_key,
                  std::function<void(SetOutcome)> done);

 private:
  model::Tree& tree_;
  state::Store& store_;
  const Dependencies& dependencies_;
};

}  // namespace proxy::sets
