// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.X_<OUI>_Adapter.{i}.: one row for each adapter of the configuration, with how it fares. The number of a row
// stays with the adapter's name. Status is active from the start, so that an ACS is notified of an outage.
// Thread: loop, while the tree is not frozen

#include "proxy/base/clock.hpp"
#include "proxy/model/data_source.hpp"
#include "proxy/plugin/overview/adapter_rows.hpp"
#include "proxy/plugin/overview/condition.hpp"
#include "proxy/plugin/overview/read_only_source.hpp"
#include "proxy/state/store.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::plugin {

/// Read when an ACS asks for it.
struct AdapterCounts {
  std::size_t devices = 0, pending_sets = 0;
  std::uint64_t messages = 0;  ///< messages and polls that had values
  std::uint64_t rejected = 0;
  std::string last_rejected = {};
};

class AdapterTable final : private ReadOnlySource::Dependencies {
 public:
  class Dependencies {
   public:
    /// Nothing if there is no such adapter, or if it could not be taken in.
    virtual std::optional<AdapterCounts> counts(std::string_view adapter) const = 0;

   protected:
    ~Dependencies() = default;
  };
  struct Row {
    std::string plugin;
    std::optional<Condition> condition;  ///< none: the adapter has not tried yet
    std::string since;                   ///< of the status, as dateTime
    bool is_known = false;               ///< the status was stored before the start, or has been reported
  };

  /// All outlive the table. Nothing is declared before the first row.
  AdapterTable(model::Tree& tree, state::Store& store, const base::Clock& clock, std::string_view oui,
               Dependencies& dependencies);

  /// Shows the adapter, with the status that it had before the restart or reload.
  void add(const std::string& adapter, const std::string& plugin);
  /// The status changes. A problem is reported to the ACS also if nothing was known before.
  void set(const std::string& adapter, const Condition& condition);
  /// Removes the adapters for which there is no counts().
  void remove_others();

  const std::map<std::string, Row, std::less<>>& rows() const { return rows_; }
  /// Of an adapter that has not reported yet.
  static Condition untried() { return {Condition::Status::down, "the adapter has not tried yet"}; }

 private:
  void declare();
  void restore(model::Row& row, Row& shown);
  void store(model::Row& row);
  void show(model::Row& row, const Row& shown, model::Origin origin);
  void read_live() override;

  model::Tree& tree_;
  state::Store& store_;
  const base::Clock& clock_;
  Dependencies& dependencies_;
  const std::string name_;
  AdapterRows in_tree_;
  ReadOnlySource source_;
  model::Table* table_ = nullptr;
  std::map<std::string, Row, std::less<>> rows_;
};

}  // namespace proxy::plugin
