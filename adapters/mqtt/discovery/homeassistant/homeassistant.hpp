// SPDX-License-Identifier: Apache-2.0
#pragma once
// Devices that announce themselves to Home Assistant: one retained message for each component, or one for the whole
// device. Components with the same device identifier are one device.
// Spec: https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery
// Thread: pure; one thread at a time

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mqtt/discovery/discovery.hpp"
#include "adapters/mqtt/discovery/homeassistant/entity.hpp"

namespace adapters::mqtt::discovery {

class HomeAssistant final : public Convention {
 public:
  explicit HomeAssistant(const Settings& settings) : settings_(settings) {}

  std::vector<std::string> topics() const override;
  Changes message(std::string_view topic, std::string_view payload, bool retained) override;
  /// The birth message of Home Assistant: bridges then announce their devices again.
  std::vector<mapping::Message> greeting() const override;

 private:
  /// The announcement of one topic.
  struct Announcement {
    std::size_t digest = 0;  ///< of the payload: an equal one changes nothing
    std::vector<Entity> entities;
  };

  std::vector<Entity> read(std::string_view component, std::string_view node, std::string_view object,
                           std::string_view payload, Changes& changes) const;
  void replace(const std::string& topic, Announcement announcement, Changes& changes);
  void compose(const std::string& device, Changes& changes);
  mapping::DeviceKey key_of(const Entity& entity, const SkippedPart& part) const;

  const Settings settings_;
  std::map<std::string, Announcement> announcements_;       // by topic
  std::map<std::string, std::set<std::string>> topics_of_;  // by device
  std::set<std::string> shown_;                             // devices
};

}  // namespace adapters::mqtt::discovery
