// SPDX-License-Identifier: Apache-2.0
// The part of BrokerConnection that libmosquitto calls, on the connection's thread.
#include <mosquitto.h>

#include <exception>
#include <utility>

#include "adapters/mqtt/broker_connection.hpp"

namespace adapters::mqtt {
namespace {

constexpr int kRefused = 0x80;  // MQTT 3.1.1, section 3.9.3

}  // namespace

void BrokerConnection::install_callbacks(mosquitto* handle) {
  mosquitto_connect_callback_set(handle, [](mosquitto*, void* self, int code) {
    static_cast<BrokerConnection*>(self)->connack_ = code;
    static_cast<BrokerConnection*>(self)->active_ = true;
  });
  mosquitto_message_callback_set(handle, [](mosquitto*, void* self, const mosquitto_message* message) {
    static_cast<BrokerConnection*>(self)->fenced(&BrokerConnection::handle_message, *message);
  });
  mosquitto_publish_callback_set(handle, [](mosquitto*, void* self, int id) {
    static_cast<BrokerConnection*>(self)->fenced(&BrokerConnection::handle_delivered, id);
  });
  mosquitto_subscribe_callback_set(handle, [](mosquitto*, void* self, int id, int count, const int* granted) {
    const std::span<const int> all(granted, static_cast<std::size_t>(count));
    static_cast<BrokerConnection*>(self)->fenced(&BrokerConnection::handle_granted, id, all);
  });
  mosquitto_log_callback_set(handle, [](mosquitto*, void* self, int level, const char* text) {
    if (level == MOSQ_LOG_ERR) static_cast<BrokerConnection*>(self)->fenced(&BrokerConnection::handle_error, text);
  });
}

// No exception may pass through the library's C frames.
template <class... Parameters, class... Arguments>
void BrokerConnection::fenced(void (BrokerConnection::*handler)(Parameters...), Arguments&&... arguments) {
  active_ = true;
  try {
    (this->*handler)(std::forward<Arguments>(arguments)...);
  } catch (const std::exception& failure) {
    ++failures_;
    if (events_.rejected) events_.rejected(failure.what());
  }
}

void BrokerConnection::handle_message(const mosquitto_message& message) {
  const auto size = static_cast<std::size_t>(message.payloadlen);
  if (size > settings_.max_payload) {
    ++oversized_;
    if (events_.rejected) events_.rejected("a payload longer than max_payload_bytes");
    return;
  }
  if (!events_.message) return;
  const std::string_view payload(size == 0 ? "" : static_cast<const char*>(message.payload), size);
  events_.message(message.topic, payload, message.retain);
}

void BrokerConnection::handle_delivered(int id) {
  std::optional<std::uint64_t> tag;
  {
    const std::lock_guard lock(mutex_);
    const auto found = outstanding_.find(id);
    if (found == outstanding_.end()) return;
    tag = found->second.tag;
    outstanding_bytes_ -= found->second.size;
    outstanding_.erase(found);
  }
  if (tag && events_.delivered) events_.delivered(*tag, true);
}

void BrokerConnection::handle_granted(int id, std::span<const int> granted) {
  std::vector<std::string> refused;
  {
    const std::lock_guard lock(mutex_);
    const auto found = asked_.find(id);
    if (found == asked_.end()) return;
    for (std::size_t i = 0; i < granted.size() && i < found->second.size(); ++i) {
      if (granted[i] >= kRefused) refused.push_back(std::move(found->second[i]));
    }
    asked_.erase(found);
  }
  report_refused(refused);
}

void BrokerConnection::handle_error(const char* text) { last_error_ = text; }

}  // namespace adapters::mqtt
