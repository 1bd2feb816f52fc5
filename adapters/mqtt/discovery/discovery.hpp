// SPDX-License-Identifier: Apache-2.0
#pragma once
// How bridges and devices describe themselves over MQTT: what a convention makes of a message.
// Thread: pure; one thread at a time

#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/devices/device.hpp"
#include "adapters/mapping/devices/device_binding.hpp"

namespace adapters::mqtt::discovery {

/// Something that was found and cannot be shown, and why: for people.
struct Skipped {
  mapping::DeviceKey key;
  std::string reason;
};

/// What one message says of devices.
struct Changes {
  std::vector<mapping::DeviceDescription> described;  ///< new, or as they are from now on
  std::vector<mapping::DeviceKey> removed;
  std::vector<Skipped> skipped;
  std::vector<mapping::SetRefusal> refused;
  std::vector<mapping::SetAcceptance> accepted;
  std::vector<mapping::Message> asked;  ///< to be sent, to hear more
  std::vector<std::string> rejected;    ///< messages, or parts of them, that could not be used: each is counted
};

struct Settings {
  std::string topic;  ///< below which the convention's own topics are: "zigbee2mqtt"; of Shellys what we are called
  mapping::PayloadLimits limits;
};

/// One convention at work on one broker. It keeps what it needs to tell what has changed, and of that no more than the
/// devices that are there.
class Convention {
 public:
  virtual ~Convention() = default;
  /// What to subscribe to in order to hear of devices; those of their values are in the descriptions.
  virtual std::vector<std::string> topics() const = 0;
  /// Any message of the broker, those of values among them: most are not of its topics, and are passed by at once. A
  /// description is given again only where it may have changed.
  virtual Changes message(std::string_view topic, std::string_view payload, bool retained) = 0;
  /// What it asks for, once with each connection.
  virtual std::vector<mapping::Message> greeting() const { return {}; }
};

}  // namespace adapters::mqtt::discovery
