// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/tables/table_binding.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxWaitingBytes = std::size_t{1} << 20;  // of values whose row has not come yet

std::size_t bytes_of(const std::vector<ParameterValue>& values) {
  return std::accumulate(values.begin(), values.end(), std::size_t{0},
                         [](std::size_t sum, const ParameterValue& value) { return sum + value.text.size(); });
}

bool has_all(const Captures& captures, const Captures& some) {
  return std::all_of(some.begin(), some.end(), [&](const Capture& one) {
    const std::string* value = find_capture(captures, one.name);
    return value != nullptr && *value == one.value;
  });
}

void keep_last(std::vector<ParameterValue>& values, const ParameterValue& value) {
  const auto same = [&](const ParameterValue& kept) { return kept.parameter == value.parameter; };
  const auto found = std::find_if(values.begin(), values.end(), same);
  if (found == values.end()) {
    values.push_back(value);
  } else {
    found->text = value.text;
  }
}

}  // namespace

// ---- declaring ------------------------------------------------------------------------------------------------------

void TableBinding::declare() {
  tables_.resize(mapping_.tables().size());
  std::vector<sdk::Table> handles;
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (!mapping_.tables()[i].device)
      tables_[i].handle = host_.declare_table(sdk::kMount, mapping_.tables()[i].path.c_str());
    handles.push_back(tables_[i].handle);
  }
  columns_.declare(handles);
  publish(sdk::kMount, constants(kNoTable, {}), {});
}

std::vector<ParameterValue> TableBinding::constants(std::size_t table, const Captures& captures) const {
  std::vector<ParameterValue> values;
  for (std::size_t i = 0; i < mapping_.parameters().size(); ++i) {
    const Parameter& parameter = mapping_.parameters()[i];
    if (parameter.table == table && parameter.constant)
      values.push_back({i, substitute(*parameter.constant, captures)});
  }
  return values;
}

// ---- messages -------------------------------------------------------------------------------------------------------

void TableBinding::receive(const Decoded& message, bool retained, Time now) {
  const std::lock_guard lock(mutex_);
  for (const Update& update : message.updates) apply(update, {now, retained, true});
  for (const SetAnswer& answer : message.answers) {
    confirmation_.answered(columns_.of(answer.parameter).value, answer.answer);
  }
  for (const std::string& reason : message.rejected) host_.rejected(reason);
}

std::optional<std::size_t> TableBinding::known_row(sdk::Table table, std::string_view identity) {
  const auto found = std::find_if(tables_.begin(), tables_.end(), [&](const auto& t) { return t.handle == table; });
  if (found == tables_.end()) return std::nullopt;
  Update update;
  update.table = static_cast<std::size_t>(found - tables_.begin());
  update.existence = Update::Existence::make;
  std::optional<Captures> captures = captures_of(identity, mapping_.tables()[update.table].rows.names());
  if (!captures) return std::nullopt;
  update.captures = std::move(*captures);
  const std::lock_guard lock(mutex_);
  RowState* row = row_of(update, tables_[update.table]);
  if (row == nullptr) return update.table;
  show(*row, std::exchange(row->waiting, {}), false, {});
  // Its silence begins with the first pass_time().
  if (mapping_.tables()[row->table].availability.stale_after.count() != 0) silences_.set(row->handle.value, {});
  return update.table;
}

void TableBinding::apply(const Update& update, Arrival arrival) {
  if (update.table == kNoTable) {
    publish(sdk::kMount, update.values, arrival);
    reads_.answer(sdk::kMount, update.route);
    return;
  }
  TableState& table = tables_[update.table];
  if (update.captures.size() < mapping_.tables()[update.table].rows.names().size()) {
    apply_to_bridge(update, table, arrival.at);
  } else if (update.existence == Update::Existence::remove) {
    remove_row(table, identity_of(update.captures));
  } else {
    apply_to_row(update, arrival);
  }
}

