// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/subscriptions.hpp"

#include <mosquitto.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace adapters::mqtt {
namespace {

constexpr std::size_t kTopicsPerSubscribe = 64;
constexpr int kQos = 1;
constexpr int kRefused = 0x80;  // MQTT 3.1.1, 3.9.3

bool is_filter(const std::string& topic) {
  return mosquitto_sub_topic_check(topic.c_str()) == MOSQ_ERR_SUCCESS &&
         mosquitto_validate_utf8(topic.c_str(), static_cast<int>(topic.size())) == MOSQ_ERR_SUCCESS;
}

}  // namespace

Subscriptions::Topics Subscriptions::add(mosquitto* handle, const Topics& topics) {
  wanted_.insert(topics.begin(), topics.end());
  return handle == nullptr ? Topics{} : subscribe(handle, topics);
}

void Subscriptions::remove(mosquitto* handle, const Topics& topics) {
  for (const std::string& topic : topics) {
    if (wanted_.erase(topic) != 0 && handle != nullptr) mosquitto_unsubscribe(handle, nullptr, topic.c_str());
  }
}

Subscriptions::Topics Subscriptions::renew(mosquitto* handle) {
  unanswered_.clear();
  return subscribe(handle, {wanted_.begin(), wanted_.end()});
}

/// A SUBSCRIBE that is lost with the connection is sent again by renew().
Subscriptions::Topics Subscriptions::subscribe(mosquitto* handle, const Topics& topics) {
  Topics valid = topics;
  const auto first_invalid = std::stable_partition(valid.begin(), valid.end(), is_filter);
  Topics refused(first_invalid, valid.end());
  valid.erase(first_invalid, valid.end());
  for (std::size_t first = 0; first < valid.size(); first += kTopicsPerSubscribe) {
    const std::size_t count = std::min(kTopicsPerSubscribe, valid.size() - first);
    const auto begin = valid.begin() + static_cast<std::ptrdiff_t>(first);
    Topics some(begin, begin + static_cast<std::ptrdiff_t>(count));
    std::vector<char*> names;  // the library takes char* and does not write to it
    for (std::string& topic : some) names.push_back(topic.data());
    int id = 0;
    const int failure =
        mosquitto_subscribe_multiple(handle, &id, static_cast<int>(count), names.data(), kQos, 0, nullptr);
    if (failure == 0) {
      unanswered_[id] = std::move(some);
    } else if (failure != MOSQ_ERR_NO_CONN) {
      refused.insert(refused.end(), some.begin(), some.end());
    }
  }
  return refused;
}

Subscriptions::Topics Subscriptions::granted(int id, std::span<const int> codes) {
  const auto entry = unanswered_.extract(id);
  Topics refused;
  if (entry.empty()) return refused;
  for (std::size_t i = 0; i < codes.size() && i < entry.mapped().size(); ++i) {
    if (codes[i] >= kRefused) refused.push_back(entry.mapped()[i]);
  }
  return refused;
}

}  // namespace adapters::mqtt
