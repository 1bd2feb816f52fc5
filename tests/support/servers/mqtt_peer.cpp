// SPDX-License-Identifier: Apache-2.0
#include "tests/support/servers/mqtt_peer.hpp"

#include <mosquitto.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>

namespace tests::support {
namespace {

void check(int code, const std::string& what) {
  if (code != MOSQ_ERR_SUCCESS) throw std::runtime_error("mqtt: " + what + ": " + mosquitto_strerror(code));
}

bool matches(const std::string& filter, const std::string& topic) {
  bool result = false;
  return mosquitto_topic_matches_sub(filter.c_str(), topic.c_str(), &result) == MOSQ_ERR_SUCCESS && result;
}

}  // namespace

MqttPeer::MqttPeer(unsigned short port, const std::string& user, const std::string& password) {
  static std::once_flag initialised;
  std::call_once(initialised, [] { mosquitto_lib_init(); });
  client_ = mosquitto_new(nullptr, true, this);
  if (client_ == nullptr) throw std::runtime_error("mqtt: no memory for a client");
  mosquitto_connect_callback_set(client_, on_connect);
  mosquitto_publish_callback_set(client_, on_done);
  mosquitto_subscribe_callback_set(client_, on_subscribe);
  mosquitto_message_callback_set(client_, on_message);
  if (!user.empty()) mosquitto_username_pw_set(client_, user.c_str(), password.c_str());
  try {
    check(mosquitto_connect(client_, "127.0.0.1", port, 30), "connect");
    check(mosquitto_loop_start(client_), "loop");
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, kDeadline, [this] { return connect_code_ >= 0; })) {
      throw std::runtime_error("mqtt: the broker did not answer in time");
    }
    if (connect_code_ != 0) throw std::runtime_error(std::string("mqtt: ") + mosquitto_connack_string(connect_code_));
  } catch (...) {
    mosquitto_loop_stop(client_, true);
    mosquitto_destroy(client_);
    throw;
  }
}

MqttPeer::~MqttPeer() {
  mosquitto_disconnect(client_);
  mosquitto_loop_stop(client_, true);
  mosquitto_destroy(client_);
}

void MqttPeer::wait_done(std::unique_lock<std::mutex>& lock, int message_id, const char* what) {
  const auto arrived = [this, message_id] { return std::find(done_.begin(), done_.end(), message_id) != done_.end(); };
  if (!changed_.wait_for(lock, kDeadline, arrived)) {
    throw std::runtime_error(std::string("mqtt: no acknowledgement in time of ") + what);
  }
  done_.erase(std::find(done_.begin(), done_.end(), message_id));
}

void MqttPeer::publish(const std::string& topic, std::string_view payload, int qos, bool retain) {
  int id = 0;
  check(mosquitto_publish(client_, &id, topic.c_str(), static_cast<int>(payload.size()), payload.data(), qos, retain),
        "publish");
  std::unique_lock lock(mutex_);
  wait_done(lock, id, "publish");
}

void MqttPeer::subscribe(const std::string& filter, int qos) {
  int id = 0;
  check(mosquitto_subscribe(client_, &id, filter.c_str(), qos), "subscribe");
  std::unique_lock lock(mutex_);
  wait_done(lock, id, "subscribe");
}

MqttPeer::Message MqttPeer::wait_for(const std::string& filter, std::chrono::milliseconds deadline) {
  std::unique_lock lock(mutex_);
  const auto find = [&] {
    return std::find_if(messages_.begin(), messages_.end(),
                        [&](const Message& message) { return matches(filter, message.topic); });
  };
  if (!changed_.wait_for(lock, deadline, [&] { return find() != messages_.end(); })) {
    std::string text = "mqtt: no message on " + filter + " in time; waiting were:";
    for (const Message& message : messages_) text += "\n  " + message.topic + " " + message.payload;
    throw std::runtime_error(text);
  }
  const auto found = find();
  Message message = std::move(*found);
  messages_.erase(found);
  return message;
}

std::size_t MqttPeer::waiting(const std::string& filter) const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(std::count_if(
      messages_.begin(), messages_.end(), [&](const Message& message) { return matches(filter, message.topic); }));
}

void MqttPeer::on_connect(mosquitto*, void* self, int code) {
  auto* peer = static_cast<MqttPeer*>(self);
  const std::lock_guard lock(peer->mutex_);
  peer->connect_code_ = code;
  peer->changed_.notify_all();
}

void MqttPeer::on_done(mosquitto*, void* self, int message_id) {
  auto* peer = static_cast<MqttPeer*>(self);
  const std::lock_guard lock(peer->mutex_);
  peer->done_.push_back(message_id);
  peer->changed_.notify_all();
}

void MqttPeer::on_subscribe(mosquitto* client, void* self, int message_id, int, const int*) {
  on_done(client, self, message_id);
}

void MqttPeer::on_message(mosquitto*, void* self, const mosquitto_message* message) {
  auto* peer = static_cast<MqttPeer*>(self);
  const auto size = static_cast<std::size_t>(message->payloadlen);
  std::string payload(static_cast<const char*>(message->payload), size);
  const std::lock_guard lock(peer->mutex_);
  peer->messages_.push_back({message->topic, std::move(payload), message->qos, message->retain});
  peer->changed_.notify_all();
}

}  // namespace tests::support
