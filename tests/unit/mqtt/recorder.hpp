// SPDX-License-Identifier: Apache-2.0
#pragma once
// Keeps what a BrokerConnection reports, and lets a test wait for it.
// Thread: any

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "adapters/mqtt/broker_connection.hpp"

namespace tests::mqtt {

// Times short enough for a test that goes through several attempts.
inline adapters::mqtt::BrokerSettings quick_settings(unsigned short port) {
  using std::chrono::milliseconds;
  adapters::mqtt::BrokerSettings settings;
  settings.host = "127.0.0.1";
  settings.port = port;
  settings.times.retry = {.first = milliseconds(10), .longest = milliseconds(50), .rest = milliseconds(10)};
  return settings;
}

struct Heard {
  struct Message {
    std::string topic;
    std::string payload;
    bool retained;
  };
  int connected = 0;
  std::vector<std::string> reasons;  // of lost connections and failed attempts
  std::vector<Message> messages;
  std::vector<std::string> refused;   // subscriptions
  std::vector<std::string> rejected;  // messages
  std::map<std::uint64_t, bool> delivered;
};

class Recorder : public adapters::mqtt::BrokerConnection::Listener {
 public:
  virtual ~Recorder() = default;

  void connected() override {
    note([](Heard& heard) { ++heard.connected; });
  }
  void disconnected(const std::string& reason) override {
    note([&](Heard& heard) { heard.reasons.push_back(reason); });
  }
  void message(std::string_view topic, std::string_view payload, bool retained) override {
    note([&](Heard& heard) { heard.messages.push_back({std::string(topic), std::string(payload), retained}); });
  }
  void rejected(const std::string& reason) override {
    note([&](Heard& heard) { heard.rejected.push_back(reason); });
  }
  void too_long(std::string_view topic) override {
    note([&](Heard& heard) { heard.rejected.push_back(std::string(topic) + " is too long"); });
  }
  void subscription_refused(const std::string& topic) override {
    note([&](Heard& heard) { heard.refused.push_back(topic); });
  }
  void delivered(std::uint64_t tag, bool taken) override {
    note([&](Heard& heard) { heard.delivered[tag] = taken; });
  }
  std::optional<std::chrono::steady_clock::time_point> due() override { return std::nullopt; }

  // What was heard when `enough` was true of it first; throws if it is not within half a minute.
  template <class Predicate>
  Heard wait_until(Predicate enough) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(30), [&] { return enough(heard_); })) {
      throw std::runtime_error("not heard in time");
    }
    return heard_;
  }
  Heard wait_connected(int times = 1) {
    return wait_until([times](const Heard& heard) { return heard.connected >= times; });
  }
  Heard wait_reasons(std::size_t count) {
    return wait_until([count](const Heard& heard) { return heard.reasons.size() >= count; });
  }
  Heard wait_messages(std::size_t count) {
    return wait_until([count](const Heard& heard) { return heard.messages.size() >= count; });
  }

 private:
  template <class Change>
  void note(Change change) {
    const std::lock_guard lock(mutex_);
    change(heard_);
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  Heard heard_;
};

}  // namespace tests::mqtt
