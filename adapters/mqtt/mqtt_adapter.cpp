// SPDX-License-Identifier: Apache-2.0
// The MQTT adapter: messages of the broker become values by the mapping, sets become messages.
// Thread: the host's calls on its loop; the broker's events on the connection's thread.
#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/mapping/binding.hpp"
#include "adapters/mapping/runtime/deadlines.hpp"
#include "adapters/mapping/tables/explain.hpp"
#include "adapters/mqtt/broker_config.hpp"
#include "adapters/mqtt/broker_connection.hpp"
#include "adapters/mqtt/connection/connection_report.hpp"
#include "adapters/mqtt/discovered_devices.hpp"
#include "adapters/mqtt/options.hpp"
#include "adapters/mqtt/sending.hpp"
#include "adapters/mqtt/unread_messages.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mqtt {

using Clock = std::chrono::steady_clock;

class MqttAdapter final : public sdk::Adapter, private BrokerConnection::Listener {
 public:
  MqttAdapter(sdk::Host host, const sdk::ConfigNode& section);

  void start() override;
  void stop() override { connection_->stop(); }
  void known_row(sdk::Table table, std::string_view identity) override { binding_.known_row(table, identity); }
  void get(sdk::Items items) override;
  void check(sdk::Items items) override { binding_.check(items); }
  void apply(sdk::Items items) override;
  void explain(std::string_view topic, std::string_view payload, const sdk::Say& say) override;

 private:
  enum class BrokerState { untried, away, there };

  void connected() override;
  void disconnected(const std::string& reason) override;
  void message(std::string_view topic, std::string_view payload, bool retained) override;
  void rejected(const std::string& reason) override { host().rejected(reason); }
  void too_long(std::string_view topic) override;
  void subscription_refused(const std::string& topic) override;
  void delivered(std::uint64_t token, bool taken) override;
  std::optional<Clock::time_point> due() override;
  void log_connected();

  mapping::Mapping mapping_;
  mapping::Binding binding_;
  UnreadMessages unread_{host()};
  DiscoveredDevices devices_;
  BrokerSettings settings_;
  ConnectionReport report_{host(), settings_};  // of the connection's thread
  std::unique_ptr<BrokerConnection> connection_;
  BrokerState broker_ = BrokerState::untried;  // of the connection's thread
  // Of the connection's thread: what this outage has been warned of.
  bool is_warned_ = false;
  bool is_refusal_warned_ = false;
};

MqttAdapter::MqttAdapter(sdk::Host host, const sdk::ConfigNode& section)
    : Adapter(host),
      mapping_(section),
      binding_(host, mapping_, "MQTT", std::random_device{}()),
      devices_(host, section, mapping_.limits(), binding_.devices(), unread_),
      settings_(read_broker(section)) {
  settings_.subscriptions = mapping_.filters();
  for (std::string& topic : devices_.topics()) settings_.subscriptions.push_back(std::move(topic));
  if (settings_.insecure) {
    host.log("mqtt.tls.insecure", ADAPTER_LOG_WARNING,
             "broker.insecure is set: the broker's certificate is not checked");
  }
  for (const mapping::Parameter& parameter : mapping_.parameters()) {
    if (!parameter.sink || !parameter.sink->retain) continue;
    host.log("mqtt.command.retained", ADAPTER_LOG_WARNING,
             parameter.path + ": a device that subscribes later carries out the retained command again");
  }
}

void MqttAdapter::start() {
  binding_.declare();
  BrokerConnection::Listener& listener = *this;
  connection_ = std::make_unique<BrokerConnection>(settings_, listener);
  report_.started(connection_->client_id());
  connection_->start();
}

void MqttAdapter::message(std::string_view topic, std::string_view payload, bool retained) {
  devices_.describe(topic, payload, retained);  // first: the message may have values of what it describes
  binding_.receive(topic, payload, retained, Clock::now());
  devices_.follow(*connection_);
}

