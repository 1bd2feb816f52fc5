// SPDX-License-Identifier: Apache-2.0
#pragma once
// STUN messages as a CPE sends and receives them: Binding Requests of classic STUN with the attributes of TR-069, and
// the responses, those of newer servers too.
// Spec: RFC 3489, sections 9 and 11; RFC 5389, 15.2 (XOR-MAPPED-ADDRESS); TR-069 Amendment 6, Annex G.2.1
// Thread: pure

#include <boost/asio/ip/udp.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::acs {

using UdpEndpoint = boost::asio::ip::udp::endpoint;

inline constexpr std::size_t kStunIdSize = 16;
inline constexpr std::size_t kMaxStunMessage = 2048;  ///< no answer to our requests is larger

struct StunRequest {
  std::string id;        ///< kStunIdSize random bytes
  std::string username;  ///< empty: no USERNAME
  bool connection_request_binding = false;
  bool binding_change = false;
  std::optional<UdpEndpoint> response_address = {};  ///< where the response shall go instead
  std::optional<std::string> password = {};          ///< with MESSAGE-INTEGRITY

  std::string encode() const;
};

struct StunResponse {
  std::string id;
  unsigned error_code = 0;                 ///< of a Binding Error Response, 0 if it has none
  bool is_error = false;                   ///< a Binding Error Response
  std::optional<UdpEndpoint> mapped = {};  ///< the source address of the request as the server saw it
  /// Whether its MESSAGE-INTEGRITY is right for this password; false if it has none.
  bool signed_with(std::string_view password) const;

  std::string signed_text = {};  ///< the signed bytes, with the length field as it was when they were signed
  std::string signature = {};
};

/// A Binding Response or Binding Error Response; none for anything else. Attributes that it does not know are skipped.
std::optional<StunResponse> parse_stun_response(std::string_view datagram);

}  // namespace proxy::acs
