// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/connection_request/digest_auth.hpp"

#include "proxy/acs/connection_request/connection_request_url.hpp"
#include "proxy/acs/connection_request/md5.hpp"
#include "proxy/base/constant_time.hpp"
#include "proxy/base/lower_case.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <random>
#include <utility>

#include <fmt/format.h>

namespace proxy::acs {
namespace {

constexpr std::size_t kMaxParameters = 32;
constexpr std::size_t kTimeDigits = 16;

using Parameters = std::map<std::string, std::string, std::less<>>;

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  return base::lower_case(left) == base::lower_case(right);
}

void skip(std::string_view& text, std::string_view characters) {
  text.remove_prefix(std::min(text.find_first_not_of(characters), text.size()));
}

/// A token, or a quoted string without its quotes and backslashes.
std::optional<std::string> take_value(std::string_view& text) {
  std::string value;
  if (text.empty() || text.front() != '"') {
    const std::size_t end = std::min(text.find_first_of(", \t"), text.size());
    value = text.substr(0, end);
    text.remove_prefix(end);
    return value;
  }
  text.remove_prefix(1);
  while (!text.empty() && text.front() != '"') {
    if (text.front() == '\\') text.remove_prefix(1);
    if (text.empty()) break;
    value.push_back(text.front());
    text.remove_prefix(1);
  }
  if (text.empty()) return std::nullopt;
  text.remove_prefix(1);
  return value;
}

/// The parameters of `Digest name=value, name="value"`; none for any other text, also if one comes twice: two readers
/// could choose different ones.
std::optional<Parameters> parse(std::string_view header) {
  constexpr std::string_view kScheme = "Digest";
  skip(header, " \t");
  if (header.size() <= kScheme.size() || !equals_ignoring_case(header.substr(0, kScheme.size()), kScheme))
    return std::nullopt;
  header.remove_prefix(kScheme.size());
  if (header.front() != ' ' && header.front() != '\t') return std::nullopt;

  Parameters parameters;
  for (skip(header, " \t,"); !header.empty(); skip(header, " \t,")) {
    const std::size_t equals = header.find('=');
    if (equals == std::string_view::npos || parameters.size() == kMaxParameters) return std::nullopt;
    std::string name = base::lower_case(header.substr(0, equals));
    while (!name.empty() && (name.back() == ' ' || name.back() == '\t')) name.pop_back();
    header.remove_prefix(equals + 1);
    skip(header, " \t");
    std::optional<std::string> value = take_value(header);
    if (!value || !parameters.try_emplace(std::move(name), *std::move(value)).second) return std::nullopt;
  }
  return parameters;
}

std::optional<std::uint64_t> parse_hex(std::string_view text, std::size_t digits) {
  std::uint64_t number = 0;
  if (text.size() != digits) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Whether the digested uri is the requested one; a proxy in between may have made either of them absolute.
bool is_target(std::string_view uri, std::string_view target) { return origin_form(uri) == origin_form(target); }

std::string random_key() {
  std::random_device device;
  std::string key;
  for (int i = 0; i < 8; ++i) key += fmt::format("{:08x}", device());
  return key;
}

std::uint64_t ticks(base::SteadyTime time) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count());
}

}  // namespace

DigestAuth::DigestAuth(std::string realm, std::chrono::seconds nonce_life)
    : realm_(std::move(realm)), nonce_life_(nonce_life), key_(random_key()) {}

std::string DigestAuth::challenge(base::SteadyTime now, bool stale) {
  last_issued_ = std::max(last_issued_ + 1, ticks(now));  // two within one tick differ too
  return fmt::format(R"(Digest realm="{}", qop="auth", algorithm=MD5, nonce="{}"{})", realm_, make_nonce(last_issued_),
                     stale ? ", stale=true" : "");
}

std::string DigestAuth::make_nonce(std::uint64_t issued) const {
  const std::string time = fmt::format("{:016x}", issued);
  return time + md5_hex(key_ + md5_hex(key_ + time));
}

DigestAuth::NonceState DigestAuth::nonce_state(std::string_view nonce, base::SteadyTime now,
                                               base::SteadyTime& issued) const {
  const std::optional<std::uint64_t> time = parse_hex(nonce.substr(0, kTimeDigits), kTimeDigits);
  if (!time || !base::same_secret(make_nonce(*time), nonce)) return NonceState::foreign;
  issued = base::SteadyTime(std::chrono::microseconds(*time));
  return now - issued > nonce_life_ ? NonceState::expired : NonceState::fresh;
}

bool DigestAuth::count_is_new(std::string_view nonce, std::uint32_t count, base::SteadyTime issued,
                              base::SteadyTime now) {
  std::erase_if(used_, [&](const auto& entry) { return now - entry.second.issued > nonce_life_; });
  const auto [entry, is_first] = used_.try_emplace(std::string(nonce), Used{issued, count});
  if (is_first) return count > 0;
  if (count <= entry->second.count) return false;
  entry->second.count = count;
  return true;
}

DigestAuth::Verdict DigestAuth::check(const Request& request, const Credentials& credentials, base::SteadyTime now) {
  const std::optional<Parameters> parameters = parse(request.authorization);
  if (!parameters) return Verdict::refused;
  const auto get = [&](std::string_view name) {
    const auto found = parameters->find(name);
    return found == parameters->end() ? std::string_view() : std::string_view(found->second);
  };
  if (!parameters->contains("username") || get("realm") != realm_) return Verdict::refused;
  if (parameters->contains("algorithm") && !equals_ignoring_case(get("algorithm"), "MD5")) return Verdict::refused;
  if (get("qop") != "auth" || get("cnonce").empty() || !is_target(get("uri"), request.target)) return Verdict::refused;
  const std::optional<std::uint64_t> count = parse_hex(get("nc"), 8);
  if (!count) return Verdict::refused;

  base::SteadyTime issued;
  const NonceState state = nonce_state(get("nonce"), now, issued);
  const std::string secret = md5_hex(fmt::format("{}:{}:{}", credentials.username, realm_, credentials.password));
  const std::string method_and_uri = md5_hex(fmt::format("{}:{}", request.method, get("uri")));
  const std::string expected = md5_hex(
      fmt::format("{}:{}:{}:{}:{}:{}", secret, get("nonce"), get("nc"), get("cnonce"), get("qop"), method_and_uri));
  // Both are compared in full: a wrong user name must take as long as a right one with a wrong password.
  const bool has_name = base::same_secret(credentials.username, get("username"));
  const bool has_response = base::same_secret(expected, get("response"));
  if (!has_name || !has_response) return Verdict::refused;
  // A nonce of an earlier process, or too old. The response is right, so the client may try again at once.
  if (state != NonceState::fresh) return Verdict::stale;
  return count_is_new(get("nonce"), static_cast<std::uint32_t>(*count), issued, now) ? Verdict::accepted
                                                                                     : Verdict::refused;
}

}  // namespace proxy::acs
