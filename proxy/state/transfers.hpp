// SPDX-License-Identifier: Apache-2.0
#pragma once
// The file transfers of one endpoint: those to be carried out, and those whose end has yet to be reported to the ACS.
// Spec: TR-069 Amendment 6, A.3.2.8 (transfers survive a restart)
// Thread: loop

#include "proxy/state/sqlite/database.hpp"

#include <cstdint>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace proxy::state {

struct StoredTransfer {
  enum class Kind : std::uint8_t { download, upload, schedule_download };
  enum class State : std::uint8_t {
    waiting,     ///< perhaps begun, but nothing has come of it
    installing,  ///< the file is complete, and its installation has begun
    completed,   ///< with or without a fault
  };

  std::int64_t id = 0;
  Kind kind = Kind::download;
  bool autonomous = false;  ///< the ACS did not request it
  std::string command_key = {};
  std::string file_type = {};
  std::string url = {};
  std::string username = {};
  std::string password = {};    ///< empty once it is completed
  std::uint32_t file_size = 0;  ///< 0: unknown
  std::string target_file_name = {};
  std::string windows = {};   ///< when it may be tried, as its owner writes it
  std::int64_t accepted = 0;  ///< when it was requested, seconds since 1970
  std::int64_t passed = 0;    ///< seconds since then, as far as the last start knew
  State state = State::waiting;
  std::uint32_t current_window = 0;
  std::uint32_t tries = 0;  ///< in that window
  std::uint32_t fault_code = 0;
  std::string fault_string = {};
  std::int64_t start_time = 0;     ///< seconds since 1970; 0: unknown
  std::int64_t complete_time = 0;  ///< seconds since 1970; 0: unknown
  std::uint32_t refusals = 0;      ///< how often the ACS refused the report of its end
  bool unreported = false;         ///< an ACS requested it that is no longer ours
  std::uint32_t unanswered = 0;    ///< sessions that the report of its end has cost, as its owner counts them
  bool operator==(const StoredTransfer&) const = default;
};

class Transfers {
 public:
  /// The Database outlives it. `endpoint` "" is the gateway itself.
  Transfers(Database& database, std::string endpoint) : database_(database), endpoint_(std::move(endpoint)) {}

  /// Gives it its id.
  std::error_code add(StoredTransfer& transfer);
  /// What may change from its acceptance on: accepted (in another clock) and passed, file_size, password, state, window
  /// and tries, the outcome, refusals, unreported, unanswered.
  std::error_code update(const StoredTransfer& transfer);
  std::error_code erase(std::int64_t id);
  /// In the order they were added.
  std::vector<StoredTransfer> all() const;

 private:
  Database& database_;
  std::string endpoint_;
};

}  // namespace proxy::state
