// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/binding.hpp"

#include <algorithm>
#include <utility>

namespace adapters::mapping {
namespace {

const char* text_or_null(const std::optional<std::string>& text) { return text ? text->c_str() : nullptr; }

std::optional<std::string> text_of(const std::optional<Decimal>& number) {
  return number ? std::optional(number->text()) : std::nullopt;
}

/// The words an ACS may set, each once.
std::vector<const char*> words_of(const Parameter& parameter) {
  std::vector<const char*> words;
  if (!parameter.sink || parameter.conversion.type == ADAPTER_BOOLEAN) return words;
  for (const auto& [device, shown] : parameter.conversion.values) {
    const bool listed = std::any_of(words.begin(), words.end(), [&](const char* word) { return shown == word; });
    if (!listed) words.push_back(shown.c_str());
  }
  return words;
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
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    tables_[i].handle = host_.declare_table(sdk::kMount, mapping_.tables()[i].path.c_str());
  }
  for (const Parameter& parameter : mapping_.parameters()) {
    const sdk::Column column = declare_column(parameter);
    if (column) parameter_of_.emplace(column.value, columns_.size());
    columns_.push_back(column);
  }
  publish(sdk::kMount, constants(kNoTable, {}));
}

sdk::Column Binding::declare_column(const Parameter& parameter) const {
  const std::optional<std::string> minimum = text_of(parameter.range.minimum);
  const std::optional<std::string> maximum = text_of(parameter.range.maximum);
  const std::vector<const char*> words = words_of(parameter);
  sdk::ColumnRules rules{parameter.path.c_str()};
  rules.type = parameter.conversion.type;
  rules.notify = parameter.notify;
  rules.minimum = text_or_null(minimum);
  rules.maximum = text_or_null(maximum);
  rules.max_length = parameter.range.max_length;
  rules.words = words;
  if (parameter.sink) {
    rules.flags = ADAPTER_WRITABLE;
    rules.confirm_timeout_ms = parameter.sink->confirm_timeout_ms;
  }
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

void Binding::receive(std::string_view address, std::string_view payload, bool retained) {
  const Decoded decoded = mapping_.decode(address, payload, retained);
  const std::lock_guard lock(mutex_);
  for (const Update& update : decoded.updates) apply(update);
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
  apply(update);
  return update.table;
}

void Binding::apply(const Update& update) {
  if (update.table == kNoTable) {
    publish(sdk::kMount, update.cells);
    return;
  }
  TableState& table = tables_[update.table];
  if (update.existence == Update::Existence::remove) {
    remove_row(table, identity_of(update.captures));
    return;
  }
  RowState* row = row_of(update, table);
  if (row == nullptr) return;
  if (!row->handle) {  // until the message that makes it is there
    row->presence = update.presence ? update.presence : row->presence;
    for (const Cell& cell : update.cells) keep_last(row->waiting, cell);
    return;
  }
  std::vector<Cell> cells = std::exchange(row->waiting, {});
  cells.insert(cells.end(), update.cells.begin(), update.cells.end());
  publish(row->handle, cells);
  const std::optional<adapter_presence> presence = update.presence ? update.presence : row->presence;
  row->presence.reset();
  if (presence) host_.presence(row->device, *presence);
}

/// The row, made if the message makes it; null where there is no room for another.
Binding::RowState* Binding::row_of(const Update& update, TableState& table) {
  const std::string identity = identity_of(update.captures);
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
  if (to_be_made && !make_row(identity, update, table, row)) {
    if (!known) table.rows.erase(identity);
    return nullptr;
  }
  return &row;
}

bool Binding::make_row(const std::string& identity, const Update& update, TableState& table, RowState& row) {
  row.device = device(identity);
  row.handle = host_.add_row(table.handle, identity, row.device);
  if (!row.handle) {
    host_.rejected(mapping_.tables()[update.table].path + ": the row '" + identity + "' was refused");
    if (!has_row(identity)) host_.remove_device(row.device);
    return false;
  }
  ++table.made;
  row.captures = update.captures;
  row_of_[row.handle.value] = &row;
  std::vector<Cell> fixed = constants(update.table, row.captures);
  row.waiting.insert(row.waiting.begin(), fixed.begin(), fixed.end());
  return true;
}

sdk::Device Binding::device(const std::string& identity) const {
  const std::string controller(host_.name());
  const adapter_device device{controller.c_str(), identity.c_str(), protocol_.c_str()};
  return host_.device(device);
}

bool Binding::has_row(const std::string& identity) const {
  return std::any_of(tables_.begin(), tables_.end(), [&](const TableState& table) {
    const auto row = table.rows.find(identity);
    return row != table.rows.end() && row->second.handle;
  });
}

void Binding::remove_row(TableState& table, const std::string& identity) {
  const auto found = table.rows.find(identity);
  if (found == table.rows.end()) return;
  const RowState row = std::move(found->second);
  table.rows.erase(found);
  if (!row.handle) return;
  host_.remove_row(row.handle);
  row_of_.erase(row.handle.value);
  --table.made;
  if (!has_row(identity)) host_.remove_device(row.device);
}

void Binding::publish(sdk::Row row, const std::vector<Cell>& cells) {
  sdk::Batch batch;
  for (const Cell& cell : cells) batch.add(row, columns_[cell.parameter], cell.text);
  host_.publish(batch);
}

// ---- sets -----------------------------------------------------------------------------------------------------------

std::optional<std::size_t> Binding::parameter_of(sdk::Column column) const {
  const auto found = parameter_of_.find(column.value);
  return found == parameter_of_.end() ? std::nullopt : std::optional(found->second);
}

void Binding::check(sdk::Items items) const {
  for (const sdk::Item& item : items) {
    const std::optional<std::size_t> parameter = parameter_of(item.column);
    if (!parameter) {
      host_.reply(item.token, ADAPTER_FAILED, "no such column");
      continue;
    }
    const Outcome<std::string> word = mapping_.device_word(*parameter, item.value);
    if (word) {
      host_.reply(item.token, ADAPTER_DONE);
    } else {
      host_.reply(item.token, ADAPTER_INVALID_VALUE, word.error().reason);
    }
  }
}

Outcome<Command, Refusal> Binding::command(const sdk::Item& item) const {
  const std::optional<std::size_t> parameter = parameter_of(item.column);
  if (!parameter) return Refusal{ADAPTER_FAILED, "no such column"};
  Captures captures;
  if (item.row != sdk::kMount) {
    const std::lock_guard lock(mutex_);
    const auto row = row_of_.find(item.row.value);
    if (row == row_of_.end()) return Refusal{ADAPTER_NOT_SENT, "the row has not been heard of yet"};
    captures = row->second->captures;
  }
  Outcome<Command> command = mapping_.encode(*parameter, captures, item.value);
  if (!command) return Refusal{ADAPTER_INVALID_VALUE, command.error().reason};
  return std::move(*command);
}

}  // namespace adapters::mapping
