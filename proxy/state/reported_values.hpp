// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the ACS was last informed of: the value that an acknowledged Inform carried for a parameter with notification,
// or that a change has yet to be reported. Compared with the present value after a restart, so that a kill neither
// loses nor invents a change.
// Spec: TR-069 Amendment 6, 3.7.1.5 (4 VALUE CHANGE)
// Thread: loop

#include "proxy/state/sqlite/database.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace proxy::state {

struct ReportedValue {
  std::string value;    ///< of the last acknowledged Inform; empty if none carried the parameter
  bool is_due = false;  ///< no Inform has carried it, and it has changed
  bool operator==(const ReportedValue&) const = default;
};

class ReportedValues {
 public:
  /// The Database outlives it. `endpoint` "" is the gateway itself.
  ReportedValues(Database& database, std::string endpoint) : database_(database), endpoint_(std::move(endpoint)) {}

  /// An acknowledged Inform carried this value. An equal one is not written.
  std::error_code put(std::string_view path, std::string_view value);
  /// The parameter has changed. A value that was reported stays: the change is seen against it.
  std::error_code put_due(std::string_view path);
  /// The ACS knows this value. Changes what is stored already, and adds nothing.
  std::error_code update(std::string_view path, std::string_view value);
  /// What comes from now on is compared with nothing before.
  std::error_code erase(std::string_view path);
  /// The same for all whose path begins with `prefix`, which is not empty.
  std::error_code erase_below(std::string_view prefix);
  /// The same for all.
  std::error_code clear();
  std::optional<ReportedValue> find(std::string_view path) const;
  /// Calls `each` for each stored path, in their order.
  void all(const std::function<void(std::string_view path)>& each) const;

 private:
  Database& database_;
  std::string endpoint_;
};

}  // namespace proxy::state
