// SPDX-License-Identifier: Apache-2.0
#pragma once
// Connection requests over UDP: which datagram of an ACS is a valid request. None is answered.
// Spec: TR-069 Amendment 6, Annex G.2.2.3 (the message, its authentication); 3.2.2 (limits)
// Thread: loop

#include "proxy/acs/connection_request/connection_request.hpp"
#include "proxy/acs/connection_request/token_bucket.hpp"
#include "proxy/base/clock.hpp"
#include "proxy/config/secret.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::acs {

inline constexpr std::size_t kMaxUdpRequest = 2048;

struct UdpConnectionRequest {
  std::uint64_t timestamp = 0;  ///< ts
  std::string id = {};
  std::string username = {};     ///< un
  std::string signature = {};    ///< sig, in upper case
  std::string signed_text = {};  ///< ts, id, un and cn, one after the other
};

/// `GET http://host:port?ts=..&id=..&un=..&cn=..&sig=.. HTTP/1.1`, the five in any order, each once; headers are not
/// read. None for anything else.
std::optional<UdpConnectionRequest> parse_udp_connection_request(std::string_view datagram);

/// An ACS sends several equal copies of a request, and one of them counts. A restart forgets the last accepted request:
/// a replay then costs one session, while a stored time stamp would lock out an ACS whose clock was once wrong.
class UdpConnectionRequests {
 public:
  enum class Verdict {
    accepted,
    repeated,  ///< a copy of the one last accepted, or older
    refused,   ///< malformed, of another user, or signed wrongly
    too_many,
  };

  /// The credentials of the ACS. While either is empty every request is refused.
  void set_credentials(std::string username, config::Secret password);
  Verdict judge(std::string_view datagram, base::SteadyTime now);

 private:
  bool is_authentic(const UdpConnectionRequest& request) const;

  std::string username_;
  config::Secret password_;
  std::uint64_t last_timestamp_ = 0;
  std::string last_id_;
  TokenBucket accepted_{kAcceptedASecond, kAcceptedBurst};
};

}  // namespace proxy::acs
