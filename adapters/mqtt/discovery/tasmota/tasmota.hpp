// SPDX-License-Identifier: Apache-2.0
#pragma once
// Devices with Tasmota: one retained message has the topics, relays and names, another one the sensors.
// Spec: https://tasmota.github.io/docs/MQTT/ and xdrv_12_discovery.ino of Tasmota
// Thread: pure; one thread at a time

#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mqtt/discovery/discovery.hpp"

namespace adapters::mqtt::discovery {

class Tasmota final : public Convention {
 public:
  explicit Tasmota(const Settings& settings) : settings_(settings) {}

  std::vector<std::string> topics() const override;
  Changes message(std::string_view topic, std::string_view payload, bool retained) override;

 private:
  struct Device {
    std::optional<boost::json::object> config;
    std::optional<boost::json::object> sensors;
    std::size_t config_digest = 0;
    std::size_t sensors_digest = 0;
    std::string result_topic;
    std::string sensor_topic;
    std::vector<std::string> settable;  ///< identities of capabilities
  };

  void announcement(const std::string& mac, bool is_config, std::string_view payload, Changes& changes);
  void describe(const std::string& mac, Device& device, Changes& changes);
  void telemetry(const std::string& mac, std::string_view payload, Changes& changes);
  void answer(const std::string& mac, std::string_view payload, Changes& changes) const;

  const Settings settings_;
  std::map<std::string, Device> devices_;                    // by MAC
  std::map<std::string, std::string, std::less<>> answers_;  // MAC by topic
  std::map<std::string, std::string, std::less<>> sensors_;  // likewise
};

}  // namespace adapters::mqtt::discovery
