// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/event.hpp"

#include <algorithm>

namespace proxy::cwmp {
namespace {

constexpr bool rules_stand_in_order() {
  for (std::size_t i = 0; i < kEventRules.size(); ++i) {
    if (static_cast<std::size_t>(kEventRules[i].code) != i) return false;
  }
  return true;
}
static_assert(rules_stand_in_order());

}  // namespace

const EventRule& event_rule(EventCode code) { return kEventRules.at(static_cast<std::size_t>(code)); }

std::optional<EventCode> event_from_text(std::string_view text) {
  const auto* rule =
      std::find_if(kEventRules.begin(), kEventRules.end(), [&](const EventRule& each) { return each.text == text; });
  if (rule == kEventRules.end()) return std::nullopt;
  return rule->code;
}

std::vector<EventStruct> arrange(std::vector<EventStruct> events) {
  for (EventStruct& event : events) {
    if (event_rule(event.event_code).single) event.command_key.clear();
  }
  const auto by_code = [](const EventStruct& left, const EventStruct& right) {
    return left.event_code < right.event_code;
  };
  // Events of one kind stay in the order in which they happened.
  std::stable_sort(events.begin(), events.end(), by_code);
  const auto repeated =
      std::unique(events.begin(), events.end(), [](const EventStruct& left, const EventStruct& right) {
        return left.event_code == right.event_code && event_rule(left.event_code).single;
      });
  events.erase(repeated, events.end());
  if (events.size() > kMaxEvents) events.resize(kMaxEvents);
  return events;
}

}  // namespace proxy::cwmp
