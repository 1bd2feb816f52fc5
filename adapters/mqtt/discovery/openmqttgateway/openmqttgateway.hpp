// SPDX-License-Identifier: Apache-2.0
#pragma once
// Bluetooth sensors that OpenMQTTGateway or Theengs Gateway receive: each message has a sensor's values with known
// keys. They receive the neighbours' sensors too: `allow` and `deny` select.
// Spec: https://docs.openmqttgateway.com/use/ble.html, https://decoder.theengs.io/
// Thread: pure; one thread at a time

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mqtt/discovery/discovery.hpp"

namespace adapters::mqtt::discovery {

class OpenMqttGateway final : public Convention {
 public:
  explicit OpenMqttGateway(const Settings& settings) : settings_(settings) {}

  std::vector<std::string> topics() const override;
  Changes message(std::string_view topic, std::string_view payload, bool retained) override;

 private:
  struct Device {
    std::string name;
    std::string model;
    std::set<std::string> gateways;  ///< that receive it
    std::set<std::string> keys;      ///< the known keys that were received
    bool skipped = false;
  };

  void describe(const std::string& address, const Device& device, Changes& changes) const;

  const Settings settings_;
  std::map<std::string, Device, std::less<>> devices_;  // by Bluetooth address
};

}  // namespace adapters::mqtt::discovery
