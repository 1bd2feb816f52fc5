// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/own_parameters.hpp"

#include "proxy/base/log.hpp"
#include "proxy/sets/set_journal.hpp"

#include <algorithm>
#include <utility>

namespace proxy::gateway {

using base::Error;
using base::Fault;

OwnParameters::OwnParameters(model::Tree& tree, state::Store& store, Dependencies& dependencies)
    : tree_(tree), store_(store), dependencies_(dependencies) {}

model::ParameterRef OwnParameters::declare(model::Parameter parameter) {
  const bool writable = parameter.writable;
  parameter.source = this;
  const model::ParameterRef declared{&tree_.root(), tree_.declare(tree_.root(), std::move(parameter)).value()};
  if (writable) {
    restore(declared);
  }
  return declared;
}

model::ParameterRef OwnParameters::declare_writable(std::string name, model::Type type, std::string configured,
                                                    model::Constraints constraints) {
  return declare({.name = std::move(name),
                  .type = type,
                  .writable = true,
                  .default_value = std::move(configured),
                  .constraints = std::move(constraints)});
}

void OwnParameters::restore(model::ParameterRef parameter) {
  const std::string path = tree_.path(parameter);
  const auto stored = store_.set_values.find(path);
  if (!stored) return;
  if (stored->configured != parameter.info().initial_value()) {
    base::log::info(
        "gateway.parameter.reconfigured",
        "{} has the value of the configuration file again: the file has changed since the parameter was set", path);
    sets::SetJournal(store_).outdated(path);
    return;
  }
  const auto value = model::check_set(parameter.info(), path, stored->value);
  if (!value || !refusals(std::vector<model::Assignment>{{parameter, path, *value}}).empty()) {
    base::log::warning("gateway.parameter.rejected",
                       "the stored value of {} is no longer valid: the value of the configuration file is used", path);
    sets::SetJournal(store_).outdated(path);
    return;
  }
  tree_.set_value(parameter, *value, model::Origin::start);
  if (stored->pending) sets::SetJournal(store_).applied(path);
}

/// The discovered value, else the configured one.
std::string OwnParameters::unset_value(model::ParameterRef parameter) const {
  const auto found = std::ranges::find(discovered_, parameter, &std::pair<model::ParameterRef, std::string>::first);
  return found != discovered_.end() ? found->second : std::string(parameter.info().initial_value());
}

void OwnParameters::set_discovered(model::ParameterRef parameter, std::string value, model::Origin origin) {
  const auto found = std::ranges::find(discovered_, parameter, &std::pair<model::ParameterRef, std::string>::first);
  if (found != discovered_.end()) {
    found->second = value;
  } else {
    discovered_.emplace_back(parameter, value);
  }
  if (!is_set(parameter)) tree_.set_value(parameter, std::move(value), origin);
}

bool OwnParameters::is_set(model::ParameterRef parameter) const {
  return store_.set_values.find(tree_.path(parameter)).has_value();
}

void OwnParameters::forget_set(model::ParameterRef parameter, model::Origin origin) {
  sets::SetJournal(store_).forgotten(tree_.path(parameter));
  tree_.set_value(parameter, unset_value(parameter), origin);
}

void OwnParameters::refresh(std::span<const model::ParameterRef>, std::function<void()> done) {
  dependencies_.read_live();
  done();
}

std::vector<Error> OwnParameters::refusals(std::span<const model::Assignment> assignments) const {
  std::vector<Error> errors;
  for (const model::Assignment& assignment : assignments) {
    if (auto reason = dependencies_.refusal(assignment); !reason.empty()) {
      errors.push_back({Fault::invalid_parameter_value, assignment.path, std::move(reason)});
    }
  }
  return errors;
}

void OwnParameters::check(std::span<const model::Assignment> assignments,
                          std::function<void(std::vector<Error>)> done) {
  done(refusals(assignments));
}

void OwnParameters::apply(std::span<const model::Assignment> assignments, model::Origin origin,
                          std::function<void(base::Result<model::SetStatus>)> done) {
  std::vector<std::pair<model::ParameterRef, std::string>> before;
  for (const model::Assignment& assignment : assignments) {
    before.emplace_back(assignment.parameter, tree_.stored_value(assignment.parameter));
    tree_.set_value(assignment.parameter, assignment.value, origin);
  }
  dependencies_.carry_out([this, origin, before = std::move(before), done = std::move(done)](std::string problem) {
    if (problem.empty()) return done(model::SetStatus::applied);
    tree_.when_thawed([this, origin, before, done, problem = std::move(problem)] {
      for (const auto& [parameter, value] : before) tree_.set_value(parameter, value, origin);
      done(Error{Fault::request_denied, tree_.path(before.front().first), problem});
    });
  });
}

void OwnParameters::add_row(model::Table& table, model::Origin, std::function<void(base::Result<model::Row*>)> done) {
  done(Error{Fault::request_denied, tree_.path(table), "the ACS cannot create or delete these rows"});
}

void OwnParameters::remove_row(model::Row& row, model::Origin,
                               std::function<void(base::Result<model::SetStatus>)> done) {
  done(Error{Fault::request_denied, tree_.path(row), "the ACS cannot create or delete these rows"});
}

}  // namespace proxy::gateway
