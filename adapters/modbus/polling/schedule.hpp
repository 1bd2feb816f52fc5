// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which read is next on a bus that carries one request at a time. A unit that does not answer pauses and is then tried
// with one read, so that it does not delay the other units. A read that is rejected is divided.
// Thread: pure

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "adapters/modbus/polling/poll_plan.hpp"

namespace adapters::modbus {

class Schedule {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Rules {
    int patience = 3;                        ///< requests in a row without an answer until a unit is offline
    std::chrono::seconds first_pause{5};     ///< before an offline unit is tried again; it doubles each time
    std::chrono::seconds longest_pause{60};  ///< up to this; for a rejected read too, or its interval if longer
  };

  /// The change of a unit's presence by the last answer.
  enum class News { none, online, offline };

  Schedule(std::vector<Point> points, PlanLimits limits, Rules rules);

  /// The read that is due now, if any; it ends with answered(), refused(), silent() or abandoned().
  std::optional<Read> take(Time now);
  /// When the next read is due; nothing without reads.
  std::optional<Time> next() const;

  News answered(Time now);
  /// The unit rejects the read. may_part: it rejects the range, which can be divided.
  News refused(bool may_part, Time now);
  News silent(Time now);
  /// The read failed for another reason than the unit. It is the first read of its unit when the bus is back.
  void abandoned();

  /// The results of writes, which are not in the schedule.
  News unit_answered(int unit, Time now);
  News unit_silent(int unit, Time now);

  /// Makes the point the next one to be read, unless its unit is offline.
  void hurry(std::size_t point);
  bool is_offline(int unit) const;
  /// The bus is lost: every unit is tried at once when it is back. Returns the units that were not offline before.
  std::vector<int> bus_lost();

 private:
  struct Job {
    Read read;
    Time due = {};
    int failures = 0;
  };
  struct Unit {
    bool closed = true;  ///< only trials are sent
    bool fresh = true;   ///< not tried yet: the first trial has no pause
    int silent = 0;      ///< requests in a row without an answer
    Time retry_at = {};
    std::chrono::seconds pause{};
    std::size_t turn = 0;  ///< the index of its read that is the next trial
    bool parted = false;
    std::optional<bool> told = {};  ///< the reported presence
  };

  std::optional<std::size_t> find(Time& due) const;
  Time due_of(const Job& job, const Unit& unit) const;
  std::vector<std::size_t> jobs_of(int unit) const;
  std::size_t turn_of(std::size_t job) const;
  std::chrono::seconds pause_of(const Job& job) const;
  News tell(Unit& unit, bool online);
  void open(int number, Unit& unit, Time now);

  std::vector<Point> points_;
  PlanLimits limits_;
  Rules rules_;
  std::vector<Job> jobs_;
  std::map<int, Unit> units_;
  std::optional<std::size_t> current_;
  Time begun_ = {};
  Time trials_at_ = {};  // trials wait until then, except the first of a unit
};

}  // namespace adapters::modbus
