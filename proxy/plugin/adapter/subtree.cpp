// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/adapter/subtree.hpp"

#include "proxy/base/log.hpp"
#include "proxy/model/path.hpp"
#include "proxy/model/vendor_word.hpp"

#include <algorithm>
#include <utility>

namespace proxy::plugin {

using model::Origin;

Subtree::Subtree(model::Tree& tree, state::Store& store, HostBoard& board, model::DataSource& source, std::string mount,
                 std::string_view oui, Dependencies& dependencies)
    : Observer(tree),
      tree_(tree),
      store_(store),
      journal_(store),
      board_(board),
      source_(source),
      mount_(std::move(mount)),
      prefix_(mount_.substr(std::min(model::kRoot.size(), mount_.size()))),
      unreported_name_(model::vendor_word(oui, "Unreported")),
      dependencies_(dependencies),
      remembered_(store) {}

void Subtree::begin() {
  if (prefix_.empty()) return;
  remembered_.load(mount_);
  (void)tree_.declare_object(tree_.root(), prefix_.substr(0, prefix_.size() - 1));
}

// ---- finding --------------------------------------------------------------------------------------------------------

Subtree::RowEntry* Subtree::row(adapter_handle handle) {
  const auto found = rows_.find(handle);
  return found == rows_.end() ? nullptr : &found->second;
}

const Subtree::ColumnEntry* Subtree::column(adapter_handle handle) const {
  const auto found = columns_.find(handle);
  return found == columns_.end() ? nullptr : &found->second;
}

model::Table* Subtree::table(adapter_handle handle) const {
  const auto found = tables_.find(handle);
  return found == tables_.end() ? nullptr : found->second;
}

model::Row* Subtree::parent_row(adapter_handle parent) const {
  if (parent == ADAPTER_MOUNT) return &tree_.root();
  const auto found = rows_.find(parent);
  return found == rows_.end() ? nullptr : found->second.row;
}

std::optional<model::ParameterRef> Subtree::find(CellHandle cell) const {
  const ColumnEntry* entry = column(cell.column);
  model::Row* row = entry == nullptr ? nullptr : parent_row(cell.row);
  if (row == nullptr) return std::nullopt;
  const model::ParameterRef parameter{row, entry->index};
  // A column of a table that another row has, or one whose place was taken by a later one.
  const bool fits = entry->index < row->shape().columns.size() && parameter.info().source_key == cell.column;
  return fits ? std::optional(parameter) : std::nullopt;
}

/// A row is of one adapter alone, whatever columns it has.
bool Subtree::owns(model::ParameterRef parameter) const {
  const bool in_root = parameter.row->parent() == nullptr;
  return in_root ? columns_.contains(parameter.info().source_key) : rows_.contains(parameter.row->source_key);
}

std::chrono::milliseconds Subtree::confirm_timeout(CellHandle cell) const {
  if (cell.column != ADAPTER_VALUE) {
    const ColumnEntry* entry = column(cell.column);
    return entry == nullptr ? std::chrono::milliseconds{0} : entry->confirm_timeout;
  }
  const auto found = rows_.find(cell.row);
  return std::chrono::milliseconds(found == rows_.end() ? 0 : found->second.confirm_timeout_ms);
}

std::string Subtree::path(const model::Row& row) const {
  std::string path = tree_.path(row);
  path.pop_back();
  return path;
}

CellHandle Subtree::cell(model::ParameterRef parameter) {
  const bool in_root = parameter.row->parent() == nullptr;
  return {in_root ? adapter_handle{ADAPTER_MOUNT} : parameter.row->source_key, parameter.info().source_key};
}

// ---- declaring ------------------------------------------------------------------------------------------------------

std::vector<std::string> Subtree::declare(const DeclareTable& message) {
  model::Row* row = parent_row(message.parent);
  const bool in_root = message.parent == ADAPTER_MOUNT;
  if (row == nullptr) {
    board_.reject("declare_table(): the parent was removed or rejected");
    return {};
  }
  const std::string name = in_root ? prefix_ + message.name : message.name;
  const auto table = tree_.declare_table(*row, {.name = name,
                                                .creatable = message.creatable,
                                                .source = &source_,
                                                .source_key = message.handle,
                                                .aliased = true});
  if (!table) {
    board_.reject("declare_table(): " + base::to_string(table.error()));
    return {};
  }
  tables_[message.handle] = *table;
  if (in_root) names_.insert({name, name + "NumberOfEntries"});
  return restore_rows(message.handle, **table);
}

std::vector<std::string> Subtree::restore_rows(adapter_handle handle, model::Table& table) {
  std::vector<std::string> identities;
  for (const state::StoredRow& stored : store_.rows.all(tree_.path(table))) {
    if (!stored.present || stored.identity.empty()) continue;
    const adapter_handle row = board_.row(handle, stored.identity);
    if (row == ADAPTER_NONE) continue;
    const auto added = tree_.add_row(table, stored.number, Origin::start);
    if (!added) continue;
    (*added)->source_key = row;
    RowEntry& entry = rows_[row] = {.row = *added};
    remembered_.restore_alias(tree_, journal_, **added);
    const auto device = remembered_.take_value(tree_.path(**added));
    if (device) dependencies_.device_remembered(row, entry, *device);
    identities.push_back(stored.identity);
  }
  return identities;
}

void Subtree::declare(DeclareColumn& message) {
  model::Parameter parameter = std::move(message.column->parameter);
  parameter.source = &source_;
  parameter.source_key = message.handle;
  model::Table* const of_table = table(message.parent);
  model::Row* const of_row = of_table == nullptr ? parent_row(message.parent) : nullptr;
  const bool in_root = message.parent == ADAPTER_MOUNT;
  if (of_table == nullptr && of_row == nullptr) return board_.reject("declare(): the parent was removed or rejected");
  if (in_root) parameter.name = prefix_ + parameter.name;
  const std::string name = parameter.name;
  // An Alias of the adapter's own says whatever it says, and names no rows.
  if (of_table != nullptr && name == "Alias") tree_.drop_aliases(*of_table);
  const auto index = of_table != nullptr ? tree_.declare(*of_table, std::move(parameter))
                                         : tree_.declare(*of_row, std::move(parameter));
  if (!index) return board_.reject("declare(): " + base::to_string(index.error()));
  columns_[message.handle] = {message.parent, *index, message.column->stored, message.column->confirm_timeout};
  if (in_root) names_.insert(name);
  declare_unreported(of_table != nullptr ? of_table : of_row->parent());
  const auto complete = [&](model::Row& row, adapter_handle handle) {
    if (!remembered_.empty()) restore_cell(remembered_, row, handle, message.handle);
    set_unreported(row);
  };
  if (of_row != nullptr) return complete(*of_row, message.parent);
  for (const auto& row : of_table->rows()) complete(*row, row->source_key);
}

// ---- what has no value yet ------------------------------------------------------------------------------------------

/// A cell without a value reads as its type's initial value: the object says which of them do.
void Subtree::declare_unreported(model::Table* table) {
  if (unreported_.contains(table)) return;
  constexpr const char* kDescription = "The names of the parameters of this object that have no value yet.";
  const auto index =
      table != nullptr ? tree_.declare(*table, {.name = unreported_name_, .description = kDescription})
                       : tree_.declare(tree_.root(), {.name = prefix_ + unreported_name_, .description = kDescription});
  if (index) unreported_[table] = *index;
}

void Subtree::set_unreported(model::Row& row) {
  constexpr std::size_t kMaxList = 16 * 1024;
  const auto column = unreported_.find(row.parent());
  if (column == unreported_.end()) return;
  const std::size_t prefix = row.parent() == nullptr ? prefix_.size() : 0;
  std::string list;
  for (const model::ColumnIndex index : row.shape().by_name) {
    const model::ParameterRef parameter{&row, index};
    const auto entry = columns_.find(parameter.info().source_key);
    if (entry == columns_.end() || entry->second.stored || tree_.has_value(parameter)) continue;
    if (list.size() > kMaxList) break;
    list.append(list.empty() ? "" : ",").append(parameter.info().name.substr(prefix));
  }
  const model::ParameterRef unreported{&row, column->second};
  if (tree_.stored_value(unreported) != list) tree_.set_value(unreported, std::move(list), Origin::start);
}

/// A parameter has its first value.
void Subtree::value_arrived(model::ParameterRef parameter, const model::Arrival& arrival) {
  if (arrival.was_known && !arrival.is_first) return;
  const auto column = unreported_.find(parameter.row->parent());
  if (column == unreported_.end() || column->second == parameter.column) return;
  if (columns_.contains(parameter.info().source_key)) set_unreported(*parameter.row);
}

/// An equal rule that a row has already, or this one.
std::shared_ptr<const model::ReportRule> Subtree::shared(std::shared_ptr<const model::ReportRule> rule) {
  constexpr std::size_t kMaxShared = 64;
  if (!rule) return rule;
  const auto known = std::ranges::find_if(rules_, [&](const auto& other) { return *other == *rule; });
  if (known != rules_.end()) return *known;
  if (rules_.size() < kMaxShared) rules_.push_back(rule);
  return rule;
}

void Subtree::set_report_rule(const SetReport& message) {
  const auto rule = shared(message.rule);
  const adapter_handle column = message.cell.column;
  const auto entry = columns_.find(column);
  const bool is_of_row = message.cell.row != ADAPTER_NONE;
  const auto parameter = is_of_row ? find(message.cell) : std::nullopt;
  model::Table* const of_table = is_of_row || entry == columns_.end() ? nullptr : table(entry->second.parent);
  model::Row* const of_parent = is_of_row || entry == columns_.end() ? nullptr : parent_row(entry->second.parent);
  if (parameter) {
    tree_.set_report_rule(*parameter, rule);
  } else if (of_table != nullptr) {
    tree_.set_report_rule(*of_table, entry->second.index, rule);
  } else if (of_parent != nullptr) {
    tree_.set_report_rule({of_parent, entry->second.index}, rule);
  } else {
    board_.reject("report(): the parameter was rejected or removed");
  }
}

void Subtree::restore_cells(model::Row& row, adapter_handle handle) {
  if (remembered_.empty()) return;
  for (const model::ColumnIndex index : row.shape().by_name) {
    const adapter_handle column_handle = row.shape().columns[index].source_key;
    if (columns_.contains(column_handle)) restore_cell(remembered_, row, handle, column_handle);
  }
}

void Subtree::restore_cell(Remembered& from, model::Row& row, adapter_handle row_handle, adapter_handle column_handle) {
  const ColumnEntry& entry = columns_.at(column_handle);
  const model::ParameterRef parameter{&row, entry.index};
  const std::string path = tree_.path(parameter);
  const model::Type type = parameter.info().type;
  if (const auto attributes = from.take_attributes(path)) tree_.set_attributes(parameter, *attributes);
  if (const auto value = from.take_value(path)) {
    // The type may be another one since it was saved.
    if (auto fits = model::canonical(type, *value)) tree_.set_value(parameter, std::move(*fits), Origin::start);
  }
  const auto set = from.take_set(path);
  if (!set) return;
  auto fits = model::canonical(type, set->value);
  const bool outdated = entry.stored && set->configured != parameter.info().initial_value();
  if (!fits || outdated || !parameter.info().writable || (!entry.stored && !set->pending)) {
    journal_.outdated(path);
  } else if (entry.stored) {
    tree_.set_value(parameter, std::move(*fits), Origin::start);
  } else {
    dependencies_.set_remembered({row_handle, column_handle}, *set);
  }
}

// ---- rows -----------------------------------------------------------------------------------------------------------

Subtree::RowEntry* Subtree::add_row(const AddRow& message, Origin origin) {
  if (const auto known = rows_.find(message.handle); known != rows_.end()) return &known->second;
  model::Table* const table = this->table(message.table);
  if (table == nullptr) {
    board_.reject("add_row(): the table was rejected");
    return nullptr;
  }
  const auto row = tree_.add_row(*table, store_.rows.number(tree_.path(*table), message.identity), origin);
  if (!row) {
    board_.reject("add_row(): " + base::to_string(row.error()));
    return nullptr;
  }
  (*row)->source_key = message.handle;
  RowEntry& entry = rows_[message.handle];
  entry.row = *row;
  remembered_.load(tree_.path(**row));
  remembered_.restore_alias(tree_, journal_, **row);
  restore_cells(**row, message.handle);
  set_unreported(**row);
  return &entry;
}

Subtree::RowEntry& Subtree::adopt(adapter_handle handle, model::Row& row) {
  row.source_key = handle;
  return rows_[handle] = {.row = &row};
}

void Subtree::restore_value(adapter_handle row, Remembered& remembered) {
  if (remembered.empty()) return;
  for (const adapter_handle column : {adapter_handle{ADAPTER_VALUE}, kChangeColumn}) {
    restore_cell(remembered, *rows_.at(row).row, row, column);
  }
}

void Subtree::remember_device(const RowEntry& entry, std::string device) {
  unsaved_devices_.push_back({tree_.path(*entry.row), std::move(device)});
}

void Subtree::save_devices() {
  if (unsaved_devices_.empty()) return;
  const auto devices = std::exchange(unsaved_devices_, {});
  if (const auto error = store_.last_values.save(devices)) {
    base::log::warning("plugin.row.not_stored", "the device of a row could not be stored: {}", error.message());
  }
}

void Subtree::remove_row(adapter_handle handle, Origin origin, bool forever) {
  const auto found = rows_.find(handle);
  if (found == rows_.end()) return;
  model::Row& row = *found->second.row;
  const std::string table = tree_.path(*row.parent());
  const std::uint32_t number = row.number();
  save_devices();  // a text of this row that is written later would never be erased
  forget(row);
  tree_.remove_row(row, origin);
  if (forever) {
    store_.erase_row(table, number);
  } else {
    store_.mark_absent(table, number);
  }
}

/// Drops the handles of the row and of all below it.
void Subtree::forget(model::Row& row) {
  for (const auto& table : row.tables()) {
    for (const auto& inner : table->rows()) forget(*inner);
    tables_.erase(table->source_key());
    unreported_.erase(table.get());
  }
  const auto entry = rows_.find(row.source_key);
  if (entry == rows_.end()) return;
  dependencies_.row_going(entry->first, entry->second);
  for (const model::ColumnIndex index : row.shape().by_name) {
    const auto of_row = columns_.find(row.shape().columns[index].source_key);
    if (of_row != columns_.end() && of_row->second.parent == entry->first) columns_.erase(of_row);
  }
  board_.erase(entry->first);
  rows_.erase(entry);
}

void Subtree::undeclare() {
  remove_shown();
  if (!prefix_.empty()) {
    tree_.undeclare(tree_.root(), prefix_.substr(0, prefix_.size() - 1));
  } else {
    for (const std::string& name : names_) tree_.undeclare(tree_.root(), name);
  }
  names_.clear();
  unreported_.clear();
  tables_.clear();
  rows_.clear();
  columns_.clear();
}

/// What of it is in a table that stays; of the number of rows others speak, once all that comes has come.
void Subtree::remove_shown() {
  std::vector<model::Row*> shown;
  for (const auto& [handle, entry] : rows_) {
    if (entry.is_shown) shown.push_back(entry.row);
  }
  for (model::Row* row : shown) tree_.remove_row(*row, Origin::start);
}

// ---- saving ---------------------------------------------------------------------------------------------------------

void Subtree::reset_stored() {
  reset_stored(tree_.root());
  for (const auto& [handle, entry] : rows_) reset_stored(*entry.row);
}

void Subtree::reset_stored(model::Row& row) {
  for (const model::ColumnIndex index : row.shape().by_name) {
    const model::ParameterRef parameter{&row, index};
    const auto entry = columns_.find(parameter.info().source_key);
    if (entry == columns_.end() || !entry->second.stored) continue;
    journal_.forgotten(tree_.path(parameter));
    tree_.set_value(parameter, std::string(parameter.info().initial_value()), Origin::local);
  }
}

void Subtree::collect(std::vector<state::PathValue>& values) const {
  collect(tree_.root(), values);
  for (const auto& [handle, entry] : rows_) collect(*entry.row, values);
}

void Subtree::collect(model::Row& row, std::vector<state::PathValue>& values) const {
  for (const model::ColumnIndex index : row.shape().by_name) collect({&row, index}, values);
}

void Subtree::collect(model::ParameterRef parameter, std::vector<state::PathValue>& values) const {
  const auto entry = columns_.find(parameter.info().source_key);
  // What is kept as a set value is not kept twice; what is hidden is a secret.
  if (entry == columns_.end() || entry->second.stored || parameter.info().hidden) return;
  if (tree_.has_value(parameter)) values.push_back({tree_.path(parameter), std::string(tree_.stored_value(parameter))});
}

}  // namespace proxy::plugin
