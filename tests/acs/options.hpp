// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a test ACS behaves apart from its script. A plain struct; every field has a working default.
// Thread: pure

#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "tests/acs/http/digest.hpp"

namespace tests::acs {

struct Options {
  std::string listen_address = "127.0.0.1";
  unsigned short port = 0;              // 0: any
  std::string host_name = "127.0.0.1";  // in url()

  std::string certificate_file = {};  // set, with key_file: https
  std::string key_file = {};
  std::string client_ca_file = {};  // set: the CPE must show a certificate of this CA
  bool old_tls = false;             // nothing above TLS 1.1

  std::optional<Auth> auth = {};
  bool session_cookie = true;             // identifies the session; the CPE must return it
  std::vector<std::string> cookies = {};  // further Set-Cookie headers; their name=value must come back (no paths)
  // What an InformResponse chooses of what the CPE offers, unless the script says otherwise. Empty: the header is
  // absent.
  std::string cwmp_version = "1.4";
  bool chunked = false;             // every reply with a body
  std::string coding = {};          // "gzip", "deflate": likewise, where the CPE says that it takes it
  bool close_connections = false;   // after every reply
  bool continued_sessions = false;  // sessions may begin in their middle, redirected from another ACS

  // Longer bodies are neither parsed nor checked nor recorded, so that a bench measures the CPE.
  std::size_t parse_limit = std::numeric_limits<std::size_t>::max();
  // An expected message that breaks a rule of TR-069 fails the expectation. Otherwise violations() has it.
  bool strict = true;
  // How long an expectation waits.
  std::chrono::milliseconds deadline = std::chrono::seconds{10};
};

}  // namespace tests::acs
