// SPDX-License-Identifier: Apache-2.0
#pragma once
// The topic filters of a connection: what is subscribed to now, and with each connection to come.
// Spec: MQTT 3.1.1, 3.8 (SUBSCRIBE) and 3.9 (SUBACK)
// Thread: one at a time

#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

struct mosquitto;

namespace adapters::mqtt {

class Subscriptions {
 public:
  using Topics = std::vector<std::string>;

  explicit Subscriptions(const Topics& topics) : wanted_(topics.begin(), topics.end()) {}

  /// Adds topics, and subscribes to them if there is a connection; null: there is none. Returns the refused ones.
  Topics add(mosquitto* handle, const Topics& topics);
  void remove(mosquitto* handle, const Topics& topics);
  /// Subscribes to all topics, at the begin of a connection. Returns the refused ones.
  Topics renew(mosquitto* handle);
  /// The broker's answer to one SUBSCRIBE, by its packet id. Returns the refused topics.
  Topics granted(int id, std::span<const int> codes);

 private:
  Topics subscribe(mosquitto* handle, const Topics& topics);

  std::set<std::string> wanted_;
  std::unordered_map<int, Topics> unanswered_;  // by packet id
};

}  // namespace adapters::mqtt
