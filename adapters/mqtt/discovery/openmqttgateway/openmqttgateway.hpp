// SPDX-License-Identifier: Apache-2.0
#pragma once
// Bluetooth sensors that an OpenMQTTGateway or a Theengs Gateway hears: each message has a sensor's values under keys
// of known meaning. All that is in the air is heard, the neighbours' too: `allow` and `deny` are for that.
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
    std::set<std::string> gateways;  ///< that hear it
    std::set<std::string> keys;      ///< that it was heard to have, of those whose meaning is known
    bool skipped = false;
  };

  void describe(const std::string& address, const Device& device, Changes& changes) const;

  const Settings settings_;
  std::map<std::string, Device, std::less<>> devices_;  // by Bluetooth address
};

}  // namespace adapters::mqtt::discovery
