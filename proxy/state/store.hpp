// SPDX-License-Identifier: Apache-2.0
#pragma once
// What one CWMP endpoint remembers over a restart. The gateway is the endpoint ""; all share one Database.
// A write that fails is logged here and told by its error code; the caller goes on with what it has in memory, and what
// was written before stays. A read that fails is logged and finds nothing.
// Spec: TR-069 Amendment 6, 3.7.1.5 (events kept over a reboot), A.3.2.1 (ParameterKey, Status 1), A.3.2.4
// (attributes), A.3.2.6 (an instance number is never used again), A.4.1.6 (FactoryReset) Thread: loop

#include "proxy/state/database.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace proxy::state {

class Statement;
class Store;

/// Makes all writes of its lifetime, by any Store of the Database, one: commit() writes all of them or none, and
/// without commit() none is. Never nested (throws std::logic_error), and never held over a callback. Within a Batch it
/// stands for itself.
class Transaction {
 public:
  explicit Transaction(Store& store);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  /// Once it returns no error, the writes survive a loss of power.
  [[nodiscard]] std::error_code commit();

 private:
  Store& store_;
  bool open_ = true;
};

/// Gathers the writes of its lifetime, which do not depend on each other, to write them together, at its end at the
/// latest: a write to the flash for many. Each says that it went well when it is gathered; if the flash does not take
/// them none is written, which is logged. Within another one it adds to that.
class Batch {
 public:
  explicit Batch(Store& store);
  ~Batch();
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

 private:
  Store& store_;
};

/// What the ACS or an operator set.
struct SetValue {
  std::string path;
  std::string value;       ///< canonical
  std::string configured;  ///< the configuration's value then: once that changes, the configuration wins again
  bool pending = false;    ///< not confirmed yet: to be sent again
  bool operator==(const SetValue&) const = default;
};

struct StoredAttributes {
  std::string path;
  std::uint8_t notification = 0;  ///< 0 to 6
  bool subscriber_may_write = true;
  bool operator==(const StoredAttributes&) const = default;
};

struct StoredRow {
  std::string identity;  ///< empty: a row that the ACS created
  std::uint32_t number = 0;
  bool present = true;  ///< false: it has left; the number is kept for its return
  bool operator==(const StoredRow&) const = default;
};

struct PathValue {
  std::string path;
  std::string value;
};

/// "M Reboot" with its CommandKey. `id` is the store's own.
struct PendingEvent {
  std::int64_t id = 0;  ///< 0: not stored
  std::string code;
  std::string command_key = {};
  bool operator==(const PendingEvent&) const = default;
};

/// What a ScheduleInform asked for. `id` is the store's own.
struct StoredInform {
  std::int64_t id = 0;  ///< 0: not stored
  std::string command_key;
  std::chrono::sys_seconds due;
  bool operator==(const StoredInform&) const = default;
};

class Store {
 public:
  /// `endpoint` "" is the gateway itself. The Database outlives the Store.
  explicit Store(Database& database, std::string endpoint = {});

  // ---- the endpoint itself ----
  std::string parameter_key() const;
  std::error_code set_parameter_key(std::string_view key);
  /// 32 hex digits, made once at random and kept, over a FactoryReset too.
  const std::string& connection_request_path();
  /// The ACS URL that acknowledged 0 BOOTSTRAP; empty: none yet.
  std::string bootstrap_url() const;
  std::error_code set_bootstrap_url(std::string_view acs_url);
  /// The version of CWMP that was agreed on with this ACS, "1.2"; empty: none, or another ACS has been met since.
  std::string agreed_version(std::string_view acs_url) const;
  std::error_code set_agreed_version(std::string_view acs_url, std::string_view version);
  /// What the last acknowledged Inform carried for this parameter, if any did.
  std::optional<std::string> acknowledged_value(std::string_view path) const;
  std::error_code set_acknowledged_value(std::string_view path, std::string_view value);

  // ---- set values ----
  std::error_code put_set_value(std::string_view path, std::string_view value, std::string_view configured,
                                bool pending);
  /// No longer pending. No error if there is none.
  std::error_code confirm(std::string_view path);
  std::error_code erase_set_value(std::string_view path);
  std::optional<SetValue> set_value(std::string_view path) const;
  /// Those whose path begins with `prefix`, by path.
  std::vector<SetValue> set_values(std::string_view prefix = {}) const;

