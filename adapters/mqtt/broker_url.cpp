// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/broker_url.hpp"

#include <algorithm>
#include <charconv>

namespace adapters::mqtt {
namespace {

constexpr std::string_view kPlain = "mqtt://";
constexpr std::string_view kTls = "mqtts://";
constexpr std::size_t kMaxHost = 253;

bool parse_port(std::string_view text, std::uint16_t& port) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
  return failure == std::errc{} && end == text.data() + text.size() && port != 0;
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool is_ipv6_character(char c) {
  return is_host_character(c) || c == ':' || c == '%';  // %: the zone of a link-local address
}

bool all_of(std::string_view text, bool (*is_allowed)(char)) {
  return !text.empty() && text.size() <= kMaxHost && std::all_of(text.begin(), text.end(), is_allowed);
}

}  // namespace

std::optional<BrokerUrl> parse_broker_url(std::string_view text, std::string& error) {
  const auto refuse = [&error](const char* reason) {
    error = reason;
    return std::nullopt;
  };
  BrokerUrl url;
  if (text.starts_with(kTls)) {
    if (!HAS_TLS) return refuse("the broker's URL must begin with mqtt://: this build has no TLS");
    url.tls = true;
    text.remove_prefix(kTls.size());
  } else if (text.starts_with(kPlain)) {
    text.remove_prefix(kPlain.size());
  } else {
    return refuse("the broker's URL must begin with mqtt:// or mqtts://");
  }
  if (text.ends_with('/')) text.remove_suffix(1);
  if (text.find('@') != std::string_view::npos)
    return refuse("put the user into the keys username and password, not into the URL");
  if (text.find('/') != std::string_view::npos) return refuse("the broker's URL must not have a path");

  std::string_view rest;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return refuse("the closing bracket of the IPv6 address is missing");
    url.host = text.substr(1, close - 1);
    rest = text.substr(close + 1);
    if (!all_of(url.host, is_ipv6_character)) return refuse("expected an IPv6 address in the brackets");
  } else {
    const auto colon = text.find(':');
    url.host = text.substr(0, colon);
    rest = colon == std::string_view::npos ? std::string_view{} : text.substr(colon);
    if (!all_of(url.host, is_host_character)) return refuse("the broker's URL has no valid host");
  }
  url.port = url.tls ? 8883 : 1883;
  if (rest.empty()) return url;
  if (!rest.starts_with(':') || !parse_port(rest.substr(1), url.port)) {
    return refuse("the port must be a number from 1 to 65535; put an IPv6 address in brackets");
  }
  return url;
}

}  // namespace adapters::mqtt
