// SPDX-License-Identifier: Apache-2.0
#pragma once
// The last values of device parameters, so that they are known again after a restart.
// Thread: loop

#include "proxy/state/sqlite/database.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace proxy::state {

struct PathValue {
  std::string path;
  std::string value;
};

class LastValues {
 public:
  /// The Database outlives it. `endpoint` "" is the gateway itself.
  LastValues(Database& database, std::string endpoint) : database_(database), endpoint_(std::move(endpoint)) {}

  /// All or none. Values of other paths stay; an equal value is not written.
  std::error_code save(std::span<const PathValue> values);
  /// Calls `value` for each stored value whose path begins with `prefix`, by path.
  void load(std::string_view prefix,
            const std::function<void(std::string_view path, std::string_view value)>& value) const;
  /// Forgets the values whose path begins with `prefix`, which is not empty.
  std::error_code erase_below(std::string_view prefix);

 private:
  Database& database_;
  std::string endpoint_;
};

}  // namespace proxy::state
