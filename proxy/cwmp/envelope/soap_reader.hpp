// SPDX-License-Identifier: Apache-2.0
#pragma once
// Turns what an ACS sent into a message. The text is not trusted: its size, depth and number of nodes are bounded, and
// document types refused, before it is parsed.
// Spec: TR-069 Amendment 6, 3.5 (SOAP), A.3, A.5; SOAP 1.1
// Thread: pure

#include "proxy/cwmp/rpc.hpp"
#include "proxy/cwmp/version.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace proxy::cwmp {

inline constexpr std::size_t kDefaultMaxMessageSize = std::size_t{4} << 20;

/// The ACS's answer to a request of ours; what is inside says nothing that a CPE uses.
struct AcsResponse {
  std::string method;  ///< of the request: "Inform" for InformResponse
};
/// A request that we do not know: 9000.
struct Unsupported {
  std::string method;
};
/// A request with arguments missing or not of their type: 9003.
struct BadArguments {
  base::Error error;
};

struct Message {
  std::optional<std::string> id = {};
  bool hold_requests = false;
  std::optional<std::string> use_cwmp_version = {};
  Version written_in = Version::v1_0;  ///< the lowest version with the namespace of the message
  std::string method = {};             ///< of a request; also of one that is Unsupported or has BadArguments
  std::variant<AcsResponse, Fault, Request, Unsupported, BadArguments> content;
};

/// No message of CWMP: nothing can be answered, the session has failed.
struct InvalidMessage {
  std::string reason;
};

/// Methods that came after this version are Unsupported.
std::variant<Message, InvalidMessage> read_message(std::string_view text, std::size_t max_size = kDefaultMaxMessageSize,
                                                   Version version = Version::v1_4);

/// The methods that read_message knows of this version, in the order of GetRPCMethodsResponse.
std::vector<std::string_view> supported_methods(Version version);

}  // namespace proxy::cwmp
