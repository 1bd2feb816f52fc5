// SPDX-License-Identifier: Apache-2.0
#pragma once
// The other direction: the ACS asks a CPE to open a session, rightly or in one of the wrong ways.
// Spec: TR-069 Amendment 6, 3.2.2
// Thread: any

#include <chrono>
#include <optional>
#include <string>

#include "tests/acs/messages/message.hpp"

namespace tests::acs {

struct ConnectionRequestOptions {
  enum class Scheme { digest, basic, none };

  Scheme scheme = Scheme::digest;
  std::string method = "GET";
  std::string path = {};  // instead of the one in the URL
  std::string body = {};
  std::optional<std::string> authorization = {};  // sent as it is, at once: a replay
  std::optional<std::string> nonce = {};          // instead of the one in the challenge
  std::string nc = "00000001";
  std::chrono::milliseconds deadline = std::chrono::seconds{10};
};

struct HttpAnswer {
  unsigned status = 0;
  Headers headers;
  std::size_t body_size = 0;
  std::string body;
  std::string authorization;    // what the last request carried; good for a replay
  Headers challenge_headers;    // of the 401 that came first, if one did
  unsigned first_status = 0;    // before any credentials were given
  bool closed_by_peer = false;  // the answer says Connection: close

  std::optional<std::string> header(std::string_view name) const;
};

// Does the GET and, when it is answered with 401, repeats it with credentials on the same connection (on a new one if
// the peer closes). `user` and `password` may be wrong on purpose. Throws std::runtime_error when there is no answer.
HttpAnswer connection_request(const std::string& url, const std::string& user, const std::string& password,
                              const ConnectionRequestOptions& options = {});

}  // namespace tests::acs
