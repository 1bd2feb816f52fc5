// SPDX-License-Identifier: Apache-2.0
#pragma once
// When an adapter connects again to what is away: the one policy of all adapters that have a connection. The waits
// double and have a jitter, so that many gateways do not connect at the same moment.
// Thread: one at a time

#include <chrono>
#include <random>

namespace adapters::mapping {

class Reconnect {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using milliseconds = std::chrono::milliseconds;
  using Seed = std::minstd_rand::result_type;

  /// The defaults suit a home; tests shorten them.
  struct Times {
    milliseconds first{1'000};     ///< the least time between two attempts, before any back-off
    milliseconds longest{60'000};  ///< the back-off ends here
    milliseconds stable{30'000};   ///< after a connection of this length the waits begin anew
    /// The least time from the loss of a connection that was of use to the next attempt. 0: at once, where a request
    /// waits for the connection.
    milliseconds rest{0};
  };

  /// The seed is that of the jitter. The default asks the system; a caller that makes many policies gives a seed.
  explicit Reconnect(const Times& times, Seed seed = std::random_device{}());

  /// An attempt begins. The next one follows after Times::first at the earliest, whatever becomes of this one.
  void attempt(Time now);
  /// The other end has answered: the connection is of use, and an outage ends.
  void progress();
  /// The connection was of use since the last attempt.
  bool is_of_use() const { return is_of_use_; }
  /// The attempt has failed, or the connection is lost. Without progress the waits become longer. True if an outage
  /// begins, which is worth one warning: the loss of a connection that was of use is none yet.
  bool lost(Time now);
  /// From the first loss without progress to the next progress.
  bool is_outage() const { return is_outage_; }
  /// No attempt may begin before this.
  Time next() const { return next_; }

 private:
  const Times times_;
  milliseconds wait_;
  Time begun_ = {};
  Time next_ = {};
  bool is_of_use_ = false;
  bool is_outage_ = false;
  std::minstd_rand random_;
};

}  // namespace adapters::mapping
