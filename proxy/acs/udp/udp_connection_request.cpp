// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/udp/udp_connection_request.hpp"

#include "proxy/acs/udp/hmac_sha1.hpp"
#include "proxy/base/constant_time.hpp"
#include "proxy/base/percent_decoded.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace proxy::acs {
namespace {

constexpr std::array<std::string_view, 5> kFields = {"ts", "id", "un", "cn", "sig"};
using Values = std::array<std::optional<std::string>, kFields.size()>;

constexpr std::size_t kSignatureDigits = 40;

/// The target of `GET <target> HTTP/1.1`, or nothing.
std::string_view request_target(std::string_view datagram) {
  constexpr std::string_view kMethod = "GET ";
  constexpr std::string_view kVersion = " HTTP/1.";
  if (datagram.size() > kMaxUdpRequest || !datagram.starts_with(kMethod)) return {};
  std::string_view line = datagram.substr(kMethod.size(), datagram.find_first_of("\r\n") - kMethod.size());
  const std::size_t version = line.rfind(kVersion);
  return version == std::string_view::npos ? std::string_view() : line.substr(0, version);
}

/// Fields with other names are skipped; one that comes twice makes it illegal.
std::optional<Values> read_fields(std::string_view query) {
  Values values;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const auto* const name = std::ranges::find(kFields, pair.substr(0, equals));
    if (name == kFields.end()) continue;
    std::optional<std::string>& value = values[static_cast<std::size_t>(name - kFields.begin())];
    if (value) return std::nullopt;
    value = base::percent_decoded(pair.substr(equals + 1));
    if (!value) return std::nullopt;
  }
  return values;
}

}  // namespace

std::optional<UdpConnectionRequest> parse_udp_connection_request(std::string_view datagram) {
  const std::string_view target = request_target(datagram);
  const std::size_t query = target.find('?');
  if (query == std::string_view::npos) return std::nullopt;
  const std::optional<Values> fields = read_fields(target.substr(query + 1));
  if (!fields || !std::ranges::all_of(*fields, [](const auto& value) { return value.has_value(); }))
    return std::nullopt;
  const auto& [ts, id, un, cn, sig] = *fields;  // in the order of kFields
  UdpConnectionRequest request{.id = *id, .username = *un, .signature = *sig};
  const auto [end, error] = std::from_chars(ts->data(), ts->data() + ts->size(), request.timestamp);
  if (error != std::errc{} || end != ts->data() + ts->size()) return std::nullopt;
  if (request.signature.size() != kSignatureDigits) return std::nullopt;
  for (char& digit : request.signature)
    if (digit >= 'a' && digit <= 'f') digit = static_cast<char>(digit - 'a' + 'A');
  request.signed_text = *ts + request.id + request.username + *cn;
  return request;
}

void UdpConnectionRequests::set_credentials(std::string username, config::Secret password) {
  if (username == username_ && password == password_) return;
  username_ = std::move(username);
  password_ = std::move(password);
  // Perhaps another ACS with another clock. A replay is impossible: no request was signed with these credentials yet.
  last_timestamp_ = 0;
  last_id_.clear();
}

bool UdpConnectionRequests::is_authentic(const UdpConnectionRequest& request) const {
  if (username_.empty() || password_.empty()) return false;
  // Both are compared in full: a wrong user name must take as long as a right one with a wrong password.
  const bool has_name = base::same_secret(username_, request.username);
  const bool is_signed =
      base::same_secret(upper_hex(hmac_sha1(password_.reveal(), request.signed_text)), request.signature);
  return has_name && is_signed;
}

UdpConnectionRequests::Verdict UdpConnectionRequests::judge(std::string_view datagram, base::SteadyTime now) {
  std::optional<UdpConnectionRequest> request = parse_udp_connection_request(datagram);
  if (!request || !is_authentic(*request)) return Verdict::refused;
  if (request->timestamp <= last_timestamp_ || request->id == last_id_) return Verdict::repeated;
  if (!accepted_.take(now)) return Verdict::too_many;
  last_timestamp_ = request->timestamp;
  last_id_ = std::move(request->id);
  return Verdict::accepted;
}

}  // namespace proxy::acs
