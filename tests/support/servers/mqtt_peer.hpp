// SPDX-License-Identifier: Apache-2.0
#pragma once
// A small MQTT client for tests: it plays the devices and listens for the commands sent to them. Plain TCP.
// Thread: any

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>

struct mosquitto;
struct mosquitto_message;

namespace tests::support {

class MqttPeer {
 public:
  struct Message {
    std::string topic;
    std::string payload;
    int qos = 0;
    bool retained = false;
  };

  static constexpr std::chrono::milliseconds kDeadline = std::chrono::seconds{10};

  // Returns when the broker has accepted; throws std::runtime_error when it refuses or does not answer in time.
  explicit MqttPeer(unsigned short port, const std::string& user = {}, const std::string& password = {});
  ~MqttPeer();
  MqttPeer(const MqttPeer&) = delete;
  MqttPeer& operator=(const MqttPeer&) = delete;

  // Returns when the message is sent (QoS 0) or acknowledged (QoS 1 and 2).
  void publish(const std::string& topic, std::string_view payload, int qos = 1, bool retain = false);

  // Returns when the broker has acknowledged.
  void subscribe(const std::string& filter, int qos = 1);

  // Takes the first message not taken yet whose topic matches `filter`. Throws std::runtime_error that lists what did
  // come when none does in time.
  Message wait_for(const std::string& filter, std::chrono::milliseconds deadline = kDeadline);

  // How many messages that match wait to be taken.
  std::size_t waiting(const std::string& filter) const;

 private:
  static void on_connect(mosquitto* client, void* self, int code);
  static void on_done(mosquitto* client, void* self, int message_id);
  static void on_subscribe(mosquitto* client, void* self, int message_id, int count, const int* granted);
  static void on_message(mosquitto* client, void* self, const mosquitto_message* message);
  void wait_done(std::unique_lock<std::mutex>& lock, int message_id, const char* what);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int connect_code_ = -1;
  std::deque<int> done_;
  std::deque<Message> messages_;
  mosquitto* client_ = nullptr;
};

}  // namespace tests::support
