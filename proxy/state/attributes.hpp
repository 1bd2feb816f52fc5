// SPDX-License-Identifier: Apache-2.0
#pragma once
// The attributes that an ACS has set: notification and access list.
// Spec: TR-069 Amendment 6, A.3.2.4
// Thread: loop

#include "proxy/state/sqlite/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace proxy::state {

struct StoredAttributes {
  std::string path;
  std::uint8_t notification = 0;  ///< 0 to 6
  bool subscriber_may_write = true;
  bool operator==(const StoredAttributes&) const = default;
};

class Attributes {
 public:
  /// The Database outlives it. `endpoint` "" is the gateway itself.
  Attributes(Database& database, std::string endpoint) : database_(database), endpoint_(std::move(endpoint)) {}

  std::error_code put(const StoredAttributes& attributes);
  /// Forgets the attributes whose path begins with `prefix`, which is not empty.
  std::error_code erase_below(std::string_view prefix);
  /// Those whose path begins with `prefix`, by path.
  std::vector<StoredAttributes> all(std::string_view prefix = {}) const;

 private:
  Database& database_;
  std::string endpoint_;
};

}  // namespace proxy::state
