// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/router.hpp"

#include "proxy/base/log.hpp"
#include "proxy/model/path.hpp"
#include "proxy/plugin/sets/set_operation.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace proxy::plugin {

bool mounts_overlap(std::string_view left, std::string_view right) {
  if (left == model::kRoot || right == model::kRoot) return false;
  return left.starts_with(right) || right.starts_with(left);
}

Router::Router(Dependencies dependencies)
    : dependencies_(std::move(dependencies)),
      table_(dependencies_.tree, dependencies_.store, *this, dependencies_.info.oui),
      adapter_table_(dependencies_.tree, dependencies_.store, dependencies_.clock, dependencies_.info.oui, *this),
      broker_table_(dependencies_.tree, dependencies_.store, dependencies_.clock),
      journal_(dependencies_.store),
      pending_(dependencies_.tree, journal_, dependencies_.loop, dependencies_.timeouts) {}

Router::~Router() { stop(); }

// ---- adapters -------------------------------------------------------------------------------------------------------

std::shared_ptr<AdapterInstance> Router::create(const config::AdapterSection& section,
                                                std::shared_ptr<AdapterLibrary> library,
                                                config::Diagnostics& diagnostics) {
  const AdapterInstance::Dependencies dependencies{dependencies_.tree,
                                                   dependencies_.store,
                                                   dependencies_.loop,
                                                   dependencies_.clock,
                                                   dependencies_.listener,
                                                   handles_,
                                                   dependencies_.info,
                                                   *this,
                                                   table_,
                                                   pending_,
                                                   dependencies_.timeouts,
                                                   adapter_table_,
                                                   broker_table_};
  auto instance = std::make_shared<AdapterInstance>(dependencies, section, std::move(library));
  return instance->create(diagnostics) ? instance : nullptr;
}

std::string Router::why_refused(const AdapterInstance& instance) const {
  for (const auto& other : adapters_) {
    if (other->name() == instance.name()) return "another adapter has this name already";
    if (mounts_overlap(other->mount(), instance.mount())) {
      return "the mount " + instance.mount() + " overlaps " + other->mount() + " of adapter " + other->name();
    }
  }
  return {};
}

std::string Router::start(const std::shared_ptr<AdapterInstance>& instance) {
  const std::string problem = why_refused(*instance);
  if (problem.empty() || !find(instance->name())) adapter_table_.add(instance->name(), instance->plugin());
  if (!problem.empty()) {
    if (find(instance->name())) return problem;
    refused_.insert(instance->name());
    adapter_table_.set(instance->name(), {Condition::Status::error, instance->cleaned(problem)});
    return problem;
  }
  adapters_.push_back(instance);
  if (!instance->start()) return "the adapter could not start; see the log for the reason";
  base::log::info("plugin.adapter.started", "adapter {}: started, mounted at {}", instance->name(), instance->mount());
  return {};
}

std::vector<DeviceId> Router::remove(std::string_view name) {
  if (const auto refused = refused_.find(name); refused != refused_.end()) refused_.erase(refused);
  const auto instance = find(name);
  if (!instance) return {};
  std::vector<DeviceId> shown;
  for (const auto& [handle, device] : instance->devices().all()) {
    if (device.shown) shown.push_back(device.id);
  }
  instance->stop();
  broker_table_.remove(name);
  if (!rows_before_) rows_before_ = table_.count();
  instance->undeclare();
  retired_.push_back(instance->host());
  std::erase(adapters_, instance);
  return shown;
}

void Router::hide_devices(std::span<const DeviceId> devices) {
  if (rows_before_) table_.tell_count(*std::exchange(rows_before_, std::nullopt));
  std::set<DeviceId> shown;
  for (const auto& instance : adapters_) {
    for (const auto& [handle, device] : instance->devices().all()) {
      if (device.shown) shown.insert(device.id);
    }
  }
  for (const DeviceId& id : devices) {
    if (!shown.contains(id)) dependencies_.listener.removed(id);
  }
  adapter_table_.remove_others();
}

void Router::stop() {
  for (const auto& instance : adapters_) {
    instance->stop();
    retired_.push_back(instance->host());
  }
  adapters_.clear();
}

