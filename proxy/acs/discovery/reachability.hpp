// SPDX-License-Identifier: Apache-2.0
#pragma once
// How long the ACS has been unreachable. After 300 s without a connection, DHCP must be asked for the ACS again.
// Spec: TR-069 Amendment 6, 3.1
// Thread: loop

#include "proxy/base/clock.hpp"

#include <chrono>
#include <optional>

namespace proxy::acs {

class Reachability {
 public:
  /// A session with the ACS begins.
  void attempted(base::SteadyTime now) {
    if (!failing_since_) failing_since_ = now;
  }
  /// A connection was made, whatever its result; or the ACS has changed.
  void reset() { failing_since_.reset(); }
  /// After a session: whether all attempts during at least `limit` have failed. Then the time counts anew.
  bool lost(base::SteadyTime now, std::chrono::seconds limit) {
    if (!failing_since_ || now - *failing_since_ < limit) return false;
    failing_since_ = now;
    return true;
  }

 private:
  std::optional<base::SteadyTime> failing_since_;  ///< none: the last attempt did not fail
};

}  // namespace proxy::acs
