// SPDX-License-Identifier: Apache-2.0
#pragma once
// The devices of a zigbee2mqtt: bridge/devices says what there is, and of each what it measures and can be told.
// Spec: https://www.zigbee2mqtt.io/guide/usage/mqtt_topics_and_messages.html
// Thread: pure; one thread at a time

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mqtt/discovery/discovery.hpp"

namespace adapters::mqtt::discovery {

class Zigbee2Mqtt final : public Convention {
 public:
  explicit Zigbee2Mqtt(const Settings& settings);

  std::vector<std::string> topics() const override { return {devices_topic_, logging_topic_}; }
  Changes message(std::string_view topic, std::string_view payload, bool retained) override;

 private:
  struct Known {
    std::size_t digest = 0;  ///< of its entry: the same again changes nothing
    std::string name;
    std::vector<std::string> settable;  ///< identities of capabilities
  };

  Changes read_devices(std::string_view payload);
  Changes read_log(std::string_view payload) const;

  const Settings settings_;
  const std::string devices_topic_;
  const std::string logging_topic_;
  std::map<std::string, Known> devices_;  // by IEEE address
};

}  // namespace adapters::mqtt::discovery