std::shared_ptr<AdapterInstance> Router::find(std::string_view name) const {
  const auto found =
      std::find_if(adapters_.begin(), adapters_.end(), [name](const auto& other) { return other->name() == name; });
  return found == adapters_.end() ? nullptr : *found;
}

std::shared_ptr<AdapterInstance> Router::owner(model::ParameterRef parameter) const {
  const auto found = std::find_if(adapters_.begin(), adapters_.end(),
                                  [parameter](const auto& instance) { return instance->subtree().owns(parameter); });
  return found == adapters_.end() ? nullptr : *found;
}

std::shared_ptr<AdapterInstance> Router::owner(const model::Table& table) const {
  const auto found = std::find_if(adapters_.begin(), adapters_.end(), [&table](const auto& instance) {
    return instance->subtree().table(table.source_key()) == &table;
  });
  return found == adapters_.end() ? nullptr : *found;
}

std::string Router::describe(model::ParameterRef parameter) const {
  const auto instance = owner(parameter);
  return instance ? "Declared by the adapter " + instance->name() + "." : std::string();
}

std::string Router::describe(const model::Table& table) const {
  const auto instance = owner(table);
  return instance ? "Rows of the adapter " + instance->name() + "." : std::string();
}

void Router::save_values() {
  for (const auto& instance : adapters_) instance->save_values();
}

void Router::forget_sets() {
  pending_.forget_all();
  for (const auto& instance : adapters_) instance->reset_stored();
}

std::vector<AdapterStatistics> Router::adapter_statistics() const {
  std::vector<AdapterStatistics> all;
  for (const auto& instance : adapters_) {
    const auto counters = instance->board().counters();
    all.push_back({instance->name(), instance->plugin(), instance->mount(), std::string(to_string(instance->state())),
                   instance->links().is_adapter_offline(), counters.published, counters.rejected,
                   instance->cleaned(counters.last_reason), counters.dropped, pending_.count(*instance),
                   instance->devices().all().size(), instance->subtree().rows().size(),
                   instance->subtree().column_count(), counters.messages, instance->devices().returns()});
  }
  return all;
}

std::optional<AdapterCounts> Router::counts(std::string_view adapter) const {
  const auto instance = find(adapter);
  if (!instance) return refused_.contains(adapter) ? std::optional(AdapterCounts{}) : std::nullopt;
  const BoardCounters counters = instance->board().counters();
  return AdapterCounts{instance->devices().all().size(), pending_.count(*instance), counters.messages,
                       counters.rejected, instance->cleaned(counters.last_reason)};
}

std::vector<DeviceStatistics> Router::device_statistics() const {
  std::vector<DeviceStatistics> all;
  for (const auto& instance : adapters_) add_device_statistics(*instance, dependencies_.tree, all);
  return all;
}

DeviceCounts Router::device_counts() const {
  DeviceCounts counts;
  for (const auto& instance : adapters_) add_device_counts(instance->devices(), counts);
  return counts;
}

std::vector<SkippedStatistics> Router::skipped() const {
  std::vector<SkippedStatistics> all;
  for (const auto& instance : adapters_) {
    for (const auto& [identity, reason] : instance->board().skipped())
      all.push_back({instance->name(), identity, reason});
  }
  return all;
}

std::vector<AdapterState> Router::adapter_states() const {
  std::vector<AdapterState> all;
  for (const auto& [name, row] : adapter_table_.rows()) {
    const Condition condition = row.condition.value_or(AdapterTable::untried());
    all.push_back({name, std::string(word(condition.status)), condition.text, row.since});
  }
  return all;
}

std::vector<RejectedStatistics> Router::rejected() const {
  std::vector<RejectedStatistics> all;
  for (const auto& instance : adapters_) {
    std::vector<Rejection> rejections = instance->board().rejections();
    for (auto one = rejections.rbegin(); one != rejections.rend(); ++one) {
      all.push_back({instance->name(), instance->cleaned(one->subject), instance->cleaned(one->reason), one->count});
    }
  }
  return all;
}

std::string Router::configured(model::ParameterRef parameter) const {
  if (ProxiedDevices::is_name(parameter)) return table_.own_name(parameter);
  return std::string(parameter.info().initial_value());
}

// ---- requests -------------------------------------------------------------------------------------------------------

