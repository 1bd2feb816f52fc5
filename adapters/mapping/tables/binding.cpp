// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/tables/binding.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace adapters::mapping {
namespace {

constexpr std::size_t kLongestIdentity = 256;                    // what the host takes
constexpr std::size_t kMostWaitingBytes = std::size_t{1} << 20;  // of values whose row has not come yet

const char* text_or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

std::size_t bytes_of(const std::vector<Cell>& cells) {
  return std::accumulate(cells.begin(), cells.end(), std::size_t{0},
                         [](std::size_t sum, const Cell& cell) { return sum + cell.text.size(); });
}

/// The value that nothing has said anything of.
const char* value_of_nothing(adapter_type type) {
  switch (type) {
    case ADAPTER_BOOLEAN: return "false";
    case ADAPTER_DATE_TIME: return "0001-01-01T00:00:00Z";  // Spec: TR-106 3.2.1, the Unknown Time
    case ADAPTER_STRING:
    case ADAPTER_BASE64:
    case ADAPTER_HEX_BINARY: return "";
    case ADAPTER_INT:
    case ADAPTER_UNSIGNED_INT:
    case ADAPTER_LONG:
    case ADAPTER_UNSIGNED_LONG:
    case ADAPTER_DECIMAL: break;
  }
  return "0";
}

bool has_all(const Captures& captures, const Captures& some) {
  return std::all_of(some.begin(), some.end(), [&](const Capture& one) {
    const std::string* value = find_capture(captures, one.name);
    return value != nullptr && *value == one.value;
  });
}

void keep_last(std::vector<Cell>& cells, const Cell& cell) {
  const auto same = [&](const Cell& kept) { return kept.parameter == cell.parameter; };
  const auto found = std::find_if(cells.begin(), cells.end(), same);
  if (found == cells.end()) {
    cells.push_back(cell);
  } else {
    found->text = cell.text;
  }
}

}  // namespace

// ---- declaring ------------------------------------------------------------------------------------------------------

void Binding::declare() {
  tables_.resize(mapping_.tables().size());
  shows_presence_.resize(tables_.size());
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (mapping_.tables()[i].device) continue;
    tables_[i].handle = host_.declare_table(sdk::kMount, mapping_.tables()[i].path.c_str());
  }
  for (const Parameter& parameter : mapping_.parameters()) {
    const bool is_column = !parameter.capability && !parameter.names_device;
    const sdk::Column column = is_column ? declare_column(parameter) : sdk::kValue;
    if (!is_column) {
      columns_.push_back(column);
      continue;
    }
    if (column) parameter_of_.emplace(column.value, columns_.size());
    if (parameter.from_availability) shows_presence_[parameter.table].push_back(columns_.size());
    columns_.push_back(column);
  }
  publish(nullptr, constants(kNoTable, {}), {});
}

sdk::Column Binding::declare_column(const Parameter& parameter) const {
  const std::string minimum = text_of(parameter.range.minimum);
  const std::string maximum = text_of(parameter.range.maximum);
  const std::vector<const char*> words = words_of(parameter);
  sdk::ColumnRules rules{parameter.path.c_str()};
  rules.type = parameter.conversion.type;
  rules.notify = parameter.notify;
  rules.minimum = text_or_null(minimum);
  rules.maximum = text_or_null(maximum);
  rules.max_length = parameter.range.max_length;
  if (parameter.sink) {
    if (parameter.conversion.type != ADAPTER_BOOLEAN) rules.words = words;
    rules.flags = ADAPTER_WRITABLE;
    rules.confirm_timeout_ms = parameter.sink->confirm_timeout_ms;
  }
  if (parameter.source && parameter.source->refresh) rules.flags |= ADAPTER_LIVE;
  if (parameter.table == kNoTable) return host_.declare(sdk::kMount, rules);
  return host_.declare(tables_[parameter.table].handle, rules);
}

std::vector<Cell> Binding::constants(std::size_t table, const Captures& captures) const {
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Parameter& parameter = mapping_.parameters()[i];
    if (parameter.table == table && parameter.constant) cells.push_back({i, substitute(*parameter.constant, captures)});
  }
  return cells;
}

// ---- messages -------------------------------------------------------------------------------------------------------

void Binding::receive(std::string_view address, std::string_view payload, bool retained, Time now) {
  const Decoded decoded = mapping_.decode(address, payload, retained);
  const std::lock_guard lock(mutex_);
  for (const Update& update : decoded.updates) apply(update, {now, retained});
  for (const SetAnswer& answer : decoded.answers) answer_set(answer);
  for (const std::string& reason : decoded.rejected) host_.rejected(reason);
}

