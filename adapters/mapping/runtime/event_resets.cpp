// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/runtime/event_resets.hpp"

namespace adapters::mapping {

void EventResets::published(CellHandles cell, const Source& source, adapter_type type, std::string_view value,
                            Time now) {
  if (source.reset_after.count() == 0) return;
  if (value == initial_value(type)) {
    ends_.erase({cell, type});
  } else {
    ends_.set({cell, type}, now + source.reset_after);
  }
}

std::vector<EndedEvent> EventResets::take_ended(Time now) {
  std::vector<EndedEvent> ended;
  for (const auto& [cell, type] : ends_.take_due(now)) ended.push_back({cell, initial_value(type)});
  return ended;
}

}  // namespace adapters::mapping
