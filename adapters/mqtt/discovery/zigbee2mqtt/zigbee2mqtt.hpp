// SPDX-License-Identifier: Apache-2.0
#pragma once
// The devices of zigbee2mqtt: bridge/devices lists them, with what each measures and what can be set.
// Spec: https://www.zigbee2mqtt.io/guide/usage/mqtt_topics_and_messages.html
// Thread: pure; one thread at a time

#include <boost/json/object.hpp>
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
    std::size_t digest = 0;  ///< of its entry: an equal one changes nothing
    std::string name;
    std::vector<std::string> settable;  ///< identities of capabilities
  };

  Changes read_devices(std::string_view payload);
  void read_device(const std::string& identity, const boost::json::object& entry, Changes& changes);
  Changes read_log(std::string_view payload) const;

  const Settings settings_;
  const std::string devices_topic_;
  const std::string logging_topic_;
  std::map<std::string, Known> devices_;  // by IEEE address
};

}  // namespace adapters::mqtt::discovery
