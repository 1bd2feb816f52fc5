// SPDX-License-Identifier: Apache-2.0
#pragma once
// Events that are over after a time (`reset_after_s`): the value of their cell then becomes the initial one of its type
// again.
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

struct EndedEvent {
  CellHandles cell;
  const char* value;  ///< what is to be published
};

class EventResets {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// A value of the source is published to the cell.
  void published(CellHandles cell, const Source& source, adapter_type type, std::string_view value, Time now);
  /// Those that are over. Their rows may be gone.
  std::vector<EndedEvent> take_ended(Time now);
  /// When to call take_ended() at the latest.
  std::optional<Time> next() const { return ends_.next(); }

 private:
  Deadlines<std::pair<CellHandles, adapter_type>> ends_;
};

}  // namespace adapters::mapping