std::optional<std::size_t> Binding::known_row(sdk::Table table, std::string_view identity) {
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
  // Its silence begins as soon as somebody says what time it is.
  if (mapping_.tables()[row->table].availability.stale_after.count() != 0) silences_.set(row->handle.value, {});
  return update.table;
}

void Binding::apply(const Update& update, Heard heard) {
  if (update.table == kNoTable) {
    publish(nullptr, update.cells, heard);
    answer_asked(sdk::kMount, update.route);
    return;
  }
  TableState& table = tables_[update.table];
  if (update.captures.size() < mapping_.tables()[update.table].rows.names().size()) {
    share(update, table, heard.at);
  } else if (update.existence == Update::Existence::remove) {
    remove_row(table, identity_of(update.captures));
  } else {
    apply_to_row(update, heard);
  }
}

void Binding::apply_to_row(const Update& update, Heard heard) {
  RowState* const row = row_of(update, tables_[update.table]);
  if (row == nullptr) return;
  const Availability& availability = mapping_.tables()[update.table].availability;
  row->presence.heard(heard.at, heard.retained);
  for (const PresenceWord& word : update.said) row->presence.said(availability, word.source, word.presence);
  if (!row->handle) return keep(update, *row);

  std::vector<Cell> cells = std::exchange(row->waiting, {});
  cells.insert(cells.end(), update.cells.begin(), update.cells.end());
  show(*row, std::move(cells), !update.said.empty(), heard);
  if (const auto stale = row->presence.stale_at(availability)) silences_.set(row->handle.value, *stale);
  answer_asked(row->handle, update.route);
}

/// Until the message that makes the row is there.
void Binding::keep(const Update& update, RowState& row) {
  for (const Cell& cell : update.cells) {
    if (waiting_bytes_ + cell.text.size() > kMostWaitingBytes) {
      host_.rejected(mapping_.tables()[row.table].path + ": too much waits for rows that have not come");
      return;
    }
    waiting_bytes_ -= bytes_of(row.waiting);
    keep_last(row.waiting, cell);
    waiting_bytes_ += bytes_of(row.waiting);
  }
}

// ---- presence -------------------------------------------------------------------------------------------------------

/// What a bridge says of all its devices, those included that it has not named yet.
void Binding::share(const Update& update, TableState& table, Time now) {
  for (const PresenceWord& word : update.said) {
    const std::pair key{word.source, identity_of(update.captures)};
    if (!table.shared.contains(key) && table.shared.size() >= mapping_.max_rows()) {
      host_.rejected(mapping_.tables()[update.table].path + ": more bridges than max_rows");
      continue;
    }
    table.shared[key] = {update.captures, word.presence};
    for (auto& [identity, row] : table.rows) {
      if (!has_all(row.captures, update.captures)) continue;
      row.presence.said(mapping_.tables()[update.table].availability, word.source, word.presence);
      if (row.handle) show(row, {}, true, {now});
    }
  }
}

void Binding::recall_shared(TableState& table, RowState& row) {
  for (const auto& [key, said] : table.shared) {
    const auto& [captures, presence] = said;
    if (has_all(row.captures, captures)) {
      row.presence.said(mapping_.tables()[row.table].availability, key.first, presence);
    }
  }
}

/// These cells, and the presence if it is another one than the host was told, or `again`.
void Binding::show(RowState& row, std::vector<Cell> cells, bool again, Heard heard) {
  const adapter_presence presence = row.presence.presence(mapping_.tables()[row.table].availability, heard.at);
  const bool tell = again || presence != row.told.value_or(ADAPTER_UNKNOWN);
  if (tell && presence != ADAPTER_UNKNOWN) {
    for (const std::size_t parameter : shows_presence_[row.table]) {
      keep_last(cells, {parameter, presence == ADAPTER_ONLINE ? "true" : "false"});
    }
  }
  publish(&row, cells, heard);
  if (!tell) return;
  row.told = presence;
  host_.presence(row.device, presence);
}

void Binding::pass_time(Time now) {
  const std::lock_guard lock(mutex_);
  for (const adapter_handle handle : silences_.take_due(now)) {
    const auto found = row_of_.find(handle);
    if (found == row_of_.end()) continue;
    RowState& row = *found->second;
    if (!row.presence.started()) {
      row.presence.heard(now, true);
      silences_.set(handle, *row.presence.stale_at(mapping_.tables()[row.table].availability));
      continue;
    }
    show(row, {}, false, {now});
  }
  for (const auto& [row, column] : events_.take_due(now)) {
    const std::optional<std::size_t> parameter = parameter_of({row}, {column});
    const bool is_there = row == ADAPTER_MOUNT || row_of_.contains(row) || capabilities_.contains(row);
    if (!parameter || !is_there) continue;
    host_.publish({row}, {column}, value_of_nothing(mapping_.parameters()[*parameter].conversion.type));
  }
}

