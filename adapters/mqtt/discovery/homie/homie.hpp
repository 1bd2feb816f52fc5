// SPDX-License-Identifier: Apache-2.0
#pragma once
// Homie devices. Homie 3 and 4 have a topic for each attribute, Homie 5 has one document.
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
    std::string name;
    std::vector<std::string> order;  ///< of its properties, as in its description
    std::map<std::string, HomieProperty> properties;
  };
  struct Device {
    int version = 0;  ///< 3 for 3 and 4; 0: not known yet
    std::string name;
    std::string type;
    std::string root;                ///< for a child in Homie 5: its root device
    std::string state;               ///< "": not known yet
    std::vector<std::string> order;  ///< of its nodes
    std::map<std::string, Node> nodes;
    std::size_t attributes = 0;  ///< the number of its stored attributes
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
  std::map<std::string, Device> devices_;  // by identity: "5/lamp" for Homie 5
};

}  // namespace adapters::mqtt::discovery