  // ---- attributes ----
  std::error_code put_attributes(const StoredAttributes& attributes);
  std::error_code erase_attributes(std::string_view path);
  std::vector<StoredAttributes> attributes(std::string_view prefix = {}) const;

  // ---- rows. `table` is the full path, "Device.X_00D09E_ProxiedDevice." ----
  /// The number of the row with this identity (not empty), which is present from now on: the one it had before, or one
  /// more than the highest ever given in this table. If it cannot be written, the number holds until a later call can.
  /// Each new one is a write to the flash: many at once belong into one Batch.
  std::uint32_t row_number(std::string_view table, std::string_view identity);
  /// For a row that the ACS creates: one more than the highest ever given in this table. put_new_row() keeps it.
  std::uint32_t next_number(std::string_view table) const { return highest_number(table) + 1; }
  /// If it cannot be written there is no such row, unlike one that has an identity.
  std::error_code put_new_row(std::string_view table, std::uint32_t number);
  /// By number, those that have left included.
  std::vector<StoredRow> rows(std::string_view table) const;
  /// The row left; its last values go, its number, attributes and set values stay for its return.
  std::error_code mark_absent(std::string_view table, std::uint32_t number);
  /// The row is gone for good with all stored below it; the number is never given again.
  std::error_code erase_row(std::string_view table, std::uint32_t number);

  // ---- last values of device parameters ----
  /// All or none. Values of other paths stay.
  std::error_code save_values(std::span<const PathValue> values);
  void load_values(std::string_view prefix,
                   const std::function<void(std::string_view path, std::string_view value)>& value) const;
  /// Forgets values, set values and attributes whose path begins with `prefix`, which is not empty.
  std::error_code erase_below(std::string_view prefix);

  // ---- events to be delivered ----
  /// Gives the event its id.
  std::error_code add_event(PendingEvent& event);
  std::error_code remove_event(std::int64_t id);
  /// In the order they were added.
  std::vector<PendingEvent> events() const;

  // ---- scheduled Informs ----
  /// Gives it its id.
  std::error_code add_scheduled_inform(StoredInform& inform);
  std::error_code move_scheduled_inform(std::int64_t id, std::chrono::sys_seconds due);
  std::error_code remove_scheduled_inform(std::int64_t id);
  /// In the order they were added.
  std::vector<StoredInform> scheduled_informs() const;

  /// The last ScheduleReboot time that was carried out, if there was one.
  std::optional<std::chrono::sys_seconds> rebooted_at() const;
  std::error_code set_rebooted_at(std::chrono::sys_seconds time);

  /// Forgets set values, attributes, events, transfers, scheduled Informs, rows that the ACS created, ParameterKey, the
  /// bootstrap and acknowledged values; neither row numbers, last values nor the path of the ConnectionRequestURL. All
  /// or nothing.
  std::error_code factory_reset();

 private:
  friend class Transaction;
  friend class Batch;
  friend class Transfers;

  /// A number given out that the file may not know yet.
  struct Unwritten {
    std::uint32_t number = 0;
    unsigned rollbacks = 0;  ///< of the database when it was written: if there were none since, the file knows it
  };
  struct UnwrittenTable {
    Unwritten highest;
    std::map<std::string, Unwritten, std::less<>> rows;  ///< by identity
  };

  std::optional<std::string> text(std::string_view name) const;
  std::error_code put_text(std::string_view name, std::string_view value);
  std::error_code write(Statement& statement);
  std::error_code all_or_none(const std::function<std::error_code()>& writes);
  std::error_code erase_prefix(const char* sql, std::string_view prefix);
  std::optional<StoredRow> find_row(std::string_view table, std::string_view identity) const;
  std::uint32_t highest_number(std::string_view table) const;
  std::uint32_t allot(std::string_view table, std::string_view identity);
  std::error_code write_row(std::string_view table, std::string_view identity, std::uint32_t number);
  std::error_code write_highest(std::string_view table, std::uint32_t number);
  void write_unwritten();
  void forget_written();

  Database& database_;
  std::string endpoint_;
  std::string connection_request_path_;
  std::map<std::string, UnwrittenTable, std::less<>> unwritten_;  ///< by table
};

}  // namespace proxy::state
