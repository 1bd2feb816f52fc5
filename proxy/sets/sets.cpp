// SPDX-License-Identifier: Apache-2.0
#include "proxy/sets/sets.hpp"

#include "proxy/sets/set_transaction.hpp"

#include <memory>
#include <utility>

namespace proxy::sets {

using base::Error;
using base::Fault;
using model::SetStatus;

void Sets::set_values(std::vector<model::Assignment> assignments, model::Origin origin,
                      std::optional<std::string> parameter_key, std::function<void(SetOutcome)> done,
                      std::vector<Error> errors, std::vector<model::Creation> creations) {
  std::make_shared<SetTransaction>(tree_, store_, dependencies_, origin, std::move(parameter_key), std::move(done))
      ->run(std::move(assignments), std::move(errors), std::move(creations));
}

void Sets::add_row(model::Table& table, model::Origin origin, std::optional<std::string> parameter_key,
                   std::function<void(AddOutcome)> done, std::string alias) {
  auto added = [done = std::move(done)](SetOutcome outcome) {
    if (!outcome.errors.empty()) return done({.errors = std::move(outcome.errors)});
    done({.instance_number = outcome.rows.front()});
  };
  set_values({}, origin, std::move(parameter_key), std::move(added), {},
             {{.table = tree_.path(table), .alias = std::move(alias)}});
}

void Sets::remove_row(model::Row& row, model::Origin origin, std::optional<std::string> parameter_key,
                      std::function<void(SetOutcome)> done) {
  auto removed = [this, key = std::move(parameter_key), done = std::move(done)](base::Result<SetStatus> status) {
    if (status.has_error()) return done({.errors = {status.error()}});
    // The row is gone. It does not come back if the key cannot be written; the store logs that error.
    if (key) (void)put_parameter_key(store_, tree_, *key);
    done({.status = *status});
  };
  model::Table* const table = row.parent();
  if (table == nullptr) return removed(Error{Fault::invalid_parameter_name, "Device.", "it is not a row of a table"});
  if (table->source() != nullptr) return table->source()->remove_row(row, origin, std::move(removed));
  if (store_.erase_row(tree_.path(*table), row.number())) return removed(state_not_written());
  tree_.remove_row(row, origin);
  removed(SetStatus::applied);
}

}  // namespace proxy::sets
