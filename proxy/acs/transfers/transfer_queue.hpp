// SPDX-License-Identifier: Apache-2.0
#pragma once
// The file transfers that wait for their time, the running one, and the finished ones whose report the ACS has not
// acknowledged. All of them are in the store too. It has neither timers nor a clock: the caller passes the time, and it
// returns what is due.
// Spec: TR-069 Amendment 6, A.3.2.8 (DelaySeconds), A.4.1.8 (TimeWindowStruct)
// Thread: loop

#include "proxy/acs/schedule/scheduler.hpp"
#include "proxy/base/error.hpp"
#include "proxy/state/transfers.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace proxy::acs {

/// When a transfer may be tried, from its acceptance on.
struct TransferWindow {
  std::chrono::seconds start{0};
  std::optional<std::chrono::seconds> end = {};  ///< none: for ever
  std::uint32_t retries = 0;                     ///< within it
  bool operator==(const TransferWindow&) const = default;
};
std::string to_text(const std::vector<TransferWindow>& windows);
/// Those of to_text(); none of any other text.
std::vector<TransferWindow> windows_from_text(std::string_view text);

class TransferQueue {
 public:
  using Transfer = state::StoredTransfer;

  /// The store outlives the queue.
  explicit TransferQueue(state::Transfers& stored) : stored_(stored) {}

  /// Reads the transfers from the store. Delays and windows go on where they were, if the clock is right; if it is not,
  /// they begin anew at worst.
  void restart(Now now);
  /// The time of day was set: delays from before a restart may turn out to be over.
  void clock_moved(Now now);

  /// Sets its id and time of acceptance. 9004 if the queue is full, or the store cannot write.
  base::Result<void> add(Transfer transfer, std::vector<TransferWindow> windows, Now now);
  void erase(std::int64_t id);
  /// It has begun, and ends with this try. Its end is not reported.
  void make_last_try(std::int64_t id);
  /// Erases what had its last try when the process ended.
  void drop_cancelled();

  const std::vector<Transfer>& transfers() const { return transfers_; }
  const Transfer* find(std::int64_t id) const;
  /// The one that runs.
  std::optional<std::int64_t> running() const { return running_; }

  // ---- what is due ----
  /// Goes on to the next window where one has ended. Returns the transfers without another window that are not being
  /// installed.
  std::vector<std::int64_t> out_of_time(base::SteadyTime now);
  /// The transfer to begin with; none while one runs.
  std::optional<std::int64_t> due(base::SteadyTime now) const;
  /// When to call out_of_time() and due() next; none if nothing waits.
  std::optional<base::SteadyTime> next_due() const;

  // ---- the running one ----
  void began(std::int64_t id, Now now);
  /// The transfer whose install the end of the process interrupted runs again.
  void resume(std::int64_t id) { running_ = id; }
  /// The file is complete and has `size` bytes. An error: the store cannot write, and the file must not be installed.
  std::error_code installing(std::int64_t id, std::uint64_t size);
  /// A try has failed. None: it was the last one; else another will follow, with the result of storing that.
  std::optional<std::error_code> try_again(std::int64_t id, base::SteadyTime now);
  /// The transfer has ended; without a fault its file is applied. Within a Transaction of the caller's.
  void complete(std::int64_t id, std::optional<base::Fault> fault, std::string text, Now now);
  /// The ACS has rejected its report. Returns how often.
  std::uint32_t refused(std::int64_t id);
  /// One more session is counted towards the end of its report. Returns how many.
  std::uint32_t unanswered(std::int64_t id);

 private:
  /// Beside the Transfer in the same place.
  struct Times {
    std::vector<TransferWindow> windows;
    base::SteadyTime accepted{};
    base::SteadyTime not_before = base::SteadyTime::min();  ///< of a retry
    bool is_from_store = false;
    std::uint32_t asked_size = 0;  ///< FileSize, while file_size is what came
  };

  std::size_t index_of(std::int64_t id) const;
  void count_time_passed(std::size_t index, Now now);
  void note_acceptance(std::size_t index, Now now);
  const TransferWindow* window(std::size_t index) const;
  std::optional<base::SteadyTime> window_end(std::size_t index) const;
  void leave_window(std::size_t index);

  state::Transfers& stored_;
  std::vector<Transfer> transfers_;  ///< in the order of their acceptance
  std::vector<Times> times_;
  std::optional<std::int64_t> running_;
};

}  // namespace proxy::acs