void TableBinding::apply_to_row(const Update& update, Arrival arrival) {
  RowState* const row = row_of(update, tables_[update.table]);
  if (row == nullptr) return;
  const Availability& availability = mapping_.tables()[update.table].availability;
  row->presence.heard(arrival.at, arrival.retained);
  for (const PresenceWord& word : update.said) row->presence.said(availability, word.source, word.presence);
  if (!row->handle) return wait(update, *row);

  std::vector<ParameterValue> values = std::exchange(row->waiting, {});
  values.insert(values.end(), update.values.begin(), update.values.end());
  show(*row, std::move(values), !update.said.empty(), arrival);
  if (const auto stale = row->presence.stale_at(availability)) silences_.set(row->handle.value, *stale);
  reads_.answer(row->handle, update.route);
}

/// The values wait for the message that makes the row.
void TableBinding::wait(const Update& update, RowState& row) {
  for (const ParameterValue& value : update.values) {
    if (waiting_bytes_ + value.text.size() > kMaxWaitingBytes) {
      host_.rejected(mapping_.tables()[row.table].path + ": too much waits for rows that have not come");
      return;
    }
    waiting_bytes_ -= bytes_of(row.waiting);
    keep_last(row.waiting, value);
    waiting_bytes_ += bytes_of(row.waiting);
  }
}

// ---- presence -------------------------------------------------------------------------------------------------------

/// A bridge speaks for all its devices, those to come included.
void TableBinding::apply_to_bridge(const Update& update, TableState& table, Time now) {
  for (const PresenceWord& word : update.said) {
    const std::pair key{word.source, identity_of(update.captures)};
    if (!table.bridges.contains(key) && table.bridges.size() >= mapping_.max_rows()) {
      host_.rejected(mapping_.tables()[update.table].path + ": more bridges than max_rows");
      continue;
    }
    table.bridges[key] = {update.captures, word.presence};
    for (auto& [identity, row] : table.rows) {
      if (!has_all(row.captures, update.captures)) continue;
      row.presence.said(mapping_.tables()[update.table].availability, word.source, word.presence);
      if (row.handle) show(row, {}, true, {now});
    }
  }
}

void TableBinding::recall_bridges(const TableState& table, RowState& row) const {
  for (const auto& [key, said] : table.bridges) {
    const auto& [captures, presence] = said;
    if (has_all(row.captures, captures)) {
      row.presence.said(mapping_.tables()[row.table].availability, key.first, presence);
    }
  }
}

/// Publishes the values; and the presence if the host has been given another one, or `again`.
void TableBinding::show(RowState& row, std::vector<ParameterValue> values, bool again, Arrival arrival) {
  const adapter_presence presence = row.presence.presence(mapping_.tables()[row.table].availability, arrival.at);
  const bool report = again || presence != row.reported.value_or(ADAPTER_UNKNOWN);
  if (report && presence != ADAPTER_UNKNOWN) add_presence(row, presence, values);
  publish(row.handle, values, arrival);
  if (values.empty() && arrival.is_contact && !arrival.retained) host_.contact(row.device);
  if (!report) return;
  row.reported = presence;
  host_.presence(row.device, presence);
}

void TableBinding::add_presence(const RowState& row, adapter_presence presence,
                                std::vector<ParameterValue>& values) const {
  for (const std::size_t parameter : columns_.showing_presence(row.table)) {
    keep_last(values, {parameter, presence == ADAPTER_ONLINE && !is_away_ ? "true" : "false"});
  }
}

/// The host knows it of the adapter; the parameters that show the presence of their rows do not.
void TableBinding::set_away(bool is_away, Time now) {
  const std::lock_guard lock(mutex_);
  if (std::exchange(is_away_, is_away) == is_away) return;
  for (const auto& [handle, row] : row_of_) {
    const adapter_presence presence = row->presence.presence(mapping_.tables()[row->table].availability, now);
    std::vector<ParameterValue> values;
    if (is_away || presence != ADAPTER_UNKNOWN) add_presence(*row, presence, values);
    publish(row->handle, values, {now, false});
  }
}

