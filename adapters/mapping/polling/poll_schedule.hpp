// SPDX-License-Identifier: Apache-2.0
#pragma once
// When each poll is due. A poll that fails may back off.
// Thread: pure

#include <chrono>
#include <cstddef>
#include <optional>
#include <random>
#include <vector>

namespace adapters::mapping {

class PollSchedule {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Every job is due at once. A job that fails waits twice as long each time, up to `longest_wait` or its interval,
  /// whichever is more, with jitter: polls that fail together are not repeated together. With 0 it keeps its interval.
  explicit PollSchedule(const std::vector<std::chrono::seconds>& intervals, std::chrono::seconds longest_wait = {});

  /// The jobs to be done now; each is under way until finished() is called for it.
  std::vector<std::size_t> take_due(Time now);
  void finished(std::size_t job, bool well, Time now);
  /// Due at once; if it is under way, once more when it has finished.
  void hurry(std::size_t job);
  /// When the next one is due; nothing while all are under way.
  std::optional<Time> next() const;

 private:
  struct Job {
    std::chrono::seconds interval;
    Time due = {};
    Time begun = {};
    int failures = 0;
    bool under_way = false;
    bool again = false;
  };
  Time::duration wait_of(const Job& job);

  std::vector<Job> jobs_;
  std::chrono::seconds longest_wait_;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace adapters::mapping