namespace {

using Calls = std::vector<std::pair<std::shared_ptr<AdapterInstance>, std::vector<Ask>>>;

std::vector<Ask>& call_of(Calls& calls, const std::shared_ptr<AdapterInstance>& instance) {
  const auto found = std::find_if(calls.begin(), calls.end(), [&](const auto& call) { return call.first == instance; });
  return found != calls.end() ? found->second : calls.emplace_back(instance, std::vector<Ask>{}).second;
}

void ask_all(Calls& calls, AdapterObject::Request request) {
  for (auto& [instance, asks] : calls) instance->calls().ask(request, asks);
}

/// Calls back when the last reference to it goes.
template <class Callback>
std::shared_ptr<void> when_released(Callback callback) {
  return {nullptr, [callback = std::move(callback)](void*) mutable { callback(); }};
}

}  // namespace

void Router::refresh(std::span<const model::ParameterRef> parameters, std::function<void()> done) {
  const auto all = when_released(std::move(done));
  Calls calls;
  for (const model::ParameterRef parameter : parameters) {
    const auto instance = owner(parameter);
    const CellHandle cell = Subtree::cell(parameter);
    if (instance && cell.column == kContactColumn) instance->shown().refresh(*parameter.row);
    if (!instance || cell.column == kContactColumn || !parameter.info().live || !instance->running() ||
        instance->links().unreachable(cell))
      continue;
    call_of(calls, instance).push_back({cell, {}, dependencies_.timeouts.get, [all](const Answer&) {}});
  }
  ask_all(calls, AdapterObject::Request::get);
}

void Router::keep(std::span<const model::ParameterRef> parameters) {
  std::vector<state::PathValue> values;
  for (const model::ParameterRef parameter : parameters) {
    const auto instance = owner(parameter);
    if (!instance) continue;
    if (table_.shows(*parameter.row)) {
      instance->shown().collect(*parameter.row, values);
    } else {
      instance->subtree().collect(parameter, values);
    }
  }
  if (!values.empty()) (void)dependencies_.store.last_values.save(values);  // the store logs an error
}

void Router::check(std::span<const model::Assignment> assignments, std::function<void(std::vector<base::Error>)> done) {
  const auto errors = std::make_shared<std::vector<base::Error>>();
  const auto all = when_released([errors, done = std::move(done)] { done(std::move(*errors)); });
  Calls calls;
  for (const model::Assignment& assignment : assignments) {
    const auto instance = owner(assignment.parameter);
    if (!instance) {
      errors->push_back({base::Fault::invalid_parameter_name, assignment.path, "no such parameter"});
      continue;
    }
    const CellHandle cell = Subtree::cell(assignment.parameter);
    if (instance->subtree().column(cell.column)->stored) continue;
    if (std::string problem = table_.problem(assignment.parameter, assignment.value); !problem.empty()) {
      errors->push_back({base::Fault::invalid_parameter_value, assignment.path, std::move(problem)});
      continue;
    }
    if (!instance->running()) {
      errors->push_back({base::Fault::request_denied, assignment.path, "the adapter has stopped"});
      continue;
    }
    if (!instance->calls().takes(AdapterObject::Request::check) || instance->links().unreachable(cell)) continue;
    call_of(calls, instance)
        .push_back({cell, assignment.value, dependencies_.timeouts.check,
                    [all, errors, path = assignment.path](const Answer& answer) {
                      const bool accepted =
                          answer.is(ADAPTER_DONE) || answer.is(ADAPTER_SENT) || answer.is(ADAPTER_NOT_SENT);
                      if (!accepted) errors->push_back(error_of(answer, path));
                    }});
  }
  ask_all(calls, AdapterObject::Request::check);
}

void Router::apply(std::span<const model::Assignment> assignments, model::Origin origin,
                   std::function<void(base::Result<model::SetStatus>)> done) {
  const auto operation = std::make_shared<SetOperation>(dependencies_.tree, journal_, pending_, dependencies_.timeouts,
                                                        origin, std::move(done));
  for (const model::Assignment& assignment : assignments) operation->add(assignment, owner(assignment.parameter));
  operation->start();
}

