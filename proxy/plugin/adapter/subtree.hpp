// SPDX-License-Identifier: Apache-2.0
#pragma once
// The part of the tree that one adapter fills: which handle is which table, row and column, and what the store gives
// back to them as they appear.
// Thread: loop, while the tree is not frozen

#include "proxy/model/tree.hpp"
#include "proxy/plugin/abi/board/host_board.hpp"
#include "proxy/plugin/abi/message.hpp"
#include "proxy/plugin/adapter/remembered.hpp"
#include "proxy/plugin/devices/proxied_devices.hpp"
#include "proxy/sets/set_journal.hpp"
#include "proxy/state/store.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace proxy::plugin {

class Subtree final : private model::Tree::Observer {
 public:
  static constexpr std::size_t kOwnColumns = 2;  ///< the host's, which all capabilities share

  struct RowEntry {
    model::Row* row = nullptr;
    adapter_handle device = ADAPTER_NONE;
    adapter_presence presence = ADAPTER_UNKNOWN;
    std::uint32_t confirm_timeout_ms = 0;  ///< of a capability; 0: the host's default
    bool is_shown = false;                 ///< a row of the table of proxied devices
    bool claimed = false;  ///< false: known from an earlier run, and the adapter has not spoken of it yet
  };
  struct ColumnEntry {
    adapter_handle parent = ADAPTER_NONE;
    model::ColumnIndex index = 0;
    bool stored = false;
    std::chrono::milliseconds confirm_timeout{0};
  };
  class Dependencies {
   public:
    /// A parameter appeared that has a pending set in the store.
    virtual void set_remembered(CellHandle cell, const state::SetValue& set) = 0;
    /// A row of an earlier run appeared; `device` is the text that remember_device() had for it.
    virtual void device_remembered(adapter_handle row, RowEntry& entry, const std::string& device) = 0;
    /// The row is about to be removed, one of several perhaps.
    virtual void row_going(adapter_handle row, const RowEntry& entry) = 0;

   protected:
    ~Dependencies() = default;
  };

  /// `mount` is "Device.X_00D09E_Home."; "Device." of an adapter without one, which may declare nothing.
  /// `oui` is the gateway's, for the names of parameters that the host adds.
  Subtree(model::Tree& tree, state::Store& store, HostBoard& board, model::DataSource& source, std::string mount,
          std::string_view oui, Dependencies& dependencies);

  /// Reads what is remembered and makes the mount appear.
  void begin();
  /// The identities of the rows that came back with the table.
  std::vector<std::string> declare(const DeclareTable& message);
  void declare(DeclareColumn& message);
  void set_report_rule(const SetReport& message);
  /// Adds the row, or finds it; null, and counted, if it cannot be.
  RowEntry* add_row(const AddRow& message, model::Origin origin);
  /// Takes in a row of the table of proxied devices, or of a capability.
  RowEntry& adopt(adapter_handle handle, model::Row& row);
  /// Gives a capability its last value and its LastChange, or the set that is due to it.
  void restore_value(adapter_handle row, Remembered& remembered);
  /// Keeps with the row, in the store, which device it is of.
  void remember_device(const RowEntry& entry, std::string device);
  /// Writes what remember_device() was given since the last call.
  void save_devices();
  /// The number is kept for its return, unless `forever`.
  void remove_row(adapter_handle row, model::Origin origin, bool forever);
  /// The parameters that the host alone keeps get their defaults, in the store too.
  void reset_stored();
  /// Takes all of it out of the tree.
  void undeclare();

  std::optional<model::ParameterRef> find(CellHandle cell) const;
  RowEntry* row(adapter_handle handle);
  const ColumnEntry* column(adapter_handle handle) const;
  model::Table* table(adapter_handle handle) const;
  bool owns(model::ParameterRef parameter) const;
  /// How long a set may take to be confirmed; 0: the host's default.
  std::chrono::milliseconds confirm_timeout(CellHandle cell) const;
  std::string path(const model::Row& row) const;  ///< without the final dot
  static CellHandle cell(model::ParameterRef parameter);

  /// The rows from this one up to the mount, without it.
  template <class Visit>
  void visit_upwards(adapter_handle row, Visit&& visit) const;
  const std::unordered_map<adapter_handle, RowEntry>& rows() const { return rows_; }
  std::size_t column_count() const { return columns_.size() - kOwnColumns; }
  /// The values as they are, for save_values().
  void collect(std::vector<state::PathValue>& values) const;
  void collect(model::ParameterRef parameter, std::vector<state::PathValue>& values) const;

 private:
  model::Row* parent_row(adapter_handle parent) const;
  std::shared_ptr<const model::ReportRule> shared(std::shared_ptr<const model::ReportRule> rule);
  std::vector<std::string> restore_rows(adapter_handle handle, model::Table& table);
  void restore_cells(model::Row& row, adapter_handle handle);
  void restore_cell(Remembered& from, model::Row& row, adapter_handle row_handle, adapter_handle column);
  void value_arrived(model::ParameterRef parameter, const model::Arrival& arrival) override;
  void declare_unreported(model::Table* table);
  void set_unreported(model::Row& row);
  void forget(model::Row& row);
  void remove_shown();
  void collect(model::Row& row, std::vector<state::PathValue>& values) const;
  void reset_stored(model::Row& row);

  model::Tree& tree_;
  state::Store& store_;
  sets::SetJournal journal_;
  HostBoard& board_;
  model::DataSource& source_;
  const std::string mount_;
  const std::string prefix_;  ///< of names below the root row: "X_00D09E_Home.", or nothing
  const std::string unreported_name_;
  Dependencies& dependencies_;
  Remembered remembered_;
  std::unordered_map<adapter_handle, model::Table*> tables_;
  std::unordered_map<adapter_handle, RowEntry> rows_;
  std::unordered_map<adapter_handle, ColumnEntry> columns_{{ADAPTER_VALUE, {.index = StandardShape::kValue}},
                                                           {kChangeColumn, {.index = StandardShape::kChange}}};
  std::unordered_map<const model::Table*, model::ColumnIndex> unreported_;  ///< by table; null for the mount
  std::vector<std::shared_ptr<const model::ReportRule>> rules_;             ///< many rows have the same few
  std::set<std::string> names_;                                             ///< declared below the root row
  std::vector<state::PathValue> unsaved_devices_;  ///< under the path of the row, which is no parameter's
};

template <class Visit>
void Subtree::visit_upwards(adapter_handle handle, Visit&& visit) const {
  for (auto entry = rows_.find(handle); entry != rows_.end();
       entry = rows_.find(entry->second.row->parent()->parent().source_key)) {
    visit(entry->second);
  }
}

}  // namespace proxy::plugin
