// SPDX-License-Identifier: Apache-2.0
#pragma once
// The sets that are on their way to devices. Each ends by an answer to the host: the device reports the value, repeats
// the command, or answers it by its number.
// Thread: any

#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "adapters/mapping/tables/response.hpp"
#include "adapters/mapping/values/value.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

/// Row and column of a cell.
struct CellHandles {
  adapter_handle row;
  adapter_handle column;
  auto operator<=>(const CellHandles&) const = default;
};

/// A set that waits for what its device reports.
struct SentSet {
  sdk::Token token;
  std::string value;         ///< as an ACS wrote it
  std::string echo;          ///< as it reads when the device repeats its own word for it; "" where that has no value
  std::string payload = {};  ///< as the device was sent it
  bool is_sent = true;       ///< false: the command waits in the adapter, and a report may be older than it
  bool is_matched = false;   ///< a report had the value while the command waited
};

class SetConfirmation {
 public:
  /// Commands that wait for an answer are numbered from first_number on.
  explicit SetConfirmation(sdk::Host host, std::uint64_t first_number = 1) : host_(host), next_number_(first_number) {}

  // ---- by what the device reports

  /// Takes the place of the set of the cell that waited before.
  void expect_report(CellHandles cell, SentSet set);
  bool is_expected(CellHandles cell) const;
  /// Nothing of the cell is expected any more; of all cells of the row; of a set that was not sent.
  void forget(CellHandles cell);
  void forget_row(sdk::Row row);
  void forget(sdk::Token token);
  /// The command has been sent: replies this to the host, and confirms the set if a report had its value already.
  void sent(sdk::Token token, adapter_status reply);
  /// The device reports this value, as an ACS sees it. It confirms the set if it is the value that was set, what the
  /// device's own word for it reads back as, or the value as the device has rounded it. A retained message may be older
  /// than the set: a rounded value in it confirms nothing. While the command has not been sent only the value itself
  /// counts, and the set ends when the command is sent.
  void reported(CellHandles cell, const Conversion& conversion, std::string_view value, bool retained);
  /// The device repeats a command, byte by byte: it has taken it.
  void repeated(CellHandles cell, std::string_view payload);
  /// The device says that it has taken the set, or why not.
  void accepted(CellHandles cell);
  void refused(CellHandles cell, const std::string& reason);

  // ---- by the number of the command

  std::uint64_t new_number();
  /// `subject` is the handle by which answered() finds it: of the column in a table, of the row of a capability.
  void expect_answer(std::uint64_t number, adapter_handle subject, sdk::Token token);
  /// Another program's number is harmless.
  void answered(adapter_handle subject, const DeviceAnswer& answer);

 private:
  struct ExpectedAnswer {
    adapter_handle subject;
    sdk::Token token;
  };
  void confirm(CellHandles cell, SentSet& set);
  void end(CellHandles cell, adapter_status status, const char* detail);

  const sdk::Host host_;
  mutable std::mutex mutex_;  // of all that follows
  std::map<CellHandles, SentSet> reports_;
  std::map<std::uint64_t, ExpectedAnswer> answers_;  // by number
  std::uint64_t next_number_;
};

}  // namespace adapters::mapping