void Router::add_row(model::Table& table, model::Origin origin, std::function<void(base::Result<model::Row*>)> done) {
  const std::string path = dependencies_.tree.path(table);
  const auto instance = owner(table);
  if (!instance || !table.creatable()) {
    return done(base::Error{base::Fault::invalid_parameter_name, path, "rows cannot be added to this table"});
  }
  instance->calls().add_object(
      table.source_key(), origin, dependencies_.timeouts.object,
      [weak = std::weak_ptr(instance), handle = table.source_key(), path,
       done = std::move(done)](const Answer& answer) {
        const auto adapter = weak.lock();
        const Subtree::RowEntry* const row =
            adapter && answer.kind == Answer::Kind::row ? adapter->subtree().row(answer.row) : nullptr;
        if (row == nullptr) return done(error_of(answer, path));
        if (row->row->parent()->source_key() != handle) {
          return done(base::Error{base::Fault::internal_error, path, "the adapter added a row to another table"});
        }
        done(row->row);
      });
}

void Router::remove_row(model::Row& row, model::Origin origin,
                        std::function<void(base::Result<model::SetStatus>)> done) {
  const std::string path = dependencies_.tree.path(row);
  const auto instance = row.parent() == nullptr ? nullptr : owner(*row.parent());
  if (!instance || !row.parent()->creatable()) {
    return done(base::Error{base::Fault::invalid_parameter_name, path, "rows of this table cannot be deleted"});
  }
  const adapter_handle handle = row.source_key;
  const std::string table = dependencies_.tree.path(*row.parent());
  const auto remove = [this, weak = std::weak_ptr(instance), handle, origin, table, number = row.number()] {
    dependencies_.tree.when_thawed([=, this] {
      // The adapter may have removed it already; its number is not given again either way.
      if (const auto adapter = weak.lock()) adapter->subtree().remove_row(handle, origin, true);
      dependencies_.store.erase_row(table, number);
    });
  };
  const Subtree::RowEntry* const entry = instance->subtree().row(handle);
  if (entry == nullptr || !entry->claimed) {
    remove();
    return done(model::SetStatus::applied);
  }
  instance->calls().delete_object(
      handle, origin, dependencies_.timeouts.object, [remove, path, done = std::move(done)](const Answer& answer) {
        if (!answer.is(ADAPTER_DONE) && !answer.is(ADAPTER_SENT)) {
          return done(error_of(answer, path));
        }
        remove();
        done(answer.is(ADAPTER_DONE) ? model::SetStatus::applied : model::SetStatus::committed);
      });
}

// ---- files ----------------------------------------------------------------------------------------------------------

namespace {

/// The faults that a transfer may end with are few.
std::optional<base::Error> file_error(const Answer& answer) {
  using base::Fault;
  if (answer.is(ADAPTER_DONE)) return std::nullopt;
  base::Error error = error_of(answer, {});
  if (answer.kind != Answer::Kind::reply || answer.is(ADAPTER_SENT) || answer.is(ADAPTER_NOT_SENT)) {
    error.fault = Fault::file_transfer_failure;
  } else if (answer.is(ADAPTER_INVALID_VALUE)) {
    error.fault = Fault::file_corrupted;
    if (answer.detail.empty()) error.detail = "the adapter rejected the file";
  } else if (answer.is(ADAPTER_NO_RESOURCES)) {
    error.fault = Fault::file_transfer_failure;
  }
  return error;
}

}  // namespace

std::shared_ptr<AdapterInstance> Router::taker(std::string_view file_type) const {
  const std::string prefix = "X " + dependencies_.info.oui + " ";
  if (!file_type.starts_with(prefix)) return nullptr;
  file_type.remove_prefix(prefix.size());
  const auto found = std::find_if(adapters_.begin(), adapters_.end(),
                                  [&](const auto& instance) { return instance->calls().takes_file(file_type); });
  return found == adapters_.end() ? nullptr : *found;
}

void Router::put_file(const std::string& file_type, const std::filesystem::path& file,
                      std::function<void(std::optional<base::Error>)> done) {
  const auto instance = taker(file_type);
  if (!instance) {
    return done(base::Error{base::Fault::file_transfer_failure, {}, "no adapter takes this type of file"});
  }
  instance->calls().put_file(file_type, file.string(), dependencies_.timeouts.file,
                             [done = std::move(done)](const Answer& answer) { done(file_error(answer)); });
}

}  // namespace proxy::plugin
