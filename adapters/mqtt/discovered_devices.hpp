// SPDX-License-Identifier: Apache-2.0
#pragma once
// The devices that a broker's bridges describe: from a convention's changes to what is shown, subscribed to and asked.
// Thread: that of the connection, or the one that starts and stops it

#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/devices/device_engine.hpp"
#include "adapters/mqtt/broker_connection.hpp"
#include "adapters/mqtt/discovery/discovery.hpp"
#include "adapters/mqtt/unread_messages.hpp"

namespace adapters::mqtt {

class DiscoveredDevices {
 public:
  /// Reads `discovery`; mistakes are reported at their nodes. Engine and unread messages must outlive it.
  DiscoveredDevices(sdk::Host host, const sdk::ConfigNode& section, mapping::PayloadLimits limits,
                    mapping::DeviceEngine& engine, UnreadMessages& unread);

  /// What to subscribe to from the first connection on.
  std::vector<std::string> topics() const;
  /// A connection begins: the initial sync asks all devices for their values.
  void connected(BrokerConnection& connection);
  /// A message that may describe devices; to be called before the engine receives it.
  void describe(std::string_view topic, std::string_view payload, bool retained);
  /// Subscribes to what new devices use, and asks them for their values; to be called after each message.
  void follow(BrokerConnection& connection);

  /// What a message would do, as DeviceEngine::explain() has it, and the devices that it describes. Changes nothing.
  bool explain(std::string_view topic, std::string_view payload, const sdk::Say& say) const;
  /// Whether there is a convention at all, and all topics that are subscribed to now.
  bool discovers() const { return convention_ != nullptr; }
  std::vector<std::string> all_topics() const;

 private:
  void apply(discovery::Changes changes);
  void note_unread(std::string_view topic, const discovery::Changes& changes);
  void set_silence(mapping::DeviceDescription& device) const;
  void ask(std::vector<mapping::Message> messages);
  void follow_addresses(BrokerConnection& connection);
  void send_waiting(BrokerConnection& connection);

  const sdk::Host host_;
  const sdk::ConfigNode discovery_;
  const std::optional<std::chrono::seconds> stale_after_;  // of the configuration
  const mapping::PayloadLimits limits_;
  std::unique_ptr<discovery::Convention> convention_;  // null without discovery
  mapping::DeviceEngine& engine_;
  UnreadMessages& unread_;
  std::list<mapping::Message> waiting_;  // to be sent once the connection takes them
};

}  // namespace adapters::mqtt
