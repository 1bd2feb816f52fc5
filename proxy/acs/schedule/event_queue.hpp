// SPDX-License-Identifier: Apache-2.0
#pragma once
// The events that the ACS has yet to be told of; those that must survive a restart are in the store as well.
// "4 VALUE CHANGE" is not among them: it follows from the set of changed parameters.
// Spec: TR-069 Amendment 6, 3.7.1.5 (table 8)
// Thread: loop

#include "proxy/cwmp/event.hpp"
#include "proxy/state/events.hpp"

#include <cstddef>
#include <vector>

namespace proxy::acs {

class EventQueue {
 public:
  /// Begins with what the store has kept.
  explicit EventQueue(state::Events& stored);

  /// True if it is news: a single event that is waiting already is not. 0 BOOTSTRAP discards all others.
  bool add(cwmp::EventStruct event);

  /// What the Inform of the session that begins now carries. What is added from here on waits for the next one.
  std::vector<cwmp::EventStruct> begin_session();
  /// Delivered are those of `carried` that the given message delivers.
  void delivered(const std::vector<cwmp::EventStruct>& carried, cwmp::DeliveredBy by);
  /// What was carried and not delivered is due again, save what is good for one session only. A failure writes down
  /// what until then was worth no write to flash: the periodic event.
  void end_session(bool successful);
  /// The endpoint restarts: drops what is not kept over a restart.
  void restart();

  bool contains(cwmp::EventCode code) const;
  std::size_t size() const { return entries_.size(); }
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
