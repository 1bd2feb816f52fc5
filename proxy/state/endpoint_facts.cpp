// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/endpoint_facts.hpp"

#include "proxy/state/sqlite/statement.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <random>

namespace proxy::state {
namespace {

constexpr std::string_view kDevice = "device";
constexpr std::string_view kParameterKey = "parameter_key";
constexpr std::string_view kConnectionRequestPath = "connection_request_path";
constexpr std::string_view kBootstrapUrl = "bootstrap_url";
constexpr std::string_view kAgreedVersion = "agreed_version";  // "1.2 http://acs.example/"
constexpr std::string_view kRebootedAt = "rebooted_at";

constexpr std::string_view kAcknowledged = "acknowledged:";

std::string acknowledged(std::string_view path) { return std::string(kAcknowledged) + std::string(path); }

std::string random_path() {
  std::random_device random;
  std::string path;
  for (int word = 0; word < 4; ++word) path += fmt::format("{:08x}", random());
  return path;
}

}  // namespace

std::optional<std::string> EndpointFacts::text(std::string_view name) const {
  Statement select(database_, "SELECT value FROM texts WHERE endpoint=? AND name=?", {endpoint_, name});
  if (!select.next()) return std::nullopt;
  return std::string(select.text(0));
}

std::error_code EndpointFacts::put_text(std::string_view name, std::string_view value) {
  Statement put(database_, "INSERT OR REPLACE INTO texts VALUES (?,?,?)", {endpoint_, name, value});
  return database_.write(put);
}

std::string EndpointFacts::device() const { return text(kDevice).value_or(""); }
std::error_code EndpointFacts::set_device(std::string_view device) { return put_text(kDevice, device); }

std::string EndpointFacts::parameter_key() const { return text(kParameterKey).value_or(""); }
std::error_code EndpointFacts::set_parameter_key(std::string_view key) { return put_text(kParameterKey, key); }

const std::string& EndpointFacts::connection_request_path() {
  if (connection_request_path_.empty()) connection_request_path_ = text(kConnectionRequestPath).value_or("");
  if (connection_request_path_.empty()) {
    connection_request_path_ = random_path();
    put_text(kConnectionRequestPath, connection_request_path_);
  }
  return connection_request_path_;
}

std::string EndpointFacts::bootstrap_url() const { return text(kBootstrapUrl).value_or(""); }
std::error_code EndpointFacts::set_bootstrap_url(std::string_view acs_url) { return put_text(kBootstrapUrl, acs_url); }

std::string EndpointFacts::agreed_version(std::string_view acs_url) const {
  const std::string both = text(kAgreedVersion).value_or("");
  const std::size_t space = both.find(' ');
  if (space == std::string::npos || both.substr(space + 1) != acs_url) return {};
  return both.substr(0, space);
}

std::error_code EndpointFacts::set_agreed_version(std::string_view acs_url, std::string_view version) {
  return put_text(kAgreedVersion, fmt::format("{} {}", version, acs_url));
}

std::optional<std::string> EndpointFacts::acknowledged_value(std::string_view path) const {
  return text(acknowledged(path));
}
std::error_code EndpointFacts::set_acknowledged_value(std::string_view path, std::string_view value) {
  return put_text(acknowledged(path), value);
}

std::error_code EndpointFacts::forget_acknowledged_values() {
  const std::string end = past(kAcknowledged);
  Statement erase(database_, "DELETE FROM texts WHERE endpoint=? AND name>=? AND name<?",
                  {endpoint_, kAcknowledged, end});
  return database_.write(erase);
}

std::optional<std::chrono::sys_seconds> EndpointFacts::rebooted_at() const {
  const auto stored = text(kRebootedAt);
  if (!stored) return std::nullopt;
  std::int64_t seconds = 0;
  std::from_chars(stored->data(), stored->data() + stored->size(), seconds);
  return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

std::error_code EndpointFacts::set_rebooted_at(std::chrono::sys_seconds time) {
  return put_text(kRebootedAt, std::to_string(time.time_since_epoch().count()));
}

std::error_code EndpointFacts::factory_reset() {
  Statement erase(database_, "DELETE FROM texts WHERE endpoint=? AND name<>?", {endpoint_, kConnectionRequestPath});
  return database_.write(erase);
}

}  // namespace proxy::state
