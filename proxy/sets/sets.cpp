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

// ---- the callers' way until they hold a Sets ------------------------------------------------------------------------

namespace {

struct OneSet final : Sets::Dependencies {
  explicit OneSet(SetContext of) : context(std::move(of)) {}
  StoredAs stored_as(model::ParameterRef parameter) const override {
    if (context.stored_as) return context.stored_as(parameter);
    return {.pending = parameter.info().source != nullptr};
  }
  SetContext context;
  Sets sets{context.tree, context.store, *this};
};

/// `done`, which keeps the set's context until then.
template <class Done>
Done keeping(std::shared_ptr<OneSet> set, Done done) {
  return [set = std::move(set), done = std::move(done)](auto outcome) { done(std::move(outcome)); };
}

}  // namespace

void set_values(SetContext context, std::vector<model::Assignment> assignments, model::Origin origin,
                std::optional<std::string> parameter_key, std::function<void(SetOutcome)> done,
                std::vector<Error> errors, std::vector<model::Creation> creations) {
  const auto set = std::make_shared<OneSet>(std::move(context));
  set->sets.set_values(std::move(assignments), origin, std::move(parameter_key), keeping(set, std::move(done)),
                       std::move(errors), std::move(creations));
}

void add_row(SetContext context, model::Table& table, model::Origin origin, std::optional<std::string> parameter_key,
             std::function<void(AddOutcome)> done, std::string alias) {
  const auto set = std::make_shared<OneSet>(std::move(context));
  set->sets.add_row(table, origin, std::move(parameter_key), keeping(set, std::move(done)), std::move(alias));
}

void remove_row(SetContext context, model::Row& row, model::Origin origin, std::optional<std::string> parameter_key,
                std::function<void(SetOutcome)> done) {
  const auto set = std::make_shared<OneSet>(std::move(context));
  set->sets.remove_row(row, origin, std::move(parameter_key), keeping(set, std::move(done)));
}

}  // namespace proxy::sets
