// SPDX-License-Identifier: Apache-2.0
#include "proxy/sets/set_transaction.hpp"

#include "proxy/base/log.hpp"
#include "proxy/model/aliases.hpp"
#include "proxy/sets/row_maker.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <system_error>
#include <utility>

namespace proxy::sets {
namespace {

using base::Error;
using base::Fault;
using model::Assignment;
using model::SetStatus;

constexpr std::string_view kParameterKey = "Device.ManagementServer.ParameterKey";

Error not_kept() { return {Fault::resources_exceeded, {}, "the state cannot be written"}; }

/// One set on its way. Keeps itself alive in the callbacks of the sources.
class SetTransaction : public std::enable_shared_from_this<SetTransaction> {
 public:
  SetTransaction(SetContext context, model::Origin origin, std::optional<std::string> parameter_key,
                 std::function<void(SetOutcome)> done)
      : context_(std::move(context)),
        origin_(origin),
        parameter_key_(std::move(parameter_key)),
        done_(std::move(done)) {}

  void run(std::vector<Assignment> assignments, std::vector<Error> known, std::vector<model::Creation> creations) {
    errors_ = std::move(known);
    // With an error nothing will be made.
    if (creations.empty() || !errors_.empty()) return check(std::move(assignments));
    rows_ = std::make_shared<RowMaker>(context_.tree, context_.store, origin_);
    rows_->make(std::move(creations), [self = shared_from_this(), assignments = std::move(assignments)](
                                          const std::optional<Error>& error) mutable {
      if (error) return self->refuse(*error);
      std::ranges::move(self->rows_->assignments(), std::back_inserter(assignments));
      self->check(std::move(assignments));
    });
  }

