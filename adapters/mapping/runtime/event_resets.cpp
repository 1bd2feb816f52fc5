// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/runtime/event_resets.hpp"

namespace adapters::mapping {
namespace {

Deadlines::Key key_of(CellHandles cell) { return (Deadlines::Key{cell.row} << 32U) | cell.column; }

}  // namespace

void EventResets::published(CellHandles cell, const Source& source, adapter_type type, std::string_view value,
                            Time now) {
  if (source.reset_after.count() == 0) return;
  if (value == initial_value(type)) {
    ends_.erase(key_of(cell));
  } else {
    ends_.set(key_of(cell), now + source.reset_after);
  }
}

std::vector<CellHandles> EventResets::take_ended(Time now) {
  std::vector<CellHandles> ended;
  for (const Deadlines::Key key : ends_.take_due(now)) {
    ended.push_back({static_cast<adapter_handle>(key >> 32U), static_cast<adapter_handle>(key)});
  }
  return ended;
}

}  // namespace adapters::mapping
