// SPDX-License-Identifier: Apache-2.0
#pragma once
// Events that are over after a time (`reset_after_s`): their cell then gets the initial value of its type again.
// Thread: one at a time; told the time

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/mapping/configuration/parameter.hpp"
#include "adapters/mapping/runtime/deadlines.hpp"
#include "adapters/mapping/runtime/set_confirmation.hpp"

namespace adapters::mapping {

class EventResets {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// A value of the source is published to the cell.
  void published(CellHandles cell, const Source& source, adapter_type type, std::string_view value, Time now);
  /// Those that are over. Their rows may be gone.
  std::vector<CellHandles> take_ended(Time now);
  /// When to call take_ended() at the latest.
  std::optional<Time> next() const { return ends_.next(); }

 private:
  Deadlines ends_;  // by row and column
};

}  // namespace adapters::mapping
