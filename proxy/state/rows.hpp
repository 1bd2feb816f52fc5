// SPDX-License-Identifier: Apache-2.0
#pragma once
// The instance numbers of rows. A number belongs to the identity of its row and is never given again.
// `table` is the full path, "Device.X_00D09E_ProxiedDevice."
// Spec: TR-069 Amendment 6, A.3.2.6 (an instance number is never used again)
// Thread: loop

#include "proxy/state/sqlite/database.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace proxy::state {

struct StoredRow {
  std::string identity;  ///< empty: a row that the ACS created
  std::uint32_t number = 0;
  bool present = true;  ///< false: it has left; the number is kept for its return
  bool operator==(const StoredRow&) const = default;
};

class Rows final : private Database::Listener {
 public:
  /// The Database outlives it. `endpoint` "" is the gateway itself.
  Rows(Database& database, std::string endpoint);
  ~Rows();
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  /// The number of the row with this identity (not empty), which is present from now on: the one it had before, or one
  /// more than the highest ever given in this table. If it cannot be written, the number holds until a later call can.
  /// Each new one is a write to the flash: many at once belong into one Batch.
  std::uint32_t number(std::string_view table, std::string_view identity);
  /// For a row that the ACS creates: one more than the highest ever given in this table. put_new() keeps it.
  std::uint32_t next_number(std::string_view table) const { return highest(table) + 1; }
  /// Keeps the number of a row that the ACS created. If it cannot be written the row does not exist.
  std::error_code put_new(std::string_view table, std::uint32_t number);
  /// By number, those that have left included.
  std::vector<StoredRow> all(std::string_view table) const;
  /// The row left; its number stays for its return.
  std::error_code mark_absent(std::string_view table, std::uint32_t number);
  /// The row is gone for good.
  std::error_code erase(std::string_view table, std::uint32_t number);

 private:
  /// A number given out that the file may not know yet.
  struct Unwritten {
    std::uint32_t number = 0;
    unsigned rollbacks = 0;  ///< of the database when it was written: if there were none since, the file knows it
  };
  struct UnwrittenTable {
    Unwritten highest;
    std::map<std::string, Unwritten, std::less<>> rows;  ///< by identity
  };

  void transaction_ended() override { forget_written(); }
  std::optional<StoredRow> find(std::string_view table, std::string_view identity) const;
  std::uint32_t highest(std::string_view table) const;
  std::uint32_t allot(std::string_view table, std::string_view identity);
  std::error_code write_number(std::string_view table, std::string_view identity, std::uint32_t number);
  std::error_code write_highest(std::string_view table, std::uint32_t number);
  void write_unwritten();
  void forget_written();

  Database& database_;
  std::string endpoint_;
  std::map<std::string, UnwrittenTable, std::less<>> unwritten_;  ///< by table
};

}  // namespace proxy::state
