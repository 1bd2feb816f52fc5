// SPDX-License-Identifier: Apache-2.0
#pragma once
// The events that the ACS has not acknowledged yet. Those that must survive a restart are in the store too.
// "4 VALUE CHANGE" is not among them: it follows from the set of changed parameters.
// Spec: TR-069 Amendment 6, 3.7.1.5 (table 8)
// Thread: loop

#include "proxy/cwmp/event.hpp"
#include "proxy/state/events.hpp"

#include <vector>

namespace proxy::acs {

class EventQueue {
 public:
  /// Begins with the events in the store.
  explicit EventQueue(state::Events& stored);

  /// Returns whether the event is new: a single event (table 8) that waits already is not. 0 BOOTSTRAP discards all
  /// others.
  bool add(cwmp::EventStruct event);

  /// The events for the Inform of the session that begins now. Events added later wait for the next session.
  std::vector<cwmp::EventStruct> begin_session();
  /// Removes those of `carried` that the given message delivers.
  void delivered(const std::vector<cwmp::EventStruct>& carried, cwmp::DeliveredBy by);
  /// Undelivered events are due again, but for those that belong to one session only. After a failure the periodic
  /// event is stored too; a success within its session saves that write to flash.
  void end_session(bool successful);
  /// The endpoint restarts: drops the events that are not kept over a restart.
  void restart();

  bool contains(cwmp::EventCode code) const;
  std::vector<cwmp::EventStruct> events() const;

 private:
  struct Entry {
    cwmp::EventStruct event;
    std::int64_t id = 0;   ///< the store's; 0: not stored
    bool carried = false;  ///< by the session under way
  };

  void keep(Entry& entry);
  template <class Predicate>
  void erase_if(Predicate predicate);

  state::Events& stored_;
  std::vector<Entry> entries_;
};

}  // namespace proxy::acs
