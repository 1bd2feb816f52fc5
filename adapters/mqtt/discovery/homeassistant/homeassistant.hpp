// SPDX-License-Identifier: Apache-2.0
#pragma once
// Devices that announce themselves to Home Assistant: one retained message for each component, or one for the whole
// device. Components with a common identifier or connection are one device.
// Spec: https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery
// Thread: pure; one thread at a time

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
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
    std::size_t unread = 0;  ///< components beyond what one message may have
  };

  void read(std::string_view component, std::string_view node, std::string_view object, std::string_view payload,
            Announcement& announcement, Changes& changes) const;
  void replace(const std::string& topic, Announcement announcement, Changes& changes);
  /// Of the devices, and of those that have a mark of the announcement, all components, which leave their devices.
  std::vector<std::pair<std::string, Entity*>> take_apart(std::set<std::string>& devices,
                                                          const std::vector<Entity>& arrived);
  void compose(const std::string& device, Changes& changes);
  void report_rest(const mapping::DeviceKey& device, std::size_t left_out, Changes& changes);
  mapping::DeviceKey key_of(const Entity& entity, const SkippedPart& part) const;

  const Settings settings_;
  std::map<std::string, Announcement> announcements_;       // by topic
  std::map<std::string, std::set<std::string>> topics_of_;  // by device
  std::map<std::string, std::string> device_of_;            // by mark
  std::set<std::string> shown_;                             // devices
  std::set<std::string> crowded_;                           // devices of which not everything is shown
};

}  // namespace adapters::mqtt::discovery
