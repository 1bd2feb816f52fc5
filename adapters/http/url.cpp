// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/url.hpp"

#include <algorithm>

#include "adapters/mapping/polling/feed.hpp"

namespace adapters::http {
namespace {

using mapping::Failure;
using mapping::Outcome;
using mapping::Pattern;

constexpr std::size_t kMaxUrl = 2048;
constexpr std::string_view kUnreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

/// The part after http:// or https://; nothing without a scheme.
std::optional<std::string_view> behind_scheme(std::string_view url) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (url.starts_with(scheme)) return url.substr(scheme.size());
  }
  return std::nullopt;
}

Outcome<Pattern> read_url(const sdk::ConfigNode& node, mapping::Place place) {
  const std::string url = node.find("url").text();
  if (const auto mistake = mistake_in_url(url)) return Failure{*mistake};
  return place == mapping::Place::rows ? mapping::members_of(url, node) : Pattern::literal(url);
}

}  // namespace

std::optional<std::string> mistake_in_url(std::string_view url) {
  if (url.size() > kMaxUrl) return "the URL is longer than 2048 characters";
  const auto is_odd = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7F'; };
  if (std::any_of(url.begin(), url.end(), is_odd)) return "the URL must not have spaces or control characters";
  if (url.find('#') != std::string_view::npos) return "the URL must not have a '#': the part after it is never sent";
  if (is_relative(url)) return std::nullopt;
  const std::optional<std::string_view> rest = behind_scheme(url);
  if (!rest) return "expected http://, https:// or a path below server.url";
  if (!HAS_TLS && url.starts_with("https:")) return "expected http://: this build has no TLS";
  const std::string_view authority = rest->substr(0, rest->find_first_of("/?"));
  if (authority.empty() || authority.starts_with(':')) return "the URL has no host";
  if (authority.find('@') != std::string_view::npos) return "put the user into server.username, not into the URL";
  if (authority.find("${") != std::string_view::npos) return "the host must not depend on the value";
  return std::nullopt;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kUnreserved.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return encoded;
}

std::string label_of(std::string_view url) {
  const std::size_t query = url.find('?');
  return query == std::string_view::npos ? std::string(url) : std::string(url.substr(0, query)) + "?...";
}

mapping::Addressing addressing() {
  mapping::Addressing addressing;
  addressing.key = "url";
  addressing.read = &read_url;
  addressing.label = &label_of;
  addressing.confirm = "response";
  addressing.rows_are_polled = true;
  return addressing;
}

}  // namespace adapters::http
