// SPDX-License-Identifier: Apache-2.0
#pragma once
// The sessions that an ACS has asked for with ScheduleInform: when each is due, kept over restarts.
// Spec: TR-069 Amendment 6, A.4.1.2
// Thread: loop
//
// A delay is time that passes: setting the clock meanwhile changes nothing. Over a restart nobody knows how much has
// passed but the clock, so that the store has the time of day. A gateway that does not know it yet after its start
// waits for it.

#include "proxy/acs/schedule/slots.hpp"
#include "proxy/state/scheduled_informs.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace proxy::acs {

class ScheduledInforms {
 public:
  static constexpr std::size_t kMost = 16;

  explicit ScheduledInforms(state::ScheduledInforms& stored) : stored_(stored) {}

  /// Begins with what the store has.
  void restart(Now now);
  bool full() const { return waiting_.size() >= kMost; }
  std::error_code add(std::chrono::seconds delay, std::string command_key, Now now);
  /// The time of day was set.
  void clock_moved(Now now);
  std::optional<base::SteadyTime> next_due() const;
  /// The CommandKeys of those that are due, which are no more; the caller keeps them in the same transaction.
  std::vector<std::string> take_due(base::SteadyTime now);

 private:
  struct Waiting {
    state::StoredInform stored;
    std::optional<base::SteadyTime> due;  ///< none: the time of day is not known
  };

  state::ScheduledInforms& stored_;
  std::vector<Waiting> waiting_;
};

}  // namespace proxy::acs