void TableBinding::pass_time(Time now) {
  const std::lock_guard lock(mutex_);
  for (const Deadlines::Key handle : silences_.take_due(now)) {
    const auto found = row_of_.find(static_cast<adapter_handle>(handle));
    if (found == row_of_.end()) continue;
    RowState& row = *found->second;
    if (!row.presence.started()) {
      row.presence.heard(now, true);
      silences_.set(handle, *row.presence.stale_at(mapping_.tables()[row.table].availability));
      continue;
    }
    show(row, {}, false, {now});
  }
  for (const auto& [row, column] : events_.take_ended(now)) {
    const std::optional<std::size_t> parameter =
        columns_.parameter_of({column});  // none: the host has refused the column
    if (!parameter || (row != ADAPTER_MOUNT && !row_of_.contains(row))) continue;
    host_.publish({row}, {column}, initial_value(mapping_.parameters()[*parameter].conversion.type));
  }
}

std::optional<TableBinding::Time> TableBinding::next_time() const {
  const std::lock_guard lock(mutex_);
  return earlier(silences_.next(), events_.next());
}

// ---- rows -----------------------------------------------------------------------------------------------------------

/// The row, made if the message makes it; null if there would be too many.
TableBinding::RowState* TableBinding::row_of(const Update& update, TableState& table) {
  const std::string identity = identity_of(update.captures);
  if (identity.size() > kMaxIdentity) {
    host_.rejected(mapping_.tables()[update.table].path + ": an identity of more than 256 bytes");
    return nullptr;
  }
  const auto found = table.rows.find(identity);
  const bool make = update.existence == Update::Existence::make;
  const bool known = found != table.rows.end();
  const bool to_be_made = make && !(known && found->second.handle);
  const std::size_t waiting = table.rows.size() - table.made;
  if ((to_be_made && table.made >= mapping_.max_rows()) || (!make && !known && waiting >= mapping_.max_rows())) {
    host_.rejected(mapping_.tables()[update.table].path + ": no row for '" + identity + "', max_rows is reached");
    return nullptr;
  }
  RowState& row = known ? found->second : table.rows[identity];
  if (!known) {
    row.table = update.table;
    row.captures = update.captures;
    recall_bridges(table, row);
  }
  if (to_be_made && !make_row(identity, table, row)) {
    if (!known) table.rows.erase(identity);
    return nullptr;
  }
  return &row;
}

bool TableBinding::make_row(const std::string& identity, TableState& table, RowState& row) {
  const std::string controller(host_.name());
  row.device = host_.device({controller.c_str(), identity.c_str(), protocol_.c_str()});
  row.handle = host_.add_row(table.handle, identity, row.device);
  ++rows_of_[row.device.value];
  if (!row.handle) {
    host_.rejected(mapping_.tables()[row.table].path + ": the row '" + identity + "' was refused");
    release(row.device);
    return false;
  }
  ++table.made;
  row_of_[row.handle.value] = &row;
  waiting_bytes_ -= bytes_of(row.waiting);
  std::vector<ParameterValue> fixed = constants(row.table, row.captures);
  row.waiting.insert(row.waiting.begin(), fixed.begin(), fixed.end());
  return true;
}

/// A row of the device has gone.
void TableBinding::release(sdk::Device device) {
  if (--rows_of_[device.value] != 0) return;
  rows_of_.erase(device.value);
  host_.remove_device(device);
}

void TableBinding::remove_row(TableState& table, const std::string& identity) {
  const auto found = table.rows.find(identity);
  if (found == table.rows.end()) return;
  const RowState row = std::move(found->second);
  table.rows.erase(found);
  if (!row.handle) {
    waiting_bytes_ -= bytes_of(row.waiting);
    return;
  }
  host_.remove_row(row.handle);
  row_of_.erase(row.handle.value);
  silences_.erase(row.handle.value);
  reads_.forget_row(row.handle);
  confirmation_.forget_row(row.handle);
  --table.made;
  release(row.device);
}

void TableBinding::publish(sdk::Row row, const std::vector<ParameterValue>& values, Arrival arrival) {
  sdk::Batch batch;
  for (const ParameterValue& value : values) {
    const Parameter& parameter = mapping_.parameters()[value.parameter];
    const CellHandles cell{row.value, columns_.of(value.parameter).value};
    confirmation_.reported(cell, parameter.conversion, value.text, arrival.retained);
    batch.add(row, columns_.of(value.parameter), value.text);
    if (parameter.source) events_.published(cell, *parameter.source, parameter.conversion.type, value.text, arrival.at);
  }
  host_.publish(batch, arrival.retained);
}

