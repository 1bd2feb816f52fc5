// SPDX-License-Identifier: Apache-2.0
#pragma once
// Conventions by which bridges and devices describe themselves over MQTT, and what a convention makes of a message.
// Thread: pure; one thread at a time

#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/devices/device.hpp"
#include "adapters/mapping/devices/device_engine.hpp"

namespace adapters::mqtt::discovery {

/// A device that is found and cannot be shown, with the reason for people.
struct Skipped {
  mapping::DeviceKey key;
  std::string reason;
};

/// What one message changes.
struct Changes {
  std::vector<mapping::DeviceDescription> described;  ///< new devices, and known ones with new facts
  std::vector<mapping::DeviceKey> removed;
  std::vector<Skipped> skipped;
  std::vector<mapping::SetRefusal> refused;
  std::vector<mapping::SetAcceptance> accepted;
  std::vector<mapping::Message> asked;  ///< requests to send
  std::vector<std::string> rejected;    ///< reasons why messages, or parts of them, cannot be used; each is counted
};

struct Settings {
  std::string topic;  ///< the base of the convention's topics: "zigbee2mqtt"; for shelly-gen2 our own name
  mapping::PayloadLimits limits;
};

/// One convention on one broker. It keeps only what it needs to find changes, and only for present devices.
class Convention {
 public:
  virtual ~Convention() = default;
  /// The topics of the descriptions. The topics of values are in the descriptions themselves.
  virtual std::vector<std::string> topics() const = 0;
  /// Gets every message of the broker, also those with values, and ignores other topics than its own at once. Returns a
  /// description again only if it may have changed.
  virtual Changes message(std::string_view topic, std::string_view payload, bool retained) = 0;
  /// The requests to send once with each connection.
  virtual std::vector<mapping::Message> greeting() const { return {}; }
};

/// What the convention makes of a message, which may begin with a byte order mark. The devices have all that complete()
/// gives them.
Changes changes_by(Convention& convention, std::string_view topic, std::string_view payload, bool retained);

}  // namespace adapters::mqtt::discovery
