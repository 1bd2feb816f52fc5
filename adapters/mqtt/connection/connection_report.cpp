// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/connection/connection_report.hpp"

#include <utility>

namespace adapters::mqtt {
namespace {

std::string place_of(const BrokerSettings& settings) {
  const bool is_v6 = settings.host.find(':') != std::string::npos;
  return (is_v6 ? "[" + settings.host + "]" : settings.host) + ":" + std::to_string(settings.port);
}

}  // namespace

ConnectionReport::ConnectionReport(sdk::Host host, const BrokerSettings& settings)
    : host_(host), settings_(settings), place_(place_of(settings)), version_(settings.version.value_or(Version::v5)) {}

void ConnectionReport::started(std::string client_id) {
  client_id_ = std::move(client_id);
  host_.status(ADAPTER_CONDITION_UNTRIED);
  report(ADAPTER_BROKER_CONNECTING);
}

void ConnectionReport::connected(Version version, Time now) {
  version_ = version;
  connected_at_ = now;
  report(ADAPTER_BROKER_CONNECTED);
  if (!is_unsteady_) host_.status(ADAPTER_CONDITION_UP);
}

void ConnectionReport::disconnected(const std::string& reason, bool is_refused, Time now) {
  const auto since = std::exchange(connected_at_, std::nullopt);
  if (!since) {
    report(is_refused ? ADAPTER_BROKER_ERROR : ADAPTER_BROKER_UNREACHABLE);
    return report(is_refused ? ADAPTER_CONDITION_ERROR : ADAPTER_CONDITION_DOWN, reason);
  }
  report(ADAPTER_BROKER_CONNECTING);
  const bool is_short = now - *since < settings_.times.retry.stable;
  is_unsteady_ = is_short && (is_unsteady_ || was_short_);
  was_short_ = is_short;
  if (is_unsteady_) report(ADAPTER_CONDITION_DOWN, "the connection is lost again and again: " + reason);
}

bool ConnectionReport::pass_time(Time now) {
  const auto next = next_time();
  if (!next || now < *next) return false;
  is_unsteady_ = false;
  host_.status(ADAPTER_CONDITION_UP);
  return true;
}

std::optional<ConnectionReport::Time> ConnectionReport::next_time() const {
  if (!is_unsteady_ || !connected_at_) return std::nullopt;
  return *connected_at_ + settings_.times.retry.stable;
}

void ConnectionReport::report(adapter_condition condition, const std::string& reason) {
  host_.status(condition, place_ + ": " + reason);
}

void ConnectionReport::report(adapter_broker_status status) {
  adapter_broker broker{};
  broker.struct_size = sizeof broker;
  broker.status = status;
  broker.address = settings_.host.c_str();
  broker.port = settings_.port;
  broker.tls = settings_.tls ? 1 : 0;
  broker.protocol_version = version_ == Version::v5 ? "5.0" : "3.1.1";
  broker.username = settings_.username.c_str();
  broker.client_id = client_id_.c_str();
  broker.keep_alive_s = static_cast<std::uint32_t>(settings_.keepalive.count());
  broker.clean_session = 1;
  host_.max_packet(version_ == Version::v5 ? max_packet(settings_) : 0);
  host_.broker(broker);
}

}  // namespace adapters::mqtt
