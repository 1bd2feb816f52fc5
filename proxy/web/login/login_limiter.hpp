// SPDX-License-Identifier: Apache-2.0
#pragma once
// How often a password may be tried: each address by itself, with waits that double, and all addresses together.
// Thread: pure

#include "proxy/base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

namespace proxy::web {

class LoginLimiter {
 public:
  static constexpr unsigned kFreeAttempts = 5;              ///< of one address, without a wait
  static constexpr std::chrono::seconds kMaxWait{15 * 60};  ///< of one address
  static constexpr unsigned kFreeAttemptsInAll = 20;        ///< of all addresses
  static constexpr std::chrono::seconds kPauseInAll{2};     ///< then one attempt in this time
  static constexpr std::size_t kMaxAddresses = 256;
  static constexpr std::chrono::hours kForgetAfter{1};

  /// Counts an attempt, and returns zero; or, if it comes too early, how long to wait, and does not count it.
  std::chrono::seconds attempt(const std::string& address, base::SteadyTime now);

  /// The password of the last attempt of this address was right.
  void succeeded(const std::string& address);

 private:
  struct Attempts {
    unsigned failed = 0;
    base::SteadyTime next, last;
  };

  Attempts& of(const std::string& address, base::SteadyTime now);

  std::map<std::string, Attempts> addresses_;
  base::SteadyTime in_all_;  ///< when the allowance of all addresses is full again
};

/// The address as the limiter takes it: of IPv6 the first 64 bits, which are one network.
std::string limited_address(const std::string& address);

}  // namespace proxy::web