std::optional<Binding::Time> Binding::next_time() const {
  const std::lock_guard lock(mutex_);
  const std::optional<Time> silence = silences_.next();
  const std::optional<Time> event = events_.next();
  return silence && event ? std::min(silence, event) : (silence ? silence : event);
}

// ---- rows -----------------------------------------------------------------------------------------------------------

/// The row, made if the message makes it; null where there is no room for another.
Binding::RowState* Binding::row_of(const Update& update, TableState& table) {
  const std::string identity = identity_of(update.captures);
  if (identity.size() > kLongestIdentity) {
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
    recall_shared(table, row);
  }
  if (to_be_made && !make_row(identity, update, table, row)) {
    if (!known) table.rows.erase(identity);
    return nullptr;
  }
  return &row;
}

bool Binding::make_row(const std::string& identity, const Update& update, TableState& table, RowState& row) {
  const bool is_device = mapping_.tables()[update.table].device.has_value();
  if (is_device) {
    if (!show_device(identity, update, row)) return false;
  } else {
    row.device = device(identity, {});
    row.handle = host_.add_row(table.handle, identity, row.device);
  }
  ++rows_of_[row.device.value];
  if (!row.handle) {
    host_.rejected(mapping_.tables()[update.table].path + ": the row '" + identity + "' was refused");
    release(row.device);
    return false;
  }
  ++table.made;
  row_of_[row.handle.value] = &row;
  if (is_device) {
    ++devices_;
    add_capabilities(row);
  }
  waiting_bytes_ -= bytes_of(row.waiting);
  std::vector<Cell> fixed = constants(update.table, row.captures);
  row.waiting.insert(row.waiting.begin(), fixed.begin(), fixed.end());
  return true;
}

sdk::Device Binding::device(const std::string& identity, const std::string& protocol) const {
  const std::string controller(host_.name());
  const std::string& spoken = protocol.empty() ? protocol_ : protocol;
  return host_.device({controller.c_str(), identity.c_str(), spoken.c_str()});
}

/// A row of it has gone.
void Binding::release(sdk::Device device) {
  if (--rows_of_[device.value] != 0) return;
  rows_of_.erase(device.value);
  host_.remove_device(device);
}

void Binding::remove_row(TableState& table, const std::string& identity) {
  const auto found = table.rows.find(identity);
  if (found == table.rows.end()) return;
  const RowState row = std::move(found->second);
  table.rows.erase(found);
  if (!row.handle) {
    waiting_bytes_ -= bytes_of(row.waiting);
    return;
  }
  if (mapping_.tables()[row.table].device) {
    --devices_;
    remove_capabilities(row);
  } else {
    host_.remove_row(row.handle);
  }
  row_of_.erase(row.handle.value);
  silences_.erase(row.handle.value);
  asked_.erase(asked_.lower_bound({row.handle.value, 0}), asked_.lower_bound({row.handle.value + 1, 0}));
  echoes_.erase(echoes_.lower_bound({row.handle.value, 0}), echoes_.lower_bound({row.handle.value + 1, 0}));
  --table.made;
  release(row.device);
}

/// Of the mount where there is no row.
void Binding::publish(RowState* row, const std::vector<Cell>& cells, Heard heard) {
  sdk::Batch batch;
  std::vector<std::string> sets;
  sets.reserve(cells.size());
  for (const Cell& cell : cells) {
    const Parameter& parameter = mapping_.parameters()[cell.parameter];
    if (parameter.names_device) {
      rename(*row, cell.text);
      continue;
    }
    const sdk::Row at = row == nullptr         ? sdk::kMount
                        : parameter.capability ? capability(*row, cell.parameter)
                                               : row->handle;
    if (!at) continue;  // the host has said why
    // The host waits for the value that was set; what the device has made of it comes after.
    if (auto set = ended_set(at, cell, heard.retained)) {
      batch.add(at, columns_[cell.parameter], sets.emplace_back(std::move(*set)));
    }
    batch.add(at, columns_[cell.parameter], cell.text);
    if (!parameter.source || parameter.source->reset_after.count() == 0) continue;
    const CellKey key{at.value, columns_[cell.parameter].value};
    if (cell.text == value_of_nothing(parameter.conversion.type)) {
      events_.erase(key);
    } else {
      events_.set(key, heard.at + parameter.source->reset_after);
    }
  }
  host_.publish(batch);
}

}  // namespace adapters::mapping
