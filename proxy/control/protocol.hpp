// SPDX-License-Identifier: Apache-2.0
#pragma once
// The protocol between tr069-proxyctl and the daemon: one JSON object per line, in UTF-8.
//   request: {"command": "get", "arguments": ["Device.DeviceInfo."]}
//   reply:   {"result": ...}  or  {"error": {"fault": 9005, "path": "...", "message": "..."}}
// The reply to a watch are {"event": ...} lines until the connection ends.
// Thread: pure

#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::control {

/// A longer request is rejected before it is parsed.
inline constexpr std::size_t kMaxRequestBytes = 256 * 1024;

struct Request {
  std::string command;
  std::vector<std::string> arguments;
  bool operator==(const Request&) const = default;
};

struct Refusal {
  int fault = 0;     ///< the fault code that an ACS gets; 0: none
  std::string path;  ///< may be empty
  std::string message;
};

/// None if the line is not a request.
std::optional<Request> parse_request(std::string_view line);

/// Each returns one line with its end.
std::string to_line(const Request& request);
std::string result_line(const boost::json::value& result);
std::string event_line(const boost::json::value& event);
std::string refusal_line(const Refusal& refusal);

}  // namespace proxy::control
