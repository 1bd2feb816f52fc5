// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/polling/poll_schedule.hpp"

#include <algorithm>
#include <utility>

#include "adapters/mapping/polling/jitter.hpp"

namespace adapters::mapping {
namespace {

constexpr int kMaxDoublings = 16;

}  // namespace

PollSchedule::PollSchedule(const std::vector<std::chrono::seconds>& intervals, std::chrono::seconds longest_wait)
    : longest_wait_(longest_wait) {
  for (const std::chrono::seconds interval : intervals) jobs_.push_back({interval});
}

std::vector<std::size_t> PollSchedule::take_due(Time now) {
  std::vector<std::size_t> due;
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    Job& job = jobs_[i];
    if (job.under_way || job.due > now) continue;
    job.under_way = true;
    job.begun = now;
    due.push_back(i);
  }
  return due;
}

void PollSchedule::finished(std::size_t job, bool well, Time now) {
  Job& done = jobs_[job];
  done.under_way = false;
  done.failures = well ? 0 : std::min(done.failures + 1, kMaxDoublings);
  done.due = std::exchange(done.again, false) ? now : std::max(done.begun + wait_of(done), now);
}

PollSchedule::Time::duration PollSchedule::wait_of(const Job& job) {
  using std::chrono::milliseconds;
  const milliseconds longest = std::max(longest_wait_, job.interval);
  const milliseconds wait = std::min<milliseconds>(job.interval * (1 << job.failures), longest);
  if (job.failures == 0 || longest_wait_.count() == 0) return wait;
  return with_jitter(wait, longest, random_, job.interval);
}

void PollSchedule::hurry(std::size_t job) {
  jobs_[job].due = {};
  jobs_[job].again = jobs_[job].under_way;
}

std::optional<PollSchedule::Time> PollSchedule::next() const {
  std::optional<Time> next;
  for (const Job& job : jobs_) {
    if (!job.under_way && (!next || job.due < *next)) next = job.due;
  }
  return next;
}

}  // namespace adapters::mapping
