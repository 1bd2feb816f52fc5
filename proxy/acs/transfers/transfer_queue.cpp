// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/transfers/transfer_queue.hpp"

#include "proxy/cwmp/rpc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <utility>

namespace proxy::acs {
namespace {

using State = state::StoredTransfer::State;

constexpr std::chrono::seconds kFirstRetry{10};
constexpr std::uint32_t kRetryDoublings = 5;
/// The longest delay; more elapsed time need not be counted.
constexpr std::chrono::seconds kMaxWait{std::numeric_limits<std::uint32_t>::max()};

std::chrono::seconds retry_wait(std::uint32_t tries) {
  return kFirstRetry * (1U << std::min(tries - 1, kRetryDoublings));
}

std::int64_t seconds_of(base::SystemTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

/// Since its acceptance, as far as is known: a clock that was not set then or is not set now shows nothing.
std::chrono::seconds time_passed(const state::StoredTransfer& transfer, base::SystemTime now) {
  const bool is_comparable = (transfer.accepted >= seconds_of(base::kClockNeverSet)) == (now >= base::kClockNeverSet);
  const std::int64_t by_clock = is_comparable ? seconds_of(now) - transfer.accepted : 0;
  return std::chrono::seconds(std::clamp<std::int64_t>(std::max(by_clock, transfer.passed), 0, kMaxWait.count()));
}

}  // namespace

std::string to_text(const std::vector<TransferWindow>& windows) {
  std::string text;
  for (const TransferWindow& window : windows) {
    text += fmt::format("{} {} {} ", window.start.count(), window.end ? window.end->count() : 0, window.retries);
  }
  return text;
}

std::vector<TransferWindow> windows_from_text(std::string_view text) {
  std::vector<TransferWindow> windows;
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto next = [&]() -> std::optional<std::uint32_t> {
    std::uint32_t number = 0;
    const auto [stop, error] = std::from_chars(at, end, number);
    if (error != std::errc() || stop == end || *stop != ' ') return std::nullopt;
    at = stop + 1;
    return number;
  };
  while (at != end) {
    const auto first = next();
    const auto last = first ? next() : first;
    const auto retries = last ? next() : last;
    if (!retries) return {};
    windows.push_back({.start = std::chrono::seconds(*first), .retries = *retries});
    if (*last != 0) windows.back().end = std::chrono::seconds(*last);
  }
  return windows;
}

void TransferQueue::restart(Now now) {
  running_.reset();
  transfers_ = stored_.all();
  times_.clear();
  for (std::size_t index = 0; index < transfers_.size(); ++index) {
    times_.push_back(
        {.windows = windows_from_text(transfers_[index].windows), .accepted = now.steady, .is_from_store = true});
    count_time_passed(index, now);
  }
}

void TransferQueue::clock_moved(Now now) {
  for (std::size_t index = 0; index < transfers_.size(); ++index) {
    if (times_[index].is_from_store)
      count_time_passed(index, now);
    else
      note_acceptance(index, now);
  }
}

/// A wrong clock does not lengthen a wait. What has passed is kept for the next start, whose clock may be wrong.
void TransferQueue::count_time_passed(std::size_t index, Now now) {
  Transfer& transfer = transfers_[index];
  const std::chrono::seconds passed = time_passed(transfer, now.system);
  times_[index].accepted = std::min(times_[index].accepted, now.steady - passed);
  if (transfer.state != State::waiting || transfer.passed == passed.count()) return;
  transfer.passed = passed.count();
  (void)stored_.update(transfer);  // the store logs a failure
}

/// The time of its acceptance by the clock as it is set now.
void TransferQueue::note_acceptance(std::size_t index, Now now) {
  Transfer& transfer = transfers_[index];
  const std::int64_t accepted = seconds_of(now.system - (now.steady - times_[index].accepted));
  const bool is_rounding = std::abs(accepted - transfer.accepted) <= 1;
  if (transfer.state != State::waiting || is_rounding) return;
  transfer.accepted = accepted;
  (void)stored_.update(transfer);  // the store logs a failure
}

base::Result<void> TransferQueue::add(Transfer transfer, std::vector<TransferWindow> windows, Now now) {
  const auto refuse = [](std::string why) { return base::Error{base::Fault::resources_exceeded, "", std::move(why)}; };
  if (transfers_.size() >= cwmp::kMaxQueuedTransfers)
    return refuse(fmt::format("{} transfers are queued already", cwmp::kMaxQueuedTransfers));
  transfer.accepted = seconds_of(now.system);
  transfer.windows = to_text(windows);
  if (stored_.add(transfer)) return refuse("the state cannot be written");
  transfers_.push_back(std::move(transfer));
  times_.push_back({.windows = std::move(windows), .accepted = now.steady});
  return {};
}

void TransferQueue::erase(std::int64_t id) {
  const std::size_t index = index_of(id);
  (void)stored_.erase(id);  // the store logs a failure
  transfers_.erase(std::next(transfers_.begin(), static_cast<std::ptrdiff_t>(index)));
  times_.erase(std::next(times_.begin(), static_cast<std::ptrdiff_t>(index)));
  if (running_ == id) running_.reset();
}

void TransferQueue::make_last_try(std::int64_t id) {
  Transfer& transfer = transfers_[index_of(id)];
  transfer.unreported = true;
  (void)stored_.update(transfer);  // the store logs a failure
}

void TransferQueue::drop_cancelled() {
  std::vector<std::int64_t> cancelled;
  for (const Transfer& transfer : transfers_)
    if (transfer.unreported && transfer.state == State::waiting) cancelled.push_back(transfer.id);
  for (const std::int64_t id : cancelled) erase(id);
}

std::size_t TransferQueue::index_of(std::int64_t id) const {
  const auto found = std::ranges::find(transfers_, id, &Transfer::id);
  return static_cast<std::size_t>(std::distance(transfers_.begin(), found));
}

const TransferQueue::Transfer* TransferQueue::find(std::int64_t id) const {
  const std::size_t index = index_of(id);
  return index < transfers_.size() ? &transfers_[index] : nullptr;
}

const TransferWindow* TransferQueue::window(std::size_t index) const {
  const std::size_t current = transfers_[index].current_window;
  return current < times_[index].windows.size() ? &times_[index].windows[current] : nullptr;
}

std::optional<base::SteadyTime> TransferQueue::window_end(std::size_t index) const {
  const TransferWindow* current = window(index);
  if (current == nullptr || !current->end) return std::nullopt;
  return times_[index].accepted + *current->end;
}

/// For the next one. The last try has none.
void TransferQueue::leave_window(std::size_t index) {
  Transfer& transfer = transfers_[index];
  transfer.current_window =
      transfer.unreported ? static_cast<std::uint32_t>(times_[index].windows.size()) : transfer.current_window + 1;
  transfer.tries = 0;
}

std::vector<std::int64_t> TransferQueue::out_of_time(base::SteadyTime now) {
  std::vector<std::int64_t> over;
  for (std::size_t index = 0; index < transfers_.size(); ++index) {
    Transfer& transfer = transfers_[index];
    if (transfer.state != State::waiting) continue;
    while (window_end(index).value_or(base::SteadyTime::max()) <= now) {
      leave_window(index);
      times_[index].not_before = base::SteadyTime::min();
      if (running_ == transfer.id) running_.reset();
    }
    if (window(index) == nullptr) over.push_back(transfer.id);
  }
  return over;
}

std::optional<std::int64_t> TransferQueue::due(base::SteadyTime now) const {
  if (running_) return std::nullopt;
  std::optional<std::int64_t> first;
  base::SteadyTime earliest = base::SteadyTime::max();
  for (std::size_t index = 0; index < transfers_.size(); ++index) {
    const TransferWindow* current = window(index);
    if (transfers_[index].state != State::waiting || current == nullptr) continue;
    const base::SteadyTime start = std::max(times_[index].accepted + current->start, times_[index].not_before);
    if (start > now || start >= earliest) continue;
    earliest = start;
    first = transfers_[index].id;
  }
  return first;
}

std::optional<base::SteadyTime> TransferQueue::next_due() const {
  std::optional<base::SteadyTime> due;
  const auto consider = [&](base::SteadyTime time) { due = due ? std::min(*due, time) : time; };
  for (std::size_t index = 0; index < transfers_.size(); ++index) {
    const TransferWindow* current = window(index);
    if (transfers_[index].state != State::waiting || current == nullptr) continue;
    if (!running_) consider(std::max(times_[index].accepted + current->start, times_[index].not_before));
    if (const auto end = window_end(index)) consider(*end);
  }
  return due;
}

void TransferQueue::began(std::int64_t id, Now now) {
  running_ = id;
  transfers_[index_of(id)].start_time = seconds_of(now.system);
}

std::error_code TransferQueue::installing(std::int64_t id, std::uint64_t size) {
  Transfer& transfer = transfers_[index_of(id)];
  running_ = id;
  transfer.state = State::installing;
  times_[index_of(id)].asked_size = transfer.file_size;
  transfer.file_size = static_cast<std::uint32_t>(size);
  return stored_.update(transfer);
}

std::optional<std::error_code> TransferQueue::try_again(std::int64_t id, base::SteadyTime now) {
  const std::size_t index = index_of(id);
  Transfer& transfer = transfers_[index];
  running_.reset();
  if (transfer.state == State::installing) transfer.file_size = times_[index].asked_size;
  transfer.state = State::waiting;
  ++transfer.tries;
  const TransferWindow* current = window(index);
  if (current != nullptr && !transfer.unreported && transfer.tries <= current->retries)
    times_[index].not_before = now + retry_wait(transfer.tries);
  else
    leave_window(index);
  if (window(index) == nullptr) return std::nullopt;
  return stored_.update(transfer);
}

void TransferQueue::complete(std::int64_t id, std::optional<base::Fault> fault, std::string text, Now now) {
  Transfer& transfer = transfers_[index_of(id)];
  if (running_ == id) running_.reset();
  transfer.state = State::completed;
  transfer.password.clear();
  transfer.fault_code = fault ? static_cast<std::uint32_t>(*fault) : 0;
  transfer.fault_string = fault ? std::move(text) : std::string();
  transfer.complete_time = fault ? 0 : seconds_of(now.system);
  (void)stored_.update(transfer);
}

std::uint32_t TransferQueue::refused(std::int64_t id) {
  Transfer& transfer = transfers_[index_of(id)];
  ++transfer.refusals;
  (void)stored_.update(transfer);
  return transfer.refusals;
}

std::uint32_t TransferQueue::unanswered(std::int64_t id) {
  Transfer& transfer = transfers_[index_of(id)];
  ++transfer.unanswered;
  (void)stored_.update(transfer);
  return transfer.unanswered;
}

}  // namespace proxy::acs
