// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/polling/schedule.hpp"

#include <algorithm>
#include <utility>

namespace adapters::modbus {
namespace {

constexpr int kMaxDoublings = 16;
/// Trials of units that do not answer take at most a fifth of the bus, with any number of such units.
constexpr int kRestAfterTrial = 4;

}  // namespace

Schedule::Schedule(std::vector<Point> points, PlanLimits limits, Rules rules)
    : points_(std::move(points)), limits_(limits), rules_(rules) {
  for (Read& read : plan_reads(points_, limits_)) {
    units_[read.unit].pause = rules_.first_pause;
    jobs_.push_back({std::move(read)});
  }
}

// ---- when -----------------------------------------------------------------------------------------------------------

std::vector<std::size_t> Schedule::jobs_of(int unit) const {
  std::vector<std::size_t> jobs;
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    if (jobs_[i].read.unit == unit) jobs.push_back(i);
  }
  return jobs;
}

/// The place of a job among those of its unit.
std::size_t Schedule::turn_of(std::size_t job) const {
  const std::vector<std::size_t> jobs = jobs_of(jobs_[job].read.unit);
  return static_cast<std::size_t>(std::find(jobs.begin(), jobs.end(), job) - jobs.begin());
}

Schedule::Time Schedule::due_of(const Job& job, const Unit& unit) const {
  if (!unit.closed) return job.due;
  return unit.fresh ? Time{} : std::max(unit.retry_at, trials_at_);
}

/// The read that is due first, and when.
std::optional<std::size_t> Schedule::find(Time& due) const {
  std::optional<std::size_t> first;
  std::map<int, std::size_t> seen;  // for closed units: how many of its reads
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    const Unit& unit = units_.at(jobs_[i].read.unit);
    if (unit.closed && seen[jobs_[i].read.unit]++ != unit.turn) continue;
    const Time its = due_of(jobs_[i], unit);
    if (first && its >= due) continue;
    first = i;
    due = its;
  }
  return first;
}

std::optional<Read> Schedule::take(Time now) {
  Time due = {};
  const std::optional<std::size_t> job = find(due);
  if (!job || due > now) return std::nullopt;
  current_ = job;
  begun_ = now;
  return jobs_[*job].read;
}

std::optional<Schedule::Time> Schedule::next() const {
  Time due = {};
  return find(due) ? std::optional(due) : std::nullopt;
}

std::chrono::seconds Schedule::pause_of(const Job& job) const {
  const auto longest = std::max(rules_.longest_pause, job.read.interval);
  return std::min(job.read.interval * (1 << std::min(job.failures, kMaxDoublings)), longest);
}

void Schedule::hurry(std::size_t point) {
  for (Job& job : jobs_) {
    const std::vector<std::size_t>& points = job.read.points;
    if (std::find(points.begin(), points.end(), point) != points.end()) job.due = {};
  }
}

// ---- what came of it ------------------------------------------------------------------------------------------------

Schedule::News Schedule::tell(Unit& unit, bool online) {
  if (std::exchange(unit.told, online) == online) return News::none;
  return online ? News::online : News::offline;
}

/// Makes all reads of the unit due, those first that have waited for longest. Divided reads are whole again, because it
/// may be another device now.
void Schedule::open(int number, Unit& unit, Time now) {
  unit.closed = unit.fresh = false;
  unit.pause = rules_.first_pause;
  unit.turn = 0;
  if (std::exchange(unit.parted, false)) {
    std::erase_if(jobs_, [number](const Job& job) { return job.read.unit == number; });
    for (Read& read : plan_reads(points_, limits_)) {
      if (read.unit == number) jobs_.push_back({std::move(read)});
    }
  }
  for (const std::size_t job : jobs_of(number)) jobs_[job].due = std::min(jobs_[job].due, now);
}

Schedule::News Schedule::unit_answered(int number, Time now) {
  const auto found = units_.find(number);
  if (found == units_.end()) return News::none;
  Unit& unit = found->second;
  unit.silent = 0;
  if (unit.closed) open(number, unit, now);
  return tell(unit, true);
}

Schedule::News Schedule::unit_silent(int number, Time now) {
  const auto found = units_.find(number);
  if (found == units_.end()) return News::none;
  Unit& unit = found->second;
  const std::vector<std::size_t> jobs = jobs_of(number);
  unit.turn = (unit.turn + 1) % jobs.size();
  if (!unit.closed && ++unit.silent < rules_.patience) {
    jobs_[jobs[unit.turn]].due = now;  // shows soon whether the unit or this read failed
    return News::none;
  }
  unit.closed = true;
  unit.fresh = false;
  unit.retry_at = now + unit.pause;
  unit.pause = std::min(unit.pause * 2, rules_.longest_pause);
  return tell(unit, false);
}

Schedule::News Schedule::answered(Time now) {
  Job& job = jobs_[*std::exchange(current_, std::nullopt)];
  job.failures = 0;
  const int unit = job.read.unit;
  const bool opens = units_.at(unit).closed;
  job.due = begun_ + job.read.interval;
  const Read read = job.read;
  const News news = unit_answered(unit, now);
  if (!opens) return news;
  for (Job& one : jobs_) {  // it has just been read
    if (one.read.points == read.points) one.due = begun_ + read.interval;
  }
  return news;
}

Schedule::News Schedule::refused(bool may_part, Time now) {
  const std::size_t index = *std::exchange(current_, std::nullopt);
  const int unit = jobs_[index].read.unit;
  if (units_.at(unit).closed) return unit_answered(unit, now);  // it will reject this read again
  units_.at(unit).silent = 0;
  Job& job = jobs_[index];
  job.due = begun_ + pause_of(job);
  ++job.failures;
  if (!may_part) return News::none;
  if (auto parts = split_read(job.read, points_)) {
    units_.at(unit).parted = true;
    jobs_[index] = {std::move(parts->first), now};
    jobs_.push_back({std::move(parts->second), now});
  }
  return News::none;
}

Schedule::News Schedule::silent(Time now) {
  const std::size_t index = *std::exchange(current_, std::nullopt);
  Job& job = jobs_[index];
  Unit& unit = units_.at(job.read.unit);
  unit.turn = turn_of(index);
  if (unit.closed) trials_at_ = now + kRestAfterTrial * (now - begun_);
  job.due = begun_ + pause_of(job);
  ++job.failures;
  return unit_silent(job.read.unit, now);
}

void Schedule::abandoned() {
  if (!current_) return;
  units_.at(jobs_[*current_].read.unit).turn = turn_of(*current_);
  current_.reset();
}

bool Schedule::is_offline(int unit) const {
  const auto found = units_.find(unit);
  return found != units_.end() && found->second.told == false;
}

std::vector<int> Schedule::bus_lost() {
  std::vector<int> lost;
  current_.reset();
  trials_at_ = {};
  for (auto& [number, unit] : units_) {
    unit.closed = unit.fresh = true;
    unit.silent = 0;
    unit.pause = rules_.first_pause;
    if (tell(unit, false) == News::offline) lost.push_back(number);
  }
  return lost;
}

}  // namespace adapters::modbus
