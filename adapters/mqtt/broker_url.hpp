// SPDX-License-Identifier: Apache-2.0
#pragma once
// The broker's URL of the configuration: mqtt://host[:port] or mqtts://host[:port].
// Thread: pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::mqtt {

struct BrokerUrl {
  bool tls = false;
  std::string host;  // without the brackets of an IPv6 literal
  std::uint16_t port = 0;
};

// Nothing, with the reason in `error`, for another text. The default ports are 1883 and 8883. A URL with a user or a
// path is rejected: credentials have keys of their own, which keeps them out of logs.
std::optional<BrokerUrl> parse_broker_url(std::string_view text, std::string& error);

}  // namespace adapters::mqtt