std::optional<Clock::time_point> MqttAdapter::due() {
  binding_.pass_time(Clock::now());
  if (report_.pass_time(Clock::now())) log_connected();
  return mapping::earlier(report_.next_time(), binding_.next_time());
}

void MqttAdapter::too_long(std::string_view topic) {
  unread_.add(topic, "a message is longer than max_payload_bytes, " + std::to_string(mapping_.limits().max_bytes));
}

void MqttAdapter::subscription_refused(const std::string& topic) {
  host().log("mqtt.subscription.refused", ADAPTER_LOG_ERROR, "the broker rejects the subscription to " + topic);
}

void MqttAdapter::delivered(std::uint64_t token, bool taken) {
  host().reply(token, taken ? ADAPTER_DONE : ADAPTER_NOT_SENT);
}

// The presence of the mount is that of the broker: while it is offline the host keeps sets, and sends them afterwards.
void MqttAdapter::connected() {
  broker_ = BrokerState::there;
  if (!report_.is_unsteady()) log_connected();
  host().presence(sdk::kMount, ADAPTER_ONLINE);
  binding_.set_away(false, Clock::now());
  report_.connected(connection_->version(), Clock::now());
  devices_.connected(*connection_);
}

void MqttAdapter::log_connected() {
  is_warned_ = is_refusal_warned_ = false;
  const bool is_new = connection_->version() == Version::v5;
  host().log("mqtt.connection.made", ADAPTER_LOG_INFO,
             "connected to the broker at " + report_.place() + (is_new ? " with MQTT 5" : " with MQTT 3.1.1"));
}

/// One warning for an outage, and one more if the broker refuses the connection then: someone has to mend that.
void MqttAdapter::disconnected(const std::string& reason) {
  if (broker_ != BrokerState::away) {
    host().presence(sdk::kMount, ADAPTER_OFFLINE);
    binding_.set_away(true, Clock::now());
  }
  broker_ = BrokerState::away;
  report_.disconnected(reason, connection_->is_refused(), Clock::now());
  bool is_news = !std::exchange(is_warned_, true);
  if (connection_->is_refused()) is_news = !std::exchange(is_refusal_warned_, true);
  host().log("mqtt.connection.lost", is_news ? ADAPTER_LOG_WARNING : ADAPTER_LOG_DEBUG,
             "no connection to the broker at " + report_.place() + " (broker.url): " + reason);
}

void MqttAdapter::get(sdk::Items items) {
  for (const mapping::Question& question : binding_.questions(items)) ask(host(), *connection_, question);
}

void MqttAdapter::apply(sdk::Items items) {
  for (const sdk::Item& item : items) {
    if (const auto command = binding_.command(item)) {
      const auto why_not = send(host(), *connection_, item, *command);
      if (why_not) binding_.not_carried_out(item.token, *why_not);
    } else {
      host().reply(item.token, command.error().status, command.error().detail);
    }
  }
}

void MqttAdapter::explain(std::string_view topic, std::string_view payload, const sdk::Say& say) {
  const bool mapped = mapping::explain(mapping_, topic, payload, say);
  if (devices_.explain(topic, payload, say) || mapped) return;
  std::vector<std::string> topics = mapping_.filters();
  for (std::string& one : devices_.all_topics()) topics.push_back(std::move(one));
  const bool is_read = mapping::explain_stranger(topic, std::string(topic), topics, say);
  if (is_read || !devices_.discovers()) return;
  if (connection_ == nullptr) {  // a configuration alone explains
    say("only a running daemon knows the devices that have been described, and reads their messages");
  } else if (binding_.devices().addresses().empty()) {
    say("no device has been described yet: messages of a device are read once it is");
  }
}

}  // namespace adapters::mqtt

ADAPTER_PLUGIN(adapters::mqtt::MqttAdapter, "mqtt", adapters::mqtt::kOptions);
