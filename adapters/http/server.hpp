// SPDX-License-Identifier: Apache-2.0
#pragma once
// The section `server`, and the request that a sink makes of a value.
// Thread: pure

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mapping/tables/mapping.hpp"

namespace adapters::http {

struct Server {
  std::string url;  ///< without '/' at its end; empty: no server
  std::string username;
  std::string password;
  enum class Auth { any, basic, digest } auth = Auth::any;
  std::string key_header;
  std::string key;
  std::string ca_file;
  bool insecure = false;
  std::chrono::seconds timeout{10};
  std::size_t max_connections = 1;  ///< requests at the same time, to each host
};

/// Mistakes are reported at their nodes.
Server read_server(const sdk::ConfigNode& section);

struct Request {
  std::string url;  ///< absolute
  std::string method = "GET";
  std::string body = {};
  std::string content_type = {};
  bool with_credentials = false;  ///< it has the server's user, password and key
};

/// Only a url below the server's, which begins with '/', gets the server's credentials.
Request request_for(const Server& server, const std::string& url);

/// The request of a parameter's sink.
class SinkTemplate {
 public:
  /// names: the captures that ${...} may have, beside value. Reports mistakes at their nodes.
  SinkTemplate(const sdk::ConfigNode& sink, const std::vector<std::string>& names);
  Request render(const Server& server, const mapping::Command& command) const;

 private:
  std::optional<mapping::Template> url_;
  std::string method_;
  std::string content_type_;
};

}  // namespace adapters::http
