// SPDX-License-Identifier: Apache-2.0
#pragma once
// The server's side of HTTP digest authentication, for connection requests: challenges, and checks what comes back.
// A nonce carries its time and a keyed digest of it, so that only those that were used well are remembered.
// Spec: RFC 7616 and RFC 2617 (MD5, qop=auth); TR-069 Amendment 6, 3.2.2 and 3.4.5
// Thread: any one at a time

#include "proxy/base/clock.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace proxy::acs {

class DigestAuth {
 public:
  enum class Verdict {
    accepted,
    stale,    ///< the answer is right, the nonce is too old: challenge again with stale=true
    refused,  ///< wrong, malformed, replayed, or not digest at all
  };

  struct Request {
    std::string_view method;
    std::string_view target;         ///< of the request line
    std::string_view authorization;  ///< the header's value
  };

  struct Credentials {
    std::string_view username;
    std::string_view password;
  };

  explicit DigestAuth(std::string realm, std::chrono::seconds nonce_life = std::chrono::seconds(60));

  /// The value of WWW-Authenticate, with a fresh nonce.
  std::string challenge(base::SteadyTime now, bool stale);
  Verdict check(const Request& request, const Credentials& credentials, base::SteadyTime now);

 private:
  enum class NonceState { fresh, expired, foreign };
  struct Used {
    base::SteadyTime issued;
    std::uint32_t count;
  };

  std::string make_nonce(std::uint64_t issued) const;
  NonceState nonce_state(std::string_view nonce, base::SteadyTime now, base::SteadyTime& issued) const;
  bool count_is_new(std::string_view nonce, std::uint32_t count, base::SteadyTime issued, base::SteadyTime now);

  std::string realm_;
  std::chrono::seconds nonce_life_;
  std::string key_;  ///< random, of this process
  std::uint64_t last_issued_ = 0;
  std::map<std::string, Used, std::less<>> used_;  ///< the highest nonce count taken, until the nonce expires
};

}  // namespace proxy::acs
