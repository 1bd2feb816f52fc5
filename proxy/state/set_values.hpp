// SPDX-License-Identifier: Apache-2.0
#pragma once
// The values that the ACS or an operator set, and whether a device has yet to confirm them.
// Spec: TR-069 Amendment 6, A.3.2.1 (Status 1)
// Thread: loop

#include "proxy/state/sqlite/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace proxy::state {

struct SetValue {
  std::string path;
  std::string value;       ///< canonical
  std::string configured;  ///< the configuration's value then: once that changes, the configuration wins again
  bool pending = false;    ///< not confirmed yet: to be sent again
  bool operator==(const SetValue&) const = default;
};

class SetValues {
 public:
  /// The Database outlives it. `endpoint` "" is the gateway itself.
  SetValues(Database& database, std::string endpoint) : database_(database), endpoint_(std::move(endpoint)) {}

  /// Stores the value, or replaces the one that is stored for this path.
  std::error_code put(std::string_view path, std::string_view value, std::string_view configured, bool pending);
  /// The value is no longer pending. No error if no value is stored.
  std::error_code confirm(std::string_view path);
  std::error_code erase(std::string_view path);
  /// Forgets the values whose path begins with `prefix`, which is not empty.
  std::error_code erase_below(std::string_view prefix);
  std::optional<SetValue> find(std::string_view path) const;
  /// Those whose path begins with `prefix`, by path.
  std::vector<SetValue> all(std::string_view prefix = {}) const;

 private:
  Database& database_;
  std::string endpoint_;
};

}  // namespace proxy::state
