// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Informs that ScheduleInform calls requested.
// Spec: TR-069 Amendment 6, A.4.1.2
// Thread: loop

#include "proxy/state/sqlite/database.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace proxy::state {

/// What a ScheduleInform requested. `id` is the store's own.
struct StoredInform {
  std::int64_t id = 0;  ///< 0: not stored
  std::string command_key;
  std::chrono::sys_seconds due;
  std::chrono::seconds delay;  ///< until then, when this was written
  bool operator==(const StoredInform&) const = default;
};

class ScheduledInforms {
 public:
  /// The Database outlives it. `endpoint` "" is the gateway itself.
  ScheduledInforms(Database& database, std::string endpoint) : database_(database), endpoint_(std::move(endpoint)) {}

  /// Gives the Inform its id.
  std::error_code add(StoredInform& inform);
  /// Writes its due time and delay anew.
  std::error_code move(const StoredInform& inform);
  std::error_code remove(std::int64_t id);
  std::error_code clear();
  /// In the order they were added.
  std::vector<StoredInform> all() const;

 private:
  Database& database_;
  std::string endpoint_;
};

}  // namespace proxy::state
