// SPDX-License-Identifier: Apache-2.0
#pragma once
// The polls of a mapping, for adapters that poll their devices: each address once, however many parameters its answer
// has. Tables may have their rows in one answer: each member is a row, and rows that are no longer among them leave.
// Thread: any; answered() and failed() are called by one thread at a time

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/binding.hpp"
#include "adapters/mapping/polling/poll_schedule.hpp"
#include "adapters/mapping/tables/mapping.hpp"

namespace adapters::mapping {

/// For Addressing::read: the addresses of the members of one answer, as `rows` has it. Their capture is {name}.
Pattern members_of(std::string_view address, const sdk::ConfigNode& rows);

/// Keeps which rows there are, to find those that have gone.
class PresentRows {
 public:
  void add(std::size_t table, std::string identity);
  /// These are the rows of the table from now on. Returns the earlier rows that are not among them.
  std::vector<std::string> replace(std::size_t table, std::set<std::string> identities);

 private:
  std::mutex mutex_;
  std::map<std::size_t, std::set<std::string>> rows_;  // by table
};

/// An address that is polled at an interval.
struct Poll {
  std::string address;
  std::chrono::seconds interval;
  sdk::ConfigNode node;  ///< the first `source` or `rows` in which it stands
};

class Feed {
 public:
  using Time = PollSchedule::Time;

  /// Reads interval_s, and pointer and key of `rows`; mistakes are reported at their nodes. The mapping, made with the
  /// same addressing, and the binding must outlive it. longest_wait is PollSchedule's.
  Feed(sdk::Host host, const Mapping& mapping, const Addressing& addressing, Binding& binding,
       std::chrono::seconds longest_wait = {});

  const std::vector<Poll>& polls() const { return polls_; }

  /// The polls to be made now; each ends with answered() or failed(). Calls the binding's pass_time().
  std::vector<std::size_t> take_due(Time now);
  /// When to call take_due() again, at the latest; nothing while all are under way.
  std::optional<Time> next() const;
  void answered(std::size_t poll, std::string_view payload, Time now);
  /// Counted each time; logged as a warning only if the last poll was answered, and if it is not known: the failure of
  /// a server is one warning, not one for each of its polls.
  void failed(std::size_t poll, const std::string& reason, bool is_known, Time now);

  /// What the answer of an address would set: explain() of the mapping, and of the rows in one document.
  void explain(std::string_view address, std::string_view payload, const sdk::Say& say) const;

  /// The poll that gives the parameter its value is due at once.
  void hurry(std::size_t parameter);
  /// A row that the host shows from an earlier run; the poll that has it is due at once.
  void known_row(sdk::Table table, std::string_view identity);

 private:
  struct Rows {
    std::size_t table;
    std::size_t poll;
    std::string address;  // of a member, but for its name
    Pointer pointer;
    std::optional<Pointer> key;
  };

  std::size_t poll(const std::string& address, const sdk::ConfigNode& node);
  void explain_rows(const Rows& rows, std::string_view payload, const sdk::Say& say) const;
  void read_rows(std::size_t table, const Addressing& addressing);
  void deliver_rows(const Rows& rows, std::string_view payload, Time now);
  void hurry_table(std::size_t table);

  const sdk::Host host_;
  const Mapping& mapping_;
  Binding& binding_;
  std::string (*const label_)(std::string_view address);
  std::vector<Poll> polls_;
  std::map<std::string, std::size_t> poll_at_;  // by address
  std::vector<Rows> rows_;
  std::vector<bool> silent_;  // by poll: it failed last, with a warning; of the thread that tells
  PresentRows present_;
  mutable std::mutex mutex_;  // of the next
  std::optional<PollSchedule> schedule_;
};

}  // namespace adapters::mapping
