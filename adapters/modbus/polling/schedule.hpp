// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which read is next on a bus that carries one request at a time. A unit that does not answer is left alone for a while
// and then tried with one read, so that it never costs the others their pace; a read that is refused is parted.
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
    int patience = 3;                        ///< times in a row without an answer, and the unit is offline
    std::chrono::seconds first_pause{5};     ///< before an offline unit is tried again; twice as long each time,
    std::chrono::seconds longest_pause{60};  ///< up to this. Also of a read that is refused, or its interval if longer
  };

  /// What became known of a unit by what has just happened.
  enum class News { none, online, offline };

  Schedule(std::vector<Point> points, PlanLimits limits, Rules rules);

  /// The read to be done now, if one is due; it ends with answered(), refused(), silent() or abandoned().
  std::optional<Read> take(Time now);
  /// When the next one is due; nothing where there are none.
  std::optional<Time> next() const;

  News answered(Time now);
  /// The unit is there and says no. may_part: it is the range that it does not like.
  News refused(bool may_part, Time now);
  News silent(Time now);
  /// It was not the unit that failed.
  void abandoned() { current_.reset(); }

  /// Of requests that are none of ours: writes.
  News unit_answered(int unit, Time now);
  News unit_silent(int unit, Time now);

  /// The point is read next, if its unit is not offline.
  void hurry(std::size_t point);
  bool is_offline(int unit) const;
  /// The bus is away: every unit is tried anew at once when it is back. Those that were not known to be offline.
  std::vector<int> bus_lost();

 private:
  struct Job {
    Read read;
    Time due = {};
    int failures = 0;
  };
  struct Unit {
    bool closed = true;  ///< nothing but trials
    bool fresh = true;   ///< not tried yet: no pause holds the trial back
    int silent = 0;      ///< times in a row
    Time retry_at = {};
    std::chrono::seconds pause{};
    std::size_t turn = 0;  ///< which of its reads is the next trial
    bool parted = false;
    std::optional<bool> told = {};  ///< online
  };

  std::optional<std::size_t> find(Time& due) const;
  Time due_of(const Job& job, const Unit& unit) const;
  std::vector<std::size_t> jobs_of(int unit) const;
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
  Time trials_at_ = {};  // trials, but for fresh ones, wait until then
};

}  // namespace adapters::modbus
