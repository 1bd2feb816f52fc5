// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Informs that an ACS has requested with ScheduleInform: when each is due, kept over restarts.
// Spec: TR-069 Amendment 6, A.4.1.2
// Thread: loop
//
// A delay counts elapsed time: setting the clock does not change it. Over a restart only the clock shows the elapsed
// time, so the store has the time of day, and the delay beside it: a clock that is wrong after the restart makes no
// Inform later than its delay from there. Once such a clock is set it may show that the time is over.

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
  static constexpr std::size_t kMaxInforms = 16;

  explicit ScheduledInforms(state::ScheduledInforms& stored) : stored_(stored) {}

  /// Reads the Informs from the store.
  void restart(Now now);
  bool full() const { return waiting_.size() >= kMaxInforms; }
  std::error_code add(std::chrono::seconds delay, std::string command_key, Now now);
  /// Drops all of them.
  void clear();
  /// The time of day was set.
  void clock_moved(Now now);
  std::optional<base::SteadyTime> next_due() const;
  /// Removes the due ones and returns their CommandKeys; the caller stores their events in the same transaction.
  std::vector<std::string> take_due(base::SteadyTime now);

 private:
  struct Waiting {
    state::StoredInform stored;
    base::SteadyTime due;
    bool is_from_store = false;  ///< it was requested before the restart
  };

  state::ScheduledInforms& stored_;
  std::vector<Waiting> waiting_;
};

}  // namespace proxy::acs
