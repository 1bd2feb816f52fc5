// SPDX-License-Identifier: Apache-2.0
#pragma once
// The events that an Inform has yet to deliver.
// Spec: TR-069 Amendment 6, 3.7.1.5 (events kept over a reboot)
// Thread: loop

#include "proxy/state/sqlite/database.hpp"

#include <cstdint>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace proxy::state {

/// "M Reboot" with its CommandKey. `id` is the store's own.
struct PendingEvent {
  std::int64_t id = 0;  ///< 0: not stored
  std::string code;
  std::string command_key = {};
  bool operator==(const PendingEvent&) const = default;
};

class Events {
 public:
  /// The Database outlives it. `endpoint` "" is the gateway itself.
  Events(Database& database, std::string endpoint) : database_(database), endpoint_(std::move(endpoint)) {}

  /// Gives the event its id.
  std::error_code add(PendingEvent& event);
  std::error_code remove(std::int64_t id);
  /// In the order they were added.
  std::vector<PendingEvent> all() const;

 private:
  Database& database_;
  std::string endpoint_;
};

}  // namespace proxy::state
