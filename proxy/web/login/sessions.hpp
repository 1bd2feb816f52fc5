// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who has logged in: a random token in a cookie, and with it a second one that every change has to name (CSRF).
// Thread: pure

#include "proxy/base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::web {

struct Session {
  std::string token;  ///< 256 random bits: the value of the cookie
  std::string csrf;   ///< Sessions::kCsrfBytes random bytes, as hex digits
  base::SteadyTime began, used;
};

class Sessions {
 public:
  static constexpr std::size_t kMaxSessions = 32;
  static constexpr std::size_t kCsrfBytes = 16;
  static constexpr std::chrono::hours kLifetime{12};
  static constexpr std::chrono::hours kMaxIdle{2};

  /// A new one. The one that was idle for longest goes, if there are too many.
  const Session& add(base::SteadyTime now);

  /// The session with that token, which is used now; null if it has expired or never was. The time that it takes says
  /// nothing about the tokens.
  const Session* find(std::string_view token, base::SteadyTime now);

  void remove(std::string_view token);

 private:
  void remove_expired(base::SteadyTime now);

  std::vector<Session> sessions_;
};

}  // namespace proxy::web
