// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/schedule/event_queue.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace proxy::acs {

using cwmp::EventCode;
using cwmp::EventStruct;

EventQueue::EventQueue(state::Events& stored) : stored_(stored) {
  for (state::PendingEvent& each : stored_.all()) {
    const std::optional<EventCode> code = cwmp::event_from_text(each.code);
    if (code)
      entries_.push_back({.event = {*code, std::move(each.command_key)}, .id = each.id});
    else
      (void)stored_.remove(each.id);  // of a later program version; this one cannot deliver it
  }
}

bool EventQueue::add(EventStruct event) {
  const cwmp::EventRule& rule = cwmp::event_rule(event.event_code);
  const bool waits = std::ranges::any_of(
      entries_, [&](const Entry& entry) { return !entry.carried && entry.event.event_code == event.event_code; });
  if (rule.single && waits && event.event_code != EventCode::bootstrap) return false;
  if (event.event_code == EventCode::bootstrap) erase_if([](const Entry&) { return true; });
  entries_.push_back({.event = std::move(event)});
  if (rule.code != EventCode::periodic) keep(entries_.back());
  return true;
}

void EventQueue::keep(Entry& entry) {
  const cwmp::EventRule& rule = cwmp::event_rule(entry.event.event_code);
  if (rule.keep != cwmp::Keep::for_ever || entry.id != 0) return;
  state::PendingEvent stored{.code = std::string(rule.text), .command_key = entry.event.command_key};
  if (!stored_.add(stored)) entry.id = stored.id;
}

std::vector<EventStruct> EventQueue::begin_session() {
  for (Entry& entry : entries_) entry.carried = true;
  return events();
}

void EventQueue::delivered(const std::vector<EventStruct>& carried, cwmp::DeliveredBy by) {
  for (const EventStruct& event : carried) {
    if (cwmp::event_rule(event.event_code).delivered_by != by) continue;
    bool found = false;  // removes one entry each: two M Reboot may have the same key
    erase_if([&](const Entry& entry) {
      if (found || !entry.carried || entry.event != event) return false;
      return found = true;
    });
  }
}

void EventQueue::end_session(bool successful) {
  erase_if([](const Entry& entry) {
    return entry.carried && cwmp::event_rule(entry.event.event_code).keep == cwmp::Keep::one_session;
  });
  std::vector<EventCode> seen;
  for (Entry& entry : entries_) entry.carried = false;
  erase_if([&](const Entry& entry) {
    if (!cwmp::event_rule(entry.event.event_code).single) return false;
    if (std::ranges::find(seen, entry.event.event_code) != seen.end()) return true;
    seen.push_back(entry.event.event_code);
    return false;
  });
  if (!successful) std::ranges::for_each(entries_, [this](Entry& entry) { keep(entry); });
}

void EventQueue::restart() {
  for (Entry& entry : entries_) entry.carried = false;
  erase_if([](const Entry& entry) { return cwmp::event_rule(entry.event.event_code).keep != cwmp::Keep::for_ever; });
}

bool EventQueue::contains(EventCode code) const {
  return std::ranges::any_of(entries_, [&](const Entry& entry) { return entry.event.event_code == code; });
}

std::vector<EventStruct> EventQueue::events() const {
  std::vector<EventStruct> result;
  for (const Entry& entry : entries_) result.push_back(entry.event);
  return result;
}

template <class Predicate>
void EventQueue::erase_if(Predicate predicate) {
  std::erase_if(entries_, [&](const Entry& entry) {
    if (!predicate(entry)) return false;
    if (entry.id != 0) (void)stored_.remove(entry.id);  // the store logs a failure
    return true;
  });
}

}  // namespace proxy::acs
