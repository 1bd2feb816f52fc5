// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/connection_request.hpp"

#include <strings.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <stdexcept>

#include "tests/acs/http/digest.hpp"

namespace tests::acs {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

namespace {

struct Url {
  std::string host;
  std::string port;
  std::string path;
};

Url parse(const std::string& text) {
  static constexpr std::string_view kScheme = "http://";
  if (!text.starts_with(kScheme)) throw std::runtime_error("no http URL for a connection request: \"" + text + "\"");
  const std::string rest = text.substr(kScheme.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string authority = rest.substr(0, slash);
  Url url{.host = {}, .port = "80", .path = slash == rest.size() ? "/" : rest.substr(slash)};
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  if (colon != std::string::npos && (bracket == std::string::npos || colon > bracket)) {
    url.port = authority.substr(colon + 1);
    authority.resize(colon);
  }
  url.host = authority.starts_with('[') ? authority.substr(1, authority.size() - 2) : authority;
  return url;
}

// A connection to one CPE. Asynchronous inside, because only so does Beast keep deadlines.
class Client {
 public:
  Client(Url url, std::chrono::milliseconds deadline) : url_(std::move(url)), deadline_(deadline) {}

  http::response<http::string_body> ask(const http::request<http::string_body>& request) {
    if (!stream_) connect();
    http::response<http::string_body> response;
    finish([&](auto done) { http::async_write(*stream_, request, done); }, "send");
    finish([&](auto done) { http::async_read(*stream_, buffer_, response, done); }, "read the answer");
    if (!response.keep_alive()) stream_.reset();
    return response;
  }

 private:
  void connect() {
    tcp::resolver resolver(context_);
    const auto endpoints = resolver.resolve(url_.host, url_.port);
    stream_.emplace(context_);
    buffer_.clear();
    finish([&](auto done) { stream_->async_connect(endpoints, [done](auto error, const auto&) { done(error, 0); }); },
           "connect");
  }

  template <typename Operation>
  void finish(Operation operation, const std::string& what) {
    boost::system::error_code result;
    stream_->expires_after(deadline_);
    operation([&result](boost::system::error_code error, std::size_t) { result = error; });
    context_.restart();
    context_.run();
    if (result) throw std::runtime_error("connection request: cannot " + what + ": " + result.message());
  }

  const Url url_;
  const std::chrono::milliseconds deadline_;
  asio::io_context context_;
  std::optional<beast::tcp_stream> stream_;
  beast::flat_buffer buffer_;
};

std::string credentials(const Headers& challenge, const std::string& user, const std::string& password,
                        const std::string& target, const ConnectionRequestOptions& options) {
  using Scheme = ConnectionRequestOptions::Scheme;
  if (options.scheme == Scheme::none) return {};
  if (options.scheme == Scheme::basic) return "Basic " + base64(user + ":" + password);
  std::map<std::string, std::string> asked;
  for (const auto& [name, value] : challenge) {
    if (strcasecmp(name.c_str(), "WWW-Authenticate") == 0 && asked.empty()) asked = digest_parameters(value);
  }
  if (asked.empty()) return {};
  DigestInput input{.user = user, .password = password, .realm = asked["realm"], .nonce = asked["nonce"]};
  for (const Algorithm one : {Algorithm::md5_sess, Algorithm::sha_256}) {
    if (strcasecmp(asked["algorithm"].c_str(), std::string(name_of(one)).c_str()) == 0) input.algorithm = one;
  }
  if (options.nonce) input.nonce = *options.nonce;
  const bool qop = !asked["qop"].empty();
  input.nc = qop ? options.nc : "";
  input.cnonce = "0a4f113b";
  input.method = options.method;
  input.uri = target;
  std::string text = "Digest username=\"" + user + "\", realm=\"" + input.realm + "\", nonce=\"" + input.nonce +
                     "\", uri=\"" + target + "\", response=\"" + digest_response(input) + "\"";
  if (!asked["algorithm"].empty()) text += ", algorithm=" + asked["algorithm"];
  if (!asked["opaque"].empty()) text += ", opaque=\"" + asked["opaque"] + "\"";
  if (qop) text += ", qop=auth, nc=" + input.nc + ", cnonce=\"" + input.cnonce + "\"";
  return text;
}

Headers headers_of(const http::response<http::string_body>& response) {
  Headers headers;
  for (const auto& field : response) {
    headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  }
  return headers;
}

}  // namespace

std::optional<std::string> HttpAnswer::header(std::string_view name) const {
  Message message;
  message.headers = headers;
  return message.header(name);
}

HttpAnswer connection_request(const std::string& url, const std::string& user, const std::string& password,
                              const ConnectionRequestOptions& options) {
  const Url parts = parse(url);
  const std::string target = options.path.empty() ? parts.path : options.path;
  Client client(parts, options.deadline);
  http::request<http::string_body> request;
  request.version(11);
  request.method_string(options.method);
  request.target(target);
  request.set(http::field::host, parts.host + ":" + parts.port);
  request.body() = options.body;
  if (!options.body.empty()) request.prepare_payload();

  HttpAnswer answer;
  answer.authorization = options.authorization.value_or("");
  if (options.authorization) request.set(http::field::authorization, *options.authorization);
  auto response = client.ask(request);
  answer.first_status = response.result_int();
  if (response.result_int() == 401 && !options.authorization) {
    answer.challenge_headers = headers_of(response);
    answer.authorization = credentials(answer.challenge_headers, user, password, target, options);
    if (!answer.authorization.empty()) {
      request.set(http::field::authorization, answer.authorization);
      response = client.ask(request);
    }
  }
  answer.status = response.result_int();
  answer.headers = headers_of(response);
  answer.body_size = response.body().size();
  answer.body = response.body();
  answer.closed_by_peer = !response.keep_alive();
  return answer;
}

}  // namespace tests::acs
