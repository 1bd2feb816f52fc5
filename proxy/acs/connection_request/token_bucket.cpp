// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/connection_request/token_bucket.hpp"

#include <algorithm>
#include <chrono>

namespace proxy::acs {

bool TokenBucket::take(base::SteadyTime now) {
  if (now > last_) {
    tokens_ = std::min(burst_, tokens_ + rate_ * std::chrono::duration<double>(now - last_).count());
    last_ = now;
  }
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

}  // namespace proxy::acs