 private:
  void check(std::vector<Assignment> assignments) {
    // While rows were made, others may have left.
    if (rows_) {
      for (const Assignment& assignment : assignments)
        if (!is_there(assignment)) errors_.push_back({Fault::invalid_parameter_name, assignment.path, "it has left"});
      if (!errors_.empty()) return refuse();
    }
    std::ranges::move(model::check_aliases(context_.tree, assignments), std::back_inserter(errors_));
    for (const Assignment& assignment : assignments)
      if (!assignment.asked.empty()) asked_.emplace_back(assignment.path, assignment.asked);
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

  struct Group {
    model::DataSource* source = nullptr;
    std::vector<Assignment> assignments = {};
    std::vector<Assignment> before = {};  ///< what sets it back
    SetStatus status = SetStatus::applied;
    bool pending = false;  ///< its source has yet to confirm, or to refuse
  };
  struct Kept {
    std::string path;
    std::optional<state::SetValue> before;
  };

  void group(std::vector<Assignment> assignments);
  void checked(std::vector<Error> errors);
  void commit();
  std::error_code store_all();
  std::error_code store_one(const Assignment& assignment);
  StoredAs stored_as(const Assignment& assignment) const;
  void apply_next();
  void apply_to_tree(Group& group);
  void applied(const base::Result<SetStatus>& result);
  void set_back(Error reason);
  void set_back_next();
  void restore_store();
  void succeed();
  bool is_there(const Assignment& assignment) const {
    const auto found = context_.tree.find(assignment.path);
    return found.has_value() && *found == assignment.parameter;
  }
  void finish(SetOutcome outcome) { std::exchange(done_, nullptr)(std::move(outcome)); }
  void refuse(std::optional<Error> error = {});

  SetContext context_;
  model::Origin origin_;
  std::optional<std::string> parameter_key_;
  std::string key_before_;
  std::function<void(SetOutcome)> done_;
  std::shared_ptr<RowMaker> rows_;                          ///< null if none are to be made
  std::vector<std::pair<std::string, std::string>> asked_;  ///< paths that the request names in another way
  std::vector<Group> groups_;                               ///< in the order in which they are applied
  std::vector<Kept> kept_;
  std::size_t unchecked_ = 0;
  std::size_t applied_ = 0;  ///< so many of groups_
  std::vector<Error> errors_;
};

/// Whoever may still refuse comes first, then sources that do as they are told, and last what the tree alone holds:
/// what takes effect at once, as another ACS URL does, never has to be set back.
void SetTransaction::group(std::vector<Assignment> assignments) {
  for (Assignment& assignment : assignments) {
    model::DataSource* source = assignment.parameter.info().source;
    auto found = std::ranges::find(groups_, source, &Group::source);
    if (found == groups_.end()) found = groups_.insert(groups_.end(), Group{.source = source});
    found->pending = found->pending || stored_as(assignment).pending;
    found->before.push_back(
        {assignment.parameter, assignment.path, std::string(context_.tree.stored_value(assignment.parameter))});
    found->assignments.push_back(std::move(assignment));
  }
  std::ranges::stable_sort(groups_, {}, [](const Group& group) {
    if (group.source == nullptr) return 2;
    return group.pending ? 0 : 1;
  });
}

void SetTransaction::checked(std::vector<Error> errors) {
  std::ranges::move(errors, std::back_inserter(errors_));
  if (--unchecked_ > 0) return;
  if (!errors_.empty()) return refuse();
  // What answers, and what is then set, may have left while the sources were asked.
  for (const Group& group : groups_)
    for (const Assignment& assignment : group.assignments)
      if (!is_there(assignment)) errors_.push_back({Fault::invalid_parameter_name, assignment.path, "it is gone"});
  if (!errors_.empty()) return refuse();
  commit();
}

void SetTransaction::commit() {
  key_before_ = context_.store.facts.parameter_key();
  if (store_all()) return refuse(not_kept());
  apply_next();
}

std::error_code SetTransaction::store_all() {
  state::Transaction transaction(context_.store.database);
  if (rows_)
    if (const std::error_code error = rows_->store()) return error;
  for (const Group& group : groups_)
    for (const Assignment& assignment : group.assignments)
      if (const std::error_code error = store_one(assignment)) return error;
  if (parameter_key_ && *parameter_key_ != key_before_)
    if (const std::error_code error = context_.store.facts.set_parameter_key(*parameter_key_)) return error;
  return transaction.commit();
}

StoredAs SetTransaction::stored_as(const Assignment& assignment) const {
  if (context_.stored_as) return context_.stored_as(assignment.parameter);
  return {.pending = assignment.parameter.info().source != nullptr};
}

std::error_code SetTransaction::store_one(const Assignment& assignment) {
  const StoredAs as = stored_as(assignment);
  if (!as.kept) return {};
  kept_.push_back({assignment.path, context_.store.set_values.find(assignment.path)});
  return context_.store.set_values.put(assignment.path, assignment.value, as.configured, as.pending);
}

void SetTransaction::apply_next() {
  if (applied_ == groups_.size()) return succeed();
  Group& group = groups_[applied_];
  if (group.source == nullptr) {
    context_.tree.when_thawed([self = shared_from_this()] { self->apply_to_tree(self->groups_[self->applied_]); });
    return;
  }
  group.source->apply(group.assignments, origin_,
                      [self = shared_from_this()](const base::Result<SetStatus>& result) { self->applied(result); });
}

void SetTransaction::apply_to_tree(Group& group) {
  for (Assignment& assignment : group.assignments)
    if (is_there(assignment)) context_.tree.set_value(assignment.parameter, assignment.value, origin_);
  applied(SetStatus::applied);
}

void SetTransaction::applied(const base::Result<SetStatus>& result) {
  if (result.has_error()) return set_back(result.error());
  groups_[applied_].status = *result;
  ++applied_;
  apply_next();
}

void SetTransaction::set_back(Error reason) {
  errors_.push_back(std::move(reason));
  restore_store();
  set_back_next();
}

/// The last applied first, one after the other. One that refuses its old value keeps the new one: there is nothing more
/// that could be done than to say so.
void SetTransaction::set_back_next() {
  if (applied_ == 0) return refuse();
  Group& group = groups_[--applied_];
  std::erase_if(group.before, [this](const Assignment& assignment) { return !is_there(assignment); });
  if (group.before.empty()) return set_back_next();
  group.source->apply(group.before, origin_, [self = shared_from_this()](const base::Result<SetStatus>& result) {
    if (result.has_error())
      base::log::error("sets.set.rollback_failed", "the rollback of a failed set failed: {}",
                       base::to_string(result.error()));
    self->set_back_next();
  });
}

void SetTransaction::restore_store() {
  state::Transaction transaction(context_.store.database);
  for (const Kept& kept : kept_) {
    if (kept.before)
      (void)context_.store.set_values.put(kept.path, kept.before->value, kept.before->configured, kept.before->pending);
    else
      (void)context_.store.set_values.erase(kept.path);
  }
  if (parameter_key_) (void)context_.store.facts.set_parameter_key(key_before_);
  if (const std::error_code error = transaction.commit())
    base::log::error("sets.set.rollback_not_stored", "the values before a failed set could not be stored: {}",
                     error.message());
}

void SetTransaction::succeed() {
  SetOutcome outcome;
  if (rows_) outcome.rows = rows_->numbers();
  state::Transaction transaction(context_.store.database);
  for (const Group& group : groups_) {
    if (group.status == SetStatus::committed) outcome.status = SetStatus::committed;
    if (group.source == nullptr || group.status != SetStatus::applied) continue;
    for (const Assignment& assignment : group.assignments) {
      const std::optional<state::SetValue> stored = context_.store.set_values.find(assignment.path);
      if (stored && stored->pending) (void)context_.store.set_values.confirm(assignment.path);
    }
  }
  if (const std::error_code error = transaction.commit())
    base::log::warning("sets.set.mark_not_stored", "a confirmed set stays marked as unconfirmed: {}", error.message());
  if (parameter_key_) (void)put_parameter_key(context_.store, context_.tree, *parameter_key_);
  finish(std::move(outcome));
}

/// The rows that were made go again, and the errors have the names that the request gave.
void SetTransaction::refuse(std::optional<Error> error) {
  if (error) errors_.push_back(std::move(*error));
  for (Error& each : errors_) {
    const auto asked = std::ranges::find(asked_, each.path, &std::pair<std::string, std::string>::first);
    if (asked != asked_.end()) each.path = asked->second;
  }
  const auto tell = [self = shared_from_this()] { self->finish({.errors = std::move(self->errors_)}); };
  if (rows_) return rows_->take_back(tell);
  tell();
}

/// The key of a row that was removed. The row is gone: a key that is not kept, which the store logs, brings it not
/// back.
void keep_key(const SetContext& context, const std::optional<std::string>& key) {
  if (key) (void)put_parameter_key(context.store, context.tree, *key);
}

}  // namespace

std::error_code put_parameter_key(state::Store& store, model::Tree& tree, const std::string& key) {
  if (store.facts.parameter_key() != key)
    if (const std::error_code error = store.facts.set_parameter_key(key)) return error;
  tree.when_thawed([&tree, key] {
    const auto parameter = tree.find(kParameterKey);
    if (parameter.has_value()) tree.set_value(*parameter, key, model::Origin::acs);
  });
  return {};
}

void set_values(SetContext context, std::vector<Assignment> assignments, model::Origin origin,
                std::optional<std::string> parameter_key, std::function<void(SetOutcome)> done,
                std::vector<Error> errors, std::vector<model::Creation> creations) {
  std::make_shared<SetTransaction>(std::move(context), origin, std::move(parameter_key), std::move(done))
      ->run(std::move(assignments), std::move(errors), std::move(creations));
}

void add_row(SetContext context, model::Table& table, model::Origin origin, std::optional<std::string> parameter_key,
             std::function<void(AddOutcome)> done, std::string alias) {
  std::string path = context.tree.path(table);
  auto added = [done = std::move(done)](SetOutcome outcome) {
    if (!outcome.errors.empty()) return done({.errors = std::move(outcome.errors)});
    done({.instance_number = outcome.rows.front()});
  };
  set_values(std::move(context), {}, origin, std::move(parameter_key), std::move(added), {},
             {{.table = std::move(path), .alias = std::move(alias)}});
}

void remove_row(SetContext context, model::Row& row, model::Origin origin, std::optional<std::string> parameter_key,
                std::function<void(SetOutcome)> done) {
  auto removed = [context, key = std::move(parameter_key), done = std::move(done)](base::Result<SetStatus> status) {
    if (status.has_error()) return done({.errors = {status.error()}});
    keep_key(context, key);
    done({.status = *status});
  };
  model::Table* table = row.parent();
  if (table == nullptr) return removed(Error{Fault::invalid_parameter_name, "Device.", "it is no row"});
  if (table->source() != nullptr) return table->source()->remove_row(row, origin, std::move(removed));
  if (context.store.erase_row(context.tree.path(*table), row.number())) return removed(not_kept());
  context.tree.remove_row(row, origin);
  removed(SetStatus::applied);
}

}  // namespace proxy::sets
