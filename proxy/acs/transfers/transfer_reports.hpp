// SPDX-License-Identifier: Apache-2.0
#pragma once
// The reports of finished transfers in the sessions with the ACS: which a session carries, and what comes of each.
// Spec: TR-069 Amendment 6, A.3.3.2 (TransferComplete), A.3.3.3 (AutonomousTransferComplete), 3.7.1.5 (delivery)
// Thread: loop
//
// An ACS that cannot take a report (it answers with 204, another response, no XML or an HTTP error) would never come to
// its own requests again, since each session fails at that report. After three such sessions the next ones carry no
// report: an empty POST follows the Inform. After five of these that were successful it is dropped with its events. A
// session that ends without an answer or with HTTP 503 is not counted: the ACS may just be restarting.

#include "proxy/acs/schedule/scheduler.hpp"
#include "proxy/acs/transfers/transfer_queue.hpp"
#include "proxy/cwmp/effect.hpp"
#include "proxy/cwmp/event.hpp"
#include "proxy/cwmp/rpc.hpp"
#include "proxy/state/store.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace proxy::acs {

/// The events that report the end of a transfer that the ACS has requested; last the one that may stand for several.
std::array<cwmp::EventStruct, 2> events_of(const state::StoredTransfer& transfer);
/// The report of a transfer that the ACS has not requested.
cwmp::AutonomousTransferComplete autonomous_report(const state::StoredTransfer& transfer);

class TransferReports {
 public:
  class Dependencies {
   public:
    /// The ACS has acknowledged the events, or is not to get them. Called within a Transaction of the store.
    virtual void delivered(const std::vector<cwmp::EventStruct>& events) = 0;

   protected:
    ~Dependencies() = default;
  };

  /// All of them outlive it.
  TransferReports(TransferQueue& queue, state::Store& store, Dependencies& dependencies)
      : queue_(queue), store_(store), dependencies_(dependencies) {}

  /// A session begins. Returns the reports to send in it; a heartbeat has none.
  std::deque<cwmp::OutgoingRequest> session_began(Scheduler::Turn turn);
  void acknowledged(const cwmp::AcknowledgeRequest& effect);
  /// The session is over, and its events are still under way. `unanswered` is the token of the report that the ACS has
  /// answered with something else.
  void session_ended(bool successful, std::optional<std::uint64_t> unanswered);
  /// Drops all reports: their events were discarded.
  void discard();

 private:
  void erase(std::int64_t id);

  TransferQueue& queue_;
  state::Store& store_;
  Dependencies& dependencies_;
  std::vector<std::int64_t> reported_;   ///< those whose events the session carries
  std::optional<std::int64_t> put_off_;  ///< its report was unanswered: the session carries none
};

}  // namespace proxy::acs
