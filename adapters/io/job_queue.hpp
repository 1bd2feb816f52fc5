// SPDX-License-Identifier: Apache-2.0
#pragma once
// Jobs that wait for a worker thread, in the order in which they came. The jobs of one lane run one after the other and
// have a deadline that counts from push() on; a job without a lane is a poll, whose time begins when it starts.
// Thread: any

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace adapters::io {

/// Job has `std::chrono::milliseconds timeout` and `std::optional<std::size_t> lane`.
template <class Job>
class JobQueue {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Waiting {
    Job job;
    Time since;

    /// When the job has to be done if it starts now.
    Time deadline(Time now) const { return (job.lane ? since : now) + job.timeout; }
    /// Of a job in a lane: half of its time is over, which it needs for itself.
    Time half_time() const { return since + job.timeout / 2; }
  };

  void push(Job job, Time now) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({std::move(job), now});
  }

  /// Takes the first job that `may_start` and that waits behind no other job of its lane.
  template <class Predicate>
  std::optional<Waiting> take(Predicate may_start) {
    const std::lock_guard lock(mutex_);
    for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
      const auto of_its_lane = [&](const Waiting& other) { return other.job.lane == at->job.lane; };
      const bool behind = at->job.lane && std::any_of(waiting_.begin(), at, of_its_lane);
      if (behind || !may_start(at->job)) continue;
      Waiting taken = std::move(*at);
      waiting_.erase(at);
      return taken;
    }
    return std::nullopt;
  }

  /// Takes the jobs of lanes whose deadline has passed while they waited.
  std::vector<Job> take_late(Time now) {
    std::vector<Job> late;
    const std::lock_guard lock(mutex_);
    for (auto at = waiting_.begin(); at != waiting_.end();) {
      if (!at->job.lane || at->deadline(now) > now) {
        ++at;
        continue;
      }
      late.push_back(std::move(at->job));
      at = waiting_.erase(at);
    }
    return late;
  }

  /// The first deadline of a job that waits in a lane.
  std::optional<Time> next_deadline() const {
    const std::lock_guard lock(mutex_);
    std::optional<Time> next;
    for (const Waiting& waiting : waiting_) {
      if (!waiting.job.lane) continue;
      const Time deadline = waiting.since + waiting.job.timeout;
      next = next ? std::min(*next, deadline) : deadline;
    }
    return next;
  }

  template <class Visit>
  void each(Visit visit) const {
    const std::lock_guard lock(mutex_);
    for (const Waiting& waiting : waiting_) visit(waiting);
  }

 private:
  mutable std::mutex mutex_;
  std::deque<Waiting> waiting_;
};

}  // namespace adapters::io
