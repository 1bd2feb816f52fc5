// SPDX-License-Identifier: Apache-2.0
#pragma once
// The devices that a broker's bridges describe: from a convention's changes to what is shown, listened to and asked.
// Thread: check() and command() any; the rest that of the connection, or the one that starts and stops it.

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/devices/device_binding.hpp"
#include "adapters/mqtt/broker_connection.hpp"
#include "adapters/mqtt/discovery/discovery.hpp"

namespace adapters::mqtt {

class DiscoveredDevices {
 public:
  using Time = mapping::DeviceBinding::Time;

  /// Reads `discovery` and what of the section says which devices are wanted; mistakes are reported at their nodes.
  DiscoveredDevices(sdk::Host host, const sdk::ConfigNode& section, mapping::PayloadLimits limits);

  /// What to listen to from the first connection on.
  std::vector<std::string> topics() const;
  /// A connection begins: everybody is asked for values, those by `more` whom the mapping shows.
  void connected(BrokerConnection& connection, std::vector<mapping::Message> more);
  /// To be sent when receive() is called next.
  void ask(std::vector<mapping::Message> messages);
  void receive(BrokerConnection& connection, std::string_view topic, std::string_view payload, bool retained, Time now);
  /// Whose silence has lasted too long is away. When to call it again, at the latest.
  std::optional<Time> pass_time(Time now) { return binding_.pass_time(now); }

  /// What a message would do, as DeviceBinding::explain() has it, and what it says of devices itself. Nothing of it is
  /// kept.
  bool explain(std::string_view topic, std::string_view payload, const sdk::Say& say) const;
  /// Whether devices are looked for at all, and all topics that are listened to now.
  bool discovers() const { return convention_ != nullptr; }
  std::vector<std::string> all_topics() const;

  /// Of items that mapping::DeviceBinding::takes().
  void check(const sdk::Item& item) const { binding_.check(item); }
  mapping::Outcome<mapping::Command, mapping::Refusal> command(const sdk::Item& item) { return binding_.command(item); }

 private:
  void apply(discovery::Changes changes);
  void follow_addresses(BrokerConnection& connection);
  void send_waiting(BrokerConnection& connection);

  const sdk::Host host_;
  const sdk::ConfigNode discovery_;
  const mapping::PayloadLimits limits_;
  std::unique_ptr<discovery::Convention> convention_;  // null without discovery
  mapping::DeviceBinding binding_;
  std::list<mapping::Message> waiting_;  // to be sent, where the broker did not keep up
};

}  // namespace adapters::mqtt
