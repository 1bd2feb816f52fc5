// SPDX-License-Identifier: Apache-2.0
#pragma once
// Devices that speak Homie. A Homie 3 or 4 says what it is in a topic for each attribute, a Homie 5 in one document.
// Spec: https://homieiot.github.io/specification/
// Thread: pure; one thread at a time

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mqtt/discovery/discovery.hpp"
#include "adapters/mqtt/discovery/homie/property.hpp"

namespace adapters::mqtt::discovery {

class Homie final : public Convention {
 public:
  explicit Homie(const Settings& settings) : settings_(settings) {}

  std::vector<std::string> topics() const override;
  Changes message(std::string_view topic, std::string_view payload, bool retained) override;

 private:
  struct Node {
    std::vector<std::string> order;  ///< of its properties, as it names them
    std::map<std::string, HomieProperty> properties;
  };
  struct Device {
    int version = 0;  ///< 3 for 3 and 4; 0: not said yet
    std::string name;
    std::string type;
    std::string root;                ///< of a child in Homie 5: the device that speaks for it
    std::string state;               ///< "": not said yet
    std::vector<std::string> order;  ///< of its nodes
    std::map<std::string, Node> nodes;
    std::size_t attributes = 0;  ///< kept of it
    std::size_t digest = 0;      ///< of a Homie 5 description
  };

  Device* device_at(const std::string& identity, Changes& changes);
  void attribute(const std::string& identity, const std::vector<std::string_view>& levels, std::string_view value,
                 Changes& changes);
  static bool set_attribute(Device& device, const std::vector<std::string_view>& levels, std::string_view value);
  void version_5(const std::string& identity, std::string_view attribute, std::string_view payload, Changes& changes);
  bool read_description(Device& device, std::string_view payload, std::string& why) const;
  void set_state(const std::string& identity, Device& device, std::string_view state, Changes& changes);
  void describe(const std::string& identity, const Device& device, Changes& changes) const;
  void remove(const std::string& identity, Changes& changes);

  const Settings settings_;
  std::map<std::string, Device> devices_;  // by what they are known by: "5/lamp" of a Homie 5
};

}  // namespace adapters::mqtt::discovery
