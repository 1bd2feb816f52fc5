// SPDX-License-Identifier: Apache-2.0
// Shows what becomes of events: merged or counted, delivered, discarded, and kept over a restart.
#include "proxy/acs/schedule/event_queue.hpp"

#include <optional>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/acs/state_folder.hpp"

using proxy::acs::EventQueue;
using proxy::cwmp::DeliveredBy;
using proxy::cwmp::EventCode;
using proxy::cwmp::EventStruct;

namespace {

using Events = std::vector<EventStruct>;

EventStruct event(EventCode code, const char* key = "") { return {code, key}; }

}  // namespace

TEST_CASE("single events merge, multiple ones are counted") {
  StateFolder state;
  EventQueue queue(state.store->events);
  CHECK(queue.add(event(EventCode::boot)));
  CHECK_FALSE(queue.add(event(EventCode::boot)));
  CHECK(queue.add(event(EventCode::m_reboot, "a")));
  CHECK(queue.add(event(EventCode::m_reboot, "a")));
  CHECK(queue.events().size() == 3);
}

TEST_CASE("0 BOOTSTRAP discards all others") {
  StateFolder state;
  EventQueue queue(state.store->events);
  queue.add(event(EventCode::m_reboot, "a"));
  queue.add(event(EventCode::periodic));
  queue.add(event(EventCode::bootstrap));
  queue.add(event(EventCode::boot));
  CHECK(queue.events() == Events{event(EventCode::bootstrap), event(EventCode::boot)});
}

TEST_CASE("an event during a session waits for the next one, and is not delivered with it") {
  StateFolder state;
  EventQueue queue(state.store->events);
  queue.add(event(EventCode::periodic));
  const Events carried = queue.begin_session();
  CHECK(queue.add(event(EventCode::periodic)));
  queue.delivered(carried, DeliveredBy::inform_response);
  queue.end_session(true);
  CHECK(queue.events() == Events{event(EventCode::periodic)});
}

TEST_CASE("after a failure what was carried merges with what came since") {
  StateFolder state;
  EventQueue queue(state.store->events);
  queue.add(event(EventCode::periodic));
  queue.begin_session();
  queue.add(event(EventCode::periodic));
  queue.end_session(false);
  CHECK(queue.events() == Events{event(EventCode::periodic)});
}

TEST_CASE("a connection request is not tried again, unless another came meanwhile") {
  StateFolder state;
  EventQueue queue(state.store->events);
  queue.add(event(EventCode::connection_request));
  queue.begin_session();
  queue.end_session(false);
  CHECK(queue.events().empty());
  queue.add(event(EventCode::connection_request));
  queue.begin_session();
  queue.add(event(EventCode::connection_request));
  queue.end_session(false);
  CHECK(queue.events().size() == 1);
}

TEST_CASE("each message delivers its own events") {
  StateFolder state;
  EventQueue queue(state.store->events);
  queue.add(event(EventCode::boot));
  queue.add(event(EventCode::transfer_complete));
  queue.add(event(EventCode::m_download, "k"));
  const Events carried = queue.begin_session();
  queue.delivered(carried, DeliveredBy::inform_response);
  CHECK(queue.events() == Events{event(EventCode::transfer_complete), event(EventCode::m_download, "k")});
  queue.delivered(carried, DeliveredBy::transfer_complete_response);
  CHECK(queue.events().empty());
}

TEST_CASE("bootstrap, a failed periodic and M events survive a restart; boot and connection requests do not") {
  StateFolder state;
  std::optional<EventQueue> queue(state.store->events);
  for (const EventCode code : {EventCode::bootstrap, EventCode::boot, EventCode::periodic,
                               EventCode::connection_request, EventCode::scheduled})
    queue->add(event(code));
  queue->add(event(EventCode::m_reboot, "a"));
  queue->begin_session();
  queue->end_session(false);
  state.reopen();
  queue.emplace(state.store->events);
  Events kept = proxy::cwmp::arrange(queue->events());
  CHECK(kept == Events{event(EventCode::bootstrap), event(EventCode::periodic), event(EventCode::scheduled),
                       event(EventCode::m_reboot, "a")});

  queue->delivered(queue->begin_session(), DeliveredBy::inform_response);
  state.reopen();
  queue.emplace(state.store->events);
  CHECK(queue->events().empty());
}

TEST_CASE("a restart of the endpoint alone drops what is kept until a reboot") {
  StateFolder state;
  EventQueue queue(state.store->events);
  queue.add(event(EventCode::boot));
  queue.add(event(EventCode::m_reboot, "a"));
  queue.restart();
  CHECK(queue.events() == Events{event(EventCode::m_reboot, "a")});
}
