// SPDX-License-Identifier: Apache-2.0
#pragma once
// How long no connection to the ACS came about: after 300 s one that DHCP named is to be discovered anew.
// Spec: TR-069 Amendment 6, 3.1
// Thread: loop

#include "proxy/base/clock.hpp"

#include <chrono>
#include <optional>

namespace proxy::acs {

class Reachability {
 public:
  /// A session begins, to this ACS.
  void attempted(base::SteadyTime now) {
    if (!failing_since_) failing_since_ = now;
  }
  /// There was a connection, whatever came of it; or the ACS is another.
  void reset() { failing_since_.reset(); }
  /// Asked after a session: whether all attempts of at least that long have failed. Then it counts anew.
  bool lost(base::SteadyTime now, std::chrono::seconds limit) {
    if (!failing_since_ || now - *failing_since_ < limit) return false;
    failing_since_ = now;
    return true;
  }

 private:
  std::optional<base::SteadyTime> failing_since_;  ///< none: the last attempt did not fail
};

}  // namespace proxy::acs
