// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/management_server/inform_parameters.hpp"

#include "proxy/base/log.hpp"
#include "proxy/config/text.hpp"
#include "proxy/gateway/text.hpp"
#include "proxy/model/matches.hpp"
#include "proxy/model/path.hpp"
#include "proxy/sets/set_journal.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace proxy::gateway {
namespace {

using base::Error;
using base::Fault;
using model::Origin;
using model::Type;

constexpr std::string_view kValueChange = "4 VALUE CHANGE";
constexpr std::size_t kMaxEventListLength = 1024;

}  // namespace

std::string_view pattern_problem(const model::Tree& tree, std::string_view pattern) {
  if (!pattern.starts_with(model::kRoot)) return "not the full path of a parameter, such as Device.DeviceInfo.UpTime";
  std::string_view rest = pattern.substr(model::kRoot.size());
  bool may_be_instance = false;
  bool had_instance = false;
  while (true) {
    if (const auto instance = model::leading_instance(rest)) {
      if (!may_be_instance) return "an instance identifier is not allowed at this place";
      const std::string_view before = pattern.substr(0, pattern.size() - rest.size());
      const auto table = tree.select(before);
      if (!had_instance && table && table->kind != model::Selection::Kind::table) return "no table has such rows";
      had_instance = true;
      may_be_instance = false;
      rest.remove_prefix(instance->length);
      continue;
    }
    const auto dot = rest.find('.');
    if (!model::is_name(rest.substr(0, dot)))
      return "not the full path of a parameter, such as Device.DeviceInfo.UpTime";
    if (dot == std::string_view::npos) return {};
    may_be_instance = true;
    rest.remove_prefix(dot + 1);
  }
}

InformParameters::InformParameters(model::Tree& tree, state::Store& store,
                                   std::function<bool(std::string_view)> is_event)
    : tree_(tree),
      store_(store),
      is_event_(std::move(is_event)),
      table_(tree.declare_table(tree.root(), {.name = "ManagementServer.InformParameter",
                                              .creatable = true,
                                              .aliased = true,
                                              .max_rows = kMaxRows})
                 .value()) {
  const auto declare = [this](const char* name, Type type, std::uint32_t max_length) {
    return tree_
        .declare(
            *table_,
            {.name = name, .type = type, .writable = true, .constraints = {.max_length = max_length}, .source = this})
        .value();
  };
  enable_ = declare("Enable", Type::boolean, 0);
  parameter_name_ = declare("ParameterName", Type::string, model::kMaxPathLength);
  event_list_ = declare("EventList", Type::string, kMaxEventListLength);
  restore();
}

void InformParameters::restore() {
  const std::string table = tree_.path(*table_);
  for (const state::StoredRow& row : store_.rows.all(table)) {
    if (!tree_.add_row(*table_, row.number, Origin::start))
      base::log::warning("gateway.inform_parameter.lost", "the tree has no place for the stored row {}", row.number);
  }
  for (const state::SetValue& set : store_.set_values.all(table)) {
    const auto parameter = tree_.find(set.path);
    if (!parameter) continue;
    auto value = model::check_set(parameter->info(), set.path, set.value);
    if (value) tree_.set_value(*parameter, std::move(*value), Origin::start);
    if (set.pending) sets::SetJournal(store_).applied(set.path);
  }
}

// ---- parameters of an Inform ----------------------------------------------------------------------------------------

bool InformParameters::is_asked_for(model::Row& row, std::span<const std::string_view> events) const {
  if (value(row, enable_) != "true" || value(row, parameter_name_).empty()) return false;
  const std::string_view list = value(row, event_list_);
  return std::any_of(events.begin(), events.end(), [&](std::string_view event) {
    if (event == kValueChange) return false;
    return config::trimmed(list).empty() || !all_of_list(list, [&](std::string_view item) { return item != event; });
  });
}

