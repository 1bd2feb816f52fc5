// SPDX-License-Identifier: Apache-2.0
#pragma once
// The table Device.X_<OUI>_ProxiedDevice.{i}., which all adapters share: its rows, those of the devices' capabilities,
// and what the store keeps of both. Which adapter a row is of is for ShownDevices to know.
// Thread: loop, while the tree is not frozen

#include "proxy/model/tree.hpp"
#include "proxy/plugin/adapter/remembered.hpp"
#include "proxy/plugin/devices/capability.hpp"
#include "proxy/plugin/devices/devices.hpp"
#include "proxy/plugin/devices/standard_shape.hpp"
#include "proxy/sets/set_journal.hpp"
#include "proxy/state/store.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::plugin {

/// What is shown of a device, and kept with its row.
struct DeviceFacts {
  std::string adapter;   ///< whose it is
  std::string protocol;  ///< as the adapter gave it
  std::string name, type, description;
  model::Notification online = model::Notification::active;  ///< of its parameter Online, until an ACS changes it
  bool operator==(const DeviceFacts&) const = default;
};

class ProxiedDevices {
 public:
  struct KnownDevice {
    std::uint32_t number;
    DeviceId id;
    DeviceFacts facts;
  };
  struct KnownCapability {
    std::uint32_t number;
    Capability capability;
  };

  /// `source` carries out what is set; `oui` names the table. Nothing is declared before the first row.
  ProxiedDevices(model::Tree& tree, state::Store& store, model::DataSource& source, std::string oui);

  // ---- what the store knows ----
  std::vector<KnownDevice> known(const std::string& adapter);
  struct KnownCapabilities {
    std::vector<KnownCapability> shown;
    bool are_all = true;  ///< false: of others the store has numbers, and may have more
  };
  KnownCapabilities known_capabilities(const model::Row& row);
  /// Forgets the rows that known() has read and that were not added since.
  void forget_known() { remembered_.clear(); }
  /// The number it always had, or a new one: a write, many of which belong into one batch.
  std::uint32_t number(const DeviceId& id) { return store_.rows.number(path_, stored_identity(id)); }
  std::uint32_t number(std::uint32_t device, const Capability& of);

  // ---- rows ----
  /// Null if it cannot be. Name, Alias and attributes come back from the store. The caller sets the value: it knows the
  /// handle.
  model::Row* add(std::uint32_t number, const DeviceFacts& facts, model::Origin origin);
  model::Row* add(model::Row& parent, std::uint32_t number, const Capability& from, model::Origin origin);
  /// The row says so from now on; false if it did before.
  bool update(model::Row& row, const DeviceFacts& facts, model::Origin origin);
  bool update(model::Row& row, const Capability& from, model::Origin origin);
  /// Of a capability: the adapter gives it again, or not.
  void drop_report_rule(model::Row& row) { tree_.set_report_rule({&row, StandardShape::kValue}, nullptr); }
  /// Online and X_<OUI>_Presence.
  void set_presence(model::Row& row, adapter_presence presence, model::Origin origin);
  void set_contacted(model::Row& row, base::SystemTime time);
  /// The value of a capability is a new one since this time: its LastChange.
  void set_changed(model::Row& row, base::SystemTime time);
  bool has_changed(model::Row& row) const { return tree_.has_value({&row, StandardShape::kChange}); }
  /// Reads what the store has of a row that is to be added again, and of those below it.
  void recall(std::uint32_t device);
  void recall(std::uint32_t device, std::uint32_t capability);
  Remembered& remembered() { return remembered_; }
  /// To be kept with the row: save() writes it.
  void remember(const model::Row& row, const DeviceFacts& facts);
  void remember(const model::Row& row, const Capability& of);
  /// What an earlier run knew of its presence and its last contact, which the row shows again; to be kept likewise.
  adapter_presence recall_presence(model::Row& row);
  void collect_presence(const model::Row& row, adapter_presence presence, std::vector<state::PathValue>& values) const;
  void save();

  std::size_t count() const { return table_ == nullptr ? 0 : table_->rows().size(); }
  /// Rows came and went without a word: there are not as many as before.
  void tell_count(std::size_t before);
  bool shows(const model::Row& row) const { return table_ != nullptr && row.parent() == table_; }
  /// A parameter Name that an ACS may set: what the device itself says, which such a set is kept beside.
  static bool is_name(model::ParameterRef parameter);
  std::string own_name(model::ParameterRef parameter) const;
  /// The name that a device's row shows.
  std::string name_of(model::Row& row) const {
    return std::string(tree_.stored_value({&row, StandardShape::kDeviceName}));
  }
  /// What is wrong with a value, canonical, that is to be set: it is out of its row's own range, or none of its row's
  /// ValidValues. "" if nothing is, and of any other parameter.
  std::string problem(model::ParameterRef parameter, std::string_view text) const;

 private:
  static std::string stored_identity(const DeviceId& id);
  void declare();
  std::string capabilities_path(std::uint32_t device) const;
  void restore_count();
  bool is_shown_again(const std::string& row, const Capability& of) const;
  bool set(model::Row& row, model::ColumnIndex column, const std::string& text, model::Origin origin);
  bool set_name(model::Row& row, model::ColumnIndex column, const std::string& own, model::Origin origin);
  void restore(model::Row& row);
  void restore_name(model::Row& row, model::ColumnIndex column, const std::string& own);

  model::Tree& tree_;
  state::Store& store_;
  sets::SetJournal journal_;
  const std::string oui_;
  StandardShape shape_;
  const std::string name_, path_;
  Remembered remembered_;
  model::Table* table_ = nullptr;
  std::vector<state::PathValue> unsaved_;  ///< under the path of the row
};

}  // namespace proxy::plugin
