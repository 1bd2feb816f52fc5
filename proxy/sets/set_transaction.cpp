// SPDX-License-Identifier: Apache-2.0
#include "proxy/sets/set_transaction.hpp"

#include "proxy/base/log.hpp"
#include "proxy/model/aliases.hpp"

#include <algorithm>
#include <iterator>

namespace proxy::sets {

using base::Error;
using base::Fault;
using model::Assignment;
using model::SetStatus;

SetTransaction::SetTransaction(model::Tree& tree, state::Store& store, const Sets::Dependencies& dependencies,
                               model::Origin origin, std::optional<std::string> parameter_key,
                               std::function<void(SetOutcome)> done)
    : tree_(tree),
      store_(store),
      journal_(store),
      dependencies_(dependencies),
      origin_(origin),
      parameter_key_(std::move(parameter_key)),
      done_(std::move(done)) {}

bool SetTransaction::exists(const Assignment& assignment) const {
  const auto found = tree_.find(assignment.path);
  return found.has_value() && *found == assignment.parameter;
}

/// While rows were made, or sources checked, rows may have been removed.
void SetTransaction::refuse_missing(const std::vector<Assignment>& assignments) {
  for (const Assignment& assignment : assignments) {
    if (!exists(assignment))
      errors_.push_back({Fault::invalid_parameter_name, assignment.path, "it was removed meanwhile"});
  }
}

// ---- checking -------------------------------------------------------------------------------------------------------

void SetTransaction::run(std::vector<Assignment> assignments, std::vector<Error> errors,
                         std::vector<model::Creation> creations) {
  errors_ = std::move(errors);
  // With an error nothing is made.
  if (creations.empty() || !errors_.empty()) return check(std::move(assignments));
  rows_ = std::make_shared<RowMaker>(tree_, store_, origin_);
  rows_->make(std::move(creations), [self = shared_from_this(),
                                     assignments = std::move(assignments)](const std::optional<Error>& error) mutable {
    if (error) return self->refuse(*error);
    std::ranges::move(self->rows_->assignments(), std::back_inserter(assignments));
    self->check(std::move(assignments));
  });
}

void SetTransaction::check(std::vector<Assignment> assignments) {
  if (rows_) {
    refuse_missing(assignments);
    if (!errors_.empty()) return refuse();
  }
  std::ranges::move(model::check_aliases(assignments), std::back_inserter(errors_));
  for (const Assignment& assignment : assignments) {
    if (!assignment.asked.empty()) asked_.emplace_back(assignment.path, assignment.asked);
  }
  group(std::move(assignments));
  unchecked_ = groups_.size() + 1;
  for (const Group& group : groups_) {
    if (group.source == nullptr) {
      checked({});
      continue;
    }
    group.source->check(group.assignments,
                        [self = shared_from_this()](std::vector<Error> errors) { self->checked(std::move(errors)); });
  }
  checked({});  // so that sources that answer at once do not get ahead of the loop above
}

/// First the sources whose devices may refuse, then those whose commands may, then those that always carry out what
/// they have checked, and last the values that the tree alone holds: what takes effect at once, such as another ACS
/// URL, is never rolled back, and no command runs for a set that a device refuses.
void SetTransaction::group(std::vector<Assignment> assignments) {
  for (Assignment& assignment : assignments) {
    model::DataSource* const source = assignment.parameter.info().source;
    auto found = std::ranges::find(groups_, source, &Group::source);
    if (found == groups_.end()) found = groups_.insert(groups_.end(), Group{.source = source});
    found->before.push_back(
        {assignment.parameter, assignment.path, std::string(tree_.stored_value(assignment.parameter))});
    found->assignments.push_back(std::move(assignment));
  }
  std::ranges::stable_sort(groups_, {}, [](const Group& group) {
    const bool is_tree = group.source == nullptr;
    return std::pair(is_tree, is_tree ? model::Refuser::none : group.source->refuser());
  });
}

void SetTransaction::checked(std::vector<Error> errors) {
  std::ranges::move(errors, std::back_inserter(errors_));
  if (--unchecked_ > 0) return;
  if (!errors_.empty()) return refuse();
  for (const Group& group : groups_) refuse_missing(group.assignments);
  if (!errors_.empty()) return refuse();
  commit();
}

// ---- storing and applying -------------------------------------------------------------------------------------------

void SetTransaction::commit() {
  key_before_ = store_.facts.parameter_key();
  if (store_all()) return refuse(state_not_written());
  apply_next();
}

std::error_code SetTransaction::store_all() {
  state::Transaction transaction(store_.database);
  if (rows_) {
    if (const std::error_code error = rows_->store()) return error;
  }
  for (const Group& group : groups_) {
    for (const Assignment& assignment : group.assignments) {
      befores_.push_back(journal_.before(assignment.path));
      const StoredAs as = dependencies_.stored_as(assignment.parameter);
      if (const std::error_code error = journal_.store(assignment.path, assignment.value, as)) return error;
    }
  }
  if (parameter_key_ && *parameter_key_ != key_before_) {
    if (const std::error_code error = store_.facts.set_parameter_key(*parameter_key_)) return error;
  }
  return transaction.commit();
}

void SetTransaction::apply_next() {
  if (applied_ == groups_.size()) return succeed();
  Group& group = groups_[applied_];
  if (group.source == nullptr) {
    tree_.when_thawed([self = shared_from_this()] { self->apply_to_tree(self->groups_[self->applied_]); });
    return;
  }
  group.source->apply(group.assignments, origin_,
                      [self = shared_from_this()](const base::Result<SetStatus>& result) { self->applied(result); });
}

void SetTransaction::apply_to_tree(Group& group) {
  for (Assignment& assignment : group.assignments) {
    if (exists(assignment)) tree_.set_value(assignment.parameter, assignment.value, origin_);
  }
  applied(SetStatus::applied);
}

void SetTransaction::applied(const base::Result<SetStatus>& result) {
  if (result.has_error()) return roll_back(result.error());
  groups_[applied_].status = *result;
  ++applied_;
  apply_next();
}

void SetTransaction::succeed() {
  SetOutcome outcome;
  if (rows_) outcome.rows = rows_->numbers();
  state::Transaction transaction(store_.database);
  for (const Group& group : groups_) {
    if (group.status == SetStatus::committed) outcome.status = SetStatus::committed;
    if (group.source == nullptr || group.status != SetStatus::applied) continue;
    for (const Assignment& assignment : group.assignments) journal_.applied(assignment.path);
  }
  if (const std::error_code error = transaction.commit()) {
    base::log::warning("sets.set.mark_not_stored", "a confirmed set stays marked as unconfirmed: {}", error.message());
  }
  if (parameter_key_) (void)put_parameter_key(store_, tree_, *parameter_key_);
  finish(std::move(outcome));
}

// ---- rollback -------------------------------------------------------------------------------------------------------

void SetTransaction::roll_back(Error reason) {
  errors_.push_back(std::move(reason));
  roll_back_store();
  roll_back_next();
}

void SetTransaction::roll_back_store() {
  state::Transaction transaction(store_.database);
  journal_.roll_back(befores_);
  if (parameter_key_) (void)store_.facts.set_parameter_key(key_before_);
  if (const std::error_code error = transaction.commit()) {
    base::log::error("sets.set.rollback_not_stored", "the values before a failed set could not be stored: {}",
                     error.message());
  }
}

/// The last applied first, one after the other. A source that refuses its old value keeps the new one, which is logged.
void SetTransaction::roll_back_next() {
  if (applied_ == 0) return refuse();
  Group& group = groups_[--applied_];
  std::erase_if(group.before, [this](const Assignment& assignment) { return !exists(assignment); });
  if (group.before.empty()) return roll_back_next();
  group.source->apply(group.before, origin_, [self = shared_from_this()](const base::Result<SetStatus>& result) {
    if (result.has_error()) {
      base::log::error("sets.set.rollback_failed", "the rollback of a failed set failed: {}",
                       base::to_string(result.error()));
    }
    self->roll_back_next();
  });
}

/// Removes the rows that were made, and gives the errors the names that the request has.
void SetTransaction::refuse(std::optional<Error> error) {
  if (error) errors_.push_back(std::move(*error));
  for (Error& each : errors_) {
    const auto asked = std::ranges::find(asked_, each.path, &std::pair<std::string, std::string>::first);
    if (asked != asked_.end()) each.path = asked->second;
  }
  const auto end = [self = shared_from_this()] { self->finish({.errors = std::move(self->errors_)}); };
  if (rows_) return rows_->take_back(end);
  end();
}

// ---- shared with Sets -----------------------------------------------------------------------------------------------

Error state_not_written() { return {Fault::resources_exceeded, {}, "the state cannot be written"}; }

std::error_code put_parameter_key(state::Store& store, model::Tree& tree, const std::string& key) {
  if (store.facts.parameter_key() != key) {
    if (const std::error_code error = store.facts.set_parameter_key(key)) return error;
  }
  tree.when_thawed([&tree, key] {
    const auto parameter = tree.find("Device.ManagementServer.ParameterKey");
    if (parameter.has_value()) tree.set_value(*parameter, key, model::Origin::acs);
  });
  return {};
}

}  // namespace proxy::sets
