// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/server.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "adapters/http/url.hpp"

namespace adapters::http {
namespace {

constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

/// Spec: RFC 9110, 5.6.2
bool is_header_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kTokenMarks.find(c) != std::string_view::npos;
  });
}

bool is_header_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; });
}

std::string read_url(const sdk::ConfigNode& node) {
  std::string url = node.text();
  if (url.empty()) return url;
  if (const auto mistake = mistake_in_url(url)) {
    node.report(*mistake);
  } else if (is_relative(url)) {
    node.report("expected http:// or https://");
  } else if (url.find('?') != std::string::npos) {
    node.report("server.url must not have a '?': paths are appended to it");
  }
  while (url.ends_with('/')) url.pop_back();
  return url;
}

void check_server(const sdk::ConfigNode& node, const Server& server) {
  if (server.url.empty() && !server.username.empty())
    node.find("username").report("it is sent to server.url only, which is missing");
  if (server.url.empty() && !server.key.empty())
    node.find("key").report("it is sent to server.url only, which is missing");
  if (server.username.empty() && !server.password.empty()) node.find("password").report("username is missing");
  if (!is_header_name(server.key_header)) node.find("key_header").report("not a valid header name");
  if (!is_header_value(server.key)) node.find("key").report("a header must not have control characters");
  if (server.insecure && !server.ca_file.empty())
    node.find("insecure").report("ca_file has no effect with insecure: remove one of the two");
}

Server::Auth auth_of(std::string_view word) {
  if (word == "basic") return Server::Auth::basic;
  return word == "digest" ? Server::Auth::digest : Server::Auth::any;
}

}  // namespace

Server read_server(const sdk::ConfigNode& section) {
  const sdk::ConfigNode node = section.find("server");
  Server server;
  server.url = read_url(node.find("url"));
  server.username = node.find("username").text();
  server.password = node.find("password").text();
  server.auth = auth_of(node.find("auth").scalar());
  server.key_header = node.find("key_header").text("Authorization");
  server.key = node.find("key").text();
  server.ca_file = node.find("ca_file").text();
  server.insecure = node.find("insecure").boolean(false);
  server.timeout = std::chrono::seconds(std::clamp<int64_t>(node.find("timeout_s").integer(10), 1, 300));
  const int64_t connections = std::clamp<int64_t>(node.find("max_connections").integer(1), 1, 8);
  server.max_connections = static_cast<std::size_t>(connections);
  check_server(node, server);
  return server;
}

Request request_for(const Server& server, const std::string& url) {
  Request request;
  request.with_credentials = is_relative(url);
  request.url = request.with_credentials ? server.url + url : url;
  return request;
}

SinkTemplate::SinkTemplate(const sdk::ConfigNode& sink, const std::vector<std::string>& names)
    : method_(sink.find("method").text("PUT")), content_type_(sink.find("content_type").text()) {
  const sdk::ConfigNode payload = sink.find("payload");
  mapping::Outcome<mapping::Template> url = mapping::Template::parse(sink.find("url").scalar(), names);
  if (url) {
    url_ = std::move(*url);
  } else {
    sink.find("url").report(url.error().reason);
  }
  if (method_ == "GET" && payload) payload.report("a GET request has no payload: put ${value} into the url");
  if (!is_header_value(content_type_)) sink.find("content_type").report("a header must not have control characters");
  if (!content_type_.empty()) return;
  const auto body = mapping::Template::parse(payload.text("${value}"), names);
  content_type_ = body && body->is_json() ? "application/json" : "text/plain; charset=utf-8";
}

Request SinkTemplate::render(const Server& server, const mapping::Command& command) const {
  mapping::Captures captures = command.captures;
  for (mapping::Capture& capture : captures) capture.value = percent_encoded(capture.value);
  Request request = request_for(server, url_->render(percent_encoded(command.word), captures));
  request.method = method_;
  if (method_ == "GET") return request;
  request.body = command.payload;
  request.content_type = content_type_;
  return request;
}

}  // namespace adapters::http
