// SPDX-License-Identifier: Apache-2.0
#pragma once
// Shelly devices of the first generation: the topics that a device uses become its capabilities.
// Spec: https://shelly-api-docs.shelly.cloud/gen1/ (MQTT support)
// Thread: pure; one thread at a time

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mqtt/discovery/discovery.hpp"

namespace adapters::mqtt::discovery {

class ShellyGen1 final : public Convention {
 public:
  explicit ShellyGen1(const Settings& settings) : settings_(settings) {}

  std::vector<std::string> topics() const override;
  Changes message(std::string_view topic, std::string_view payload, bool retained) override;
  std::vector<mapping::Message> greeting() const override;

 private:
  struct Device {
    std::string model;
    std::map<std::string, mapping::Capability> capabilities;  ///< by identity
  };

  void announced(std::string_view payload, Changes& changes);
  void describe(const std::string& id, const Device& device, Changes& changes) const;
  Device* device_at(const std::string& id, Changes& changes);

  const Settings settings_;
  std::map<std::string, Device> devices_;  // by id: "shellyplug-s-C1B2A3"
};

}  // namespace adapters::mqtt::discovery
