// SPDX-License-Identifier: Apache-2.0
#pragma once
// A limit on how often something may happen: so many a second, and a burst.
// Thread: any one at a time

#include "proxy/base/clock.hpp"

namespace proxy::acs {

class TokenBucket {
 public:
  TokenBucket(double a_second, double burst) : rate_(a_second), burst_(burst), tokens_(burst) {}

  /// Takes one if there is one.
  bool take(base::SteadyTime now);

 private:
  double rate_;
  double burst_;
  double tokens_;
  base::SteadyTime last_{};
};

}  // namespace proxy::acs
