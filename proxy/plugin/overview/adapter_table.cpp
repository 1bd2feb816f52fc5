// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/overview/adapter_table.hpp"

#include "proxy/base/log.hpp"
#include "proxy/model/path.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace proxy::plugin {
namespace {

using model::ColumnIndex;
using model::Origin;
using model::Type;

/// The columns of a row, in their order. Alias is the first.
enum Column : ColumnIndex { name = 1, plugin, status, text, changed, devices, messages, rejected, reason, pending };
constexpr std::array kStored{Column::status, Column::text, Column::changed};

std::optional<Condition::Status> status_of(std::string_view text) {
  for (const auto known : {Condition::Status::up, Condition::Status::down, Condition::Status::error}) {
    if (word(known) == text) return known;
  }
  return std::nullopt;
}

}  // namespace

AdapterTable::AdapterTable(model::Tree& tree, state::Store& store, const base::Clock& clock, std::string_view oui,
                           Dependencies& dependencies)
    : tree_(tree),
      store_(store),
      clock_(clock),
      dependencies_(dependencies),
      name_("X_" + std::string(oui) + "_Adapter"),
      in_tree_(tree, store, std::string(model::kRoot) + name_ + "."),
      source_(*this) {}

void AdapterTable::declare() {
  if (table_ != nullptr) return;
  const auto live = [this](std::string_view column, Type type, const char* description) {
    return model::Parameter{
        .name = std::string(column), .type = type, .live = true, .description = description, .source = &source_};
  };
  auto shape = model::make_shape(
      {{.name = "Alias", .writable = true, .alias = true},
       {.name = "Name", .description = "The name of the adapter in the configuration."},
       {.name = "Plugin", .description = "The kind of the adapter: mqtt, modbus, ..."},
       {.name = "Status", .description = "Up, Down or Error.", .notification = model::Notification::active},
       {.name = "StatusText", .description = "Why the adapter is not Up, for people."},
       {.name = "LastChange", .type = Type::date_time, .description = "The time of the last change of Status."},
       live("Devices", Type::unsigned_int, "The number of devices that it shows."),
       live("MessagesReceived", Type::unsigned_long, "Messages and polls that had values, since the start."),
       live("Rejected", Type::unsigned_long, "What was received and could not be used."),
       live("LastRejected", Type::string, "The reason of the last rejection."),
       live("PendingSets", Type::unsigned_int, "Sets that their devices have not confirmed yet.")});
  table_ =
      tree_
          .declare_table(tree_.root(), {.name = name_,
                                        .shape = std::move(shape),
                                        .description = "One row for each adapter, the driver of a kind of devices."})
          .value();
}

void AdapterTable::add(const std::string& adapter, const std::string& plugin) {
  declare();
  Row& shown = rows_[adapter];
  shown.plugin = plugin;
  model::Row* row = in_tree_.find(adapter);
  if (row == nullptr) {
    row = &in_tree_.add(*table_, adapter);
    tree_.set_value({row, Column::name}, adapter, Origin::start);
    restore(*row, shown);
  }
  tree_.set_value({row, Column::plugin}, plugin, Origin::start);
  show(*row, shown, Origin::start);
}

/// What the row had before the restart, and what an ACS has set.
void AdapterTable::restore(model::Row& row, Row& shown) {
  Remembered remembered = in_tree_.restore(row);
  const auto stored = [&](Column column) {
    return remembered.take_value(tree_.path(model::ParameterRef{&row, column})).value_or(std::string());
  };
  if (const auto known = status_of(stored(Column::status))) {
    shown.condition = Condition{*known, stored(Column::text)};
    shown.since = stored(Column::changed);
    shown.is_known = true;
  }
}

void AdapterTable::show(model::Row& row, const Row& shown, Origin origin) {
  const Condition condition = shown.condition.value_or(untried());
  // Status comes last: an ACS that is notified of it finds the others true.
  tree_.set_value({&row, Column::text}, condition.text, origin);
  tree_.set_value({&row, Column::changed}, shown.since.empty() ? std::string(model::kUnknownTime) : shown.since,
                  origin);
  tree_.set_value({&row, Column::status}, std::string(word(condition.status)), origin);
}

void AdapterTable::set(const std::string& adapter, const Condition& condition) {
  model::Row* const row = in_tree_.find(adapter);
  if (row == nullptr) return;
  Row& shown = rows_[adapter];
  if (shown.condition == condition) return;
  const bool is_other = !shown.condition || shown.condition->status != condition.status;
  const bool is_first_and_well = !std::exchange(shown.is_known, true) && condition.status == Condition::Status::up;
  shown.condition = condition;
  if (is_other) shown.since = model::utc_text(clock_.system_now());
  show(*row, shown, is_first_and_well ? Origin::start : Origin::local);
  if (is_other) store(*row);
}

/// At changes of the status alone: flash wears.
void AdapterTable::store(model::Row& row) {
  std::vector<state::PathValue> values;
  for (const Column column : kStored) {
    const model::ParameterRef parameter{&row, column};
    values.push_back({tree_.path(parameter), std::string(tree_.value(parameter))});
  }
  if (const auto error = store_.last_values.save(values)) {
    base::log::warning("plugin.status.not_stored", "the status of an adapter could not be stored: {}", error.message());
  }
}

void AdapterTable::remove_others() {
  std::erase_if(rows_, [this](const auto& entry) {
    if (dependencies_.counts(entry.first)) return false;
    in_tree_.remove(entry.first);
    return true;
  });
}

/// What is counted is no change to report: the origin is the start.
void AdapterTable::read_live() {
  for (const auto& [adapter, shown] : rows_) {
    model::Row* const row = in_tree_.find(adapter);
    const auto counts = dependencies_.counts(adapter);
    if (row == nullptr || !counts) continue;
    const auto put = [&](Column column, std::string value) {
      tree_.set_value({row, column}, std::move(value), Origin::start);
    };
    put(Column::devices, std::to_string(counts->devices));
    put(Column::messages, std::to_string(counts->messages));
    put(Column::rejected, std::to_string(counts->rejected));
    put(Column::reason, counts->last_rejected);
    put(Column::pending, std::to_string(counts->pending_sets));
  }
}

}  // namespace proxy::plugin
