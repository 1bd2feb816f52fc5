// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/http/message.hpp"

#include "proxy/base/percent_decoded.hpp"
#include "proxy/config/text.hpp"

#include <fmt/format.h>
#include <boost/beast/http/status.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <iterator>

namespace proxy::web {
namespace {

/// A name or a value of a query, where "+" is a space; none if an escape is wrong.
std::optional<std::string> decoded(std::string_view text) {
  std::string spaced(text);
  std::ranges::replace(spaced, '+', ' ');
  return base::percent_decoded(spaced);
}

// Cache-Control is left to the response, and no-store without one.
constexpr std::string_view kCommonHeaders =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

}  // namespace

std::string_view Request::field(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return {};
}

std::string_view Request::cookie(std::string_view name) const {
  for (std::string_view rest = header("Cookie"); !rest.empty();) {
    const auto end = rest.find(';');
    const std::string_view pair = config::trimmed(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
      return pair.substr(name.size() + 1);
  }
  return {};
}

bool read_target(std::string_view target, Request& request) {
  const auto question = target.find('?');
  request.path = target.substr(0, question);
  if (question == std::string_view::npos) return true;
  for (std::string_view rest = target.substr(question + 1); !rest.empty();) {
    const auto end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    const auto equals = pair.find('=');
    auto key = decoded(pair.substr(0, equals));
    auto value = decoded(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
    if (!key || !value || request.query.size() >= kMaxQueryFields) return false;
    request.query.emplace_back(std::move(*key), std::move(*value));
  }
  return true;
}

Response error_response(unsigned status, std::string_view message) {
  return {.status = status,
          .body = boost::json::serialize(
              boost::json::value{{"error", {{"fault", 0}, {"path", ""}, {"message", message}}}})};
}

std::string response_head(const Response& response, Framing framing, bool keep_alive) {
  const std::string_view reason =
      boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(response.status));
  std::string head =
      fmt::format("HTTP/1.1 {} {}\r\nContent-Type: {}\r\n", response.status, reason, response.content_type);
  // 304 (Not Modified) has no body, and its length would be that of the page.
  if (framing == Framing::sized && response.status != 304)
    fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", response.body.size());
  if (framing == Framing::chunked) head += "Transfer-Encoding: chunked\r\n";
  head += keep_alive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
  head += kCommonHeaders;
  const auto is_cache = [](const auto& header) { return header.first == "Cache-Control"; };
  if (std::ranges::none_of(response.headers, is_cache)) head += "Cache-Control: no-store\r\n";
  for (const auto& [name, value] : response.headers) head.append(name).append(": ").append(value).append("\r\n");
  return head + "\r\n";
}

}  // namespace proxy::web