// ---- requests -------------------------------------------------------------------------------------------------------

/// Of the item's row; nothing if that has not been heard of.
std::optional<Captures> TableBinding::captures_of_item(const sdk::Item& item) const {
  if (item.row == sdk::kMount) return Captures{};
  const auto row = row_of_.find(item.row.value);
  return row == row_of_.end() ? std::nullopt : std::optional(row->second->captures);
}

std::vector<Question> TableBinding::questions(sdk::Items items) {
  const std::lock_guard lock(mutex_);
  std::vector<Question> questions;
  for (const sdk::Item& item : items) {
    const std::optional<std::size_t> parameter = columns_.parameter_of(item.column);
    const std::optional<Captures> captures = captures_of_item(item);
    if (!parameter || !mapping_.parameters()[*parameter].source || !mapping_.parameters()[*parameter].source->refresh) {
      host_.reply(item.token, ADAPTER_FAILED, "nothing is read live here");
    } else if (!captures) {
      host_.reply(item.token, ADAPTER_NOT_SENT, "the row has not been heard of yet");
    } else {
      reads_.ask(item, *parameter, *captures, questions);
    }
  }
  return questions;
}

void TableBinding::check(const sdk::Item& item) const {
  const std::optional<std::size_t> parameter = columns_.parameter_of(item.column);
  if (!parameter) return host_.reply(item.token, ADAPTER_FAILED, "no such column");
  const Outcome<std::string> word = mapping_.device_word(*parameter, item.value);
  if (word) return host_.reply(item.token, ADAPTER_DONE);
  host_.reply(item.token, ADAPTER_INVALID_VALUE, word.error().reason);
}

Outcome<Command, Refusal> TableBinding::command(const sdk::Item& item, Delivery delivery) {
  const std::lock_guard lock(mutex_);
  const std::optional<std::size_t> parameter = columns_.parameter_of(item.column);
  const bool is_numbered =
      parameter && mapping_.parameters()[*parameter].sink && mapping_.parameters()[*parameter].sink->response;
  const std::uint64_t number = is_numbered ? confirmation_.new_number() : 0;
  Outcome<Command, Refusal> command = command_for(item, number);
  if (!command) return command;
  const CellHandles cell{item.row.value, item.column.value};
  confirmation_.forget(cell);
  if (is_numbered) confirmation_.expect_answer(number, item.column.value, item.token);
  if (command->confirm == Confirm::state) {
    const Conversion& conversion = mapping_.parameters()[*parameter].conversion;
    const Outcome<std::string> echo = conversion.to_acs({Scalar::Kind::text, command->word});
    confirmation_.expect_report(cell, {.token = item.token,
                                       .value = std::string(item.value),
                                       .echo = echo ? *echo : std::string(),
                                       .is_sent = delivery == Delivery::immediate});
  }
  return command;
}

Outcome<Command, Refusal> TableBinding::command_to_check(const sdk::Item& item) const {
  const std::lock_guard lock(mutex_);
  return command_for(item, 0);
}

/// `number` is what the device answers to, if it does.
Outcome<Command, Refusal> TableBinding::command_for(const sdk::Item& item, std::uint64_t number) const {
  const std::optional<std::size_t> parameter = columns_.parameter_of(item.column);
  if (!parameter) return Refusal{ADAPTER_FAILED, "no such column"};
  std::optional<Captures> captures = captures_of_item(item);
  if (!captures) return Refusal{ADAPTER_NOT_SENT, "the row has not been heard of yet"};
  const auto& sink = mapping_.parameters()[*parameter].sink;
  if (sink && sink->response) captures->push_back({kIdCapture, std::to_string(number)});
  Outcome<Command> command = mapping_.encode(*parameter, *captures, item.value);
  if (!command) return Refusal{ADAPTER_INVALID_VALUE, command.error().reason};
  return std::move(*command);
}

}  // namespace adapters::mapping
