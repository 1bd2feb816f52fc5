// SPDX-License-Identifier: Apache-2.0
#pragma once
// The section `server`, and what a sink makes of a value: the request to be sent.
// Thread: pure

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mapping/tables/mapping.hpp"

namespace adapters::http {

struct Server {
  std::string url;  ///< without '/' at its end; empty: there is none
  std::string username;
  std::string password;
  enum class Auth { any, basic, digest } auth = Auth::any;
  std::string key_header;
  std::string key;
  std::string ca_file;
  bool insecure = false;
  std::chrono::seconds timeout{10};
};

/// Mistakes are reported at their nodes.
Server read_server(const sdk::ConfigNode& section);

struct Request {
  std::string url;  ///< absolute
  std::string method = "GET";
  std::string body = {};
  std::string content_type = {};
  bool with_credentials = false;  ///< the server's user, password and key go with it
};

/// The server's credentials go with urls below its own alone, that is those which begin with '/'.
Request request_for(const Server& server, const std::string& url);

/// What the sink of a parameter sends.
class SinkTemplate {
 public:
  /// names are what may stand in ${...} beside value. Mistakes are reported.
  SinkTemplate(const sdk::ConfigNode& sink, const std::vector<std::string>& names);
  Request render(const Server& server, const mapping::Command& command) const;

 private:
  std::optional<mapping::Template> url_;
  std::string method_;
  std::string content_type_;
};

}  // namespace adapters::http