std::vector<model::ParameterRef> InformParameters::parameters(std::span<const std::string_view> events) const {
  std::vector<model::ParameterRef> all;
  std::set<model::ParameterRef> seen;
  std::vector<model::ParameterRef> live;
  bool complete = true;
  for (const auto& row : table_->rows()) {
    if (!is_asked_for(*row, events)) continue;
    model::Matches matches(tree_, std::string(value(*row, parameter_name_)), model::Naming::numbers);
    while (const auto match = matches.next()) {
      if (match->kind != model::Selection::Kind::parameter) continue;
      const model::ParameterRef parameter{match->row, match->column};
      if (seen.contains(parameter)) continue;
      complete = all.size() < kMaxParameters;
      if (!complete) break;
      seen.insert(parameter);
      all.push_back(parameter);
      if (parameter.info().live) live.push_back(parameter);
    }
  }
  if (!complete)
    base::log::warning("gateway.inform_parameter.too_many",
                       "InformParameter names more than {} parameters: each Inform has only the first of them",
                       kMaxParameters);
  model::refresh_all(live, [] {});
  return all;
}

// ---- sets -----------------------------------------------------------------------------------------------------------

std::string InformParameters::refusal(const model::Assignment& assignment) const {
  if (assignment.parameter.column == parameter_name_ && !assignment.value.empty()) {
    if (const auto problem = pattern_problem(tree_, assignment.value); !problem.empty()) return std::string(problem);
    const auto named = tree_.find(assignment.value);
    if (named && named->info().forced_inform) return "every Inform has this parameter already";
  }
  if (assignment.parameter.column == event_list_) {
    const auto is_allowed = [&](std::string_view event) { return event != kValueChange && is_event_(event); };
    if (!all_of_list(assignment.value, is_allowed)) return "not a list of events, such as 1 BOOT,2 PERIODIC";
  }
  return {};
}

/// ParameterName is a unique key among the enabled rows.
void InformParameters::refuse_same_names(std::span<const model::Assignment> assignments,
                                         std::vector<Error>& errors) const {
  struct Key {
    std::string_view name;
    bool enabled = false;
  };
  std::map<const model::Row*, Key> keys;
  for (const auto& row : table_->rows())
    keys[row.get()] = {value(*row, parameter_name_), value(*row, enable_) == "true"};
  for (const model::Assignment& assignment : assignments) {
    if (assignment.parameter.column == parameter_name_) keys[assignment.parameter.row].name = assignment.value;
    if (assignment.parameter.column == enable_) keys[assignment.parameter.row].enabled = assignment.value == "true";
  }
  std::map<std::string_view, unsigned> times;
  for (const auto& [row, key] : keys) {
    if (key.enabled && !key.name.empty()) ++times[key.name];
  }
  for (const model::Assignment& assignment : assignments) {
    const Key& key = keys[assignment.parameter.row];
    const bool is_of_key = assignment.parameter.column == parameter_name_ || assignment.parameter.column == enable_;
    if (is_of_key && key.enabled && times[key.name] > 1) {
      errors.push_back({Fault::invalid_parameter_value, assignment.path, "another enabled row has this ParameterName"});
    }
  }
}

void InformParameters::check(std::span<const model::Assignment> assignments,
                             std::function<void(std::vector<Error>)> done) {
  std::vector<Error> errors;
  for (const model::Assignment& assignment : assignments) {
    if (auto reason = refusal(assignment); !reason.empty()) {
      errors.push_back({Fault::invalid_parameter_value, assignment.path, std::move(reason)});
    }
  }
  if (errors.empty()) refuse_same_names(assignments, errors);
  done(std::move(errors));
}

void InformParameters::apply(std::span<const model::Assignment> assignments, Origin origin,
                             std::function<void(base::Result<model::SetStatus>)> done) {
  for (const model::Assignment& assignment : assignments) {
    tree_.set_value(assignment.parameter, assignment.value, origin);
  }
  done(model::SetStatus::applied);
}

void InformParameters::refresh(std::span<const model::ParameterRef>, std::function<void()> done) { done(); }

void InformParameters::add_row(model::Table& table, Origin, std::function<void(base::Result<model::Row*>)> done) {
  done(Error{Fault::internal_error, tree_.path(table), "the tree itself creates and deletes these rows"});
}

void InformParameters::remove_row(model::Row& row, Origin, std::function<void(base::Result<model::SetStatus>)> done) {
  done(Error{Fault::internal_error, tree_.path(row), "the tree itself creates and deletes these rows"});
}

}  // namespace proxy::gateway
