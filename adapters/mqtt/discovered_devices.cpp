// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovered_devices.hpp"

#include <algorithm>
#include <utility>

#include "adapters/mqtt/discovery/conventions.hpp"

namespace adapters::mqtt {
namespace {

constexpr std::size_t kMaxTopic = 256;  // with which all others of a convention begin
/// Battery devices send a sign of life at least once a day. Many mains devices send something only when operated.
constexpr std::chrono::hours kSilenceOfBattery{25};

std::optional<std::chrono::seconds> silence_in(const sdk::ConfigNode& discovery) {
  if (!discovery || !discovery.find("stale_after_s")) return std::nullopt;
  return std::chrono::seconds(discovery.find("stale_after_s").integer(0));
}

bool has_battery(const mapping::DeviceDescription& device) {
  return device.has_battery ||
         std::any_of(device.capabilities.begin(), device.capabilities.end(),
                     [](const mapping::Capability& capability) { return capability.type.starts_with("Battery"); });
}

std::unique_ptr<discovery::Convention> make_convention(const sdk::ConfigNode& node, mapping::PayloadLimits limits) {
  if (!node) return nullptr;
  const auto& known = discovery::kConventions;
  const auto entry = std::find_if(known.begin(), known.end(), [&](const discovery::Entry& candidate) {
    return candidate.name == node.find("convention").scalar();
  });
  if (entry == known.end()) {
    node.find("convention").report("no such convention");
    return nullptr;
  }
  const sdk::ConfigNode topic = node.find("topic");
  const std::string base = topic.text(entry->topic);
  if (base.empty() || base.size() > kMaxTopic || base.ends_with('/') || base.find_first_of("+#") != std::string::npos) {
    topic.report("expected a topic without wildcards and without a / at its end");
    return nullptr;
  }
  return entry->make({base, limits});
}

/// A device has a topic, never a filter: '#' would be the messages of all clients.
bool is_filter(const std::string& topic) { return topic.find_first_of("+#") != std::string::npos; }

}  // namespace

DiscoveredDevices::DiscoveredDevices(sdk::Host host, const sdk::ConfigNode& section, mapping::PayloadLimits limits,
                                     mapping::DeviceEngine& engine, UnreadMessages& unread)
    : host_(host),
      discovery_(section.find("discovery")),
      stale_after_(silence_in(discovery_)),
      limits_(limits),
      convention_(make_convention(discovery_, limits)),
      engine_(engine),
      unread_(unread) {}

std::vector<std::string> DiscoveredDevices::topics() const {
  return convention_ == nullptr ? std::vector<std::string>{} : convention_->topics();
}

std::vector<std::string> DiscoveredDevices::all_topics() const {
  std::vector<std::string> all = topics();
  for (std::string& address : engine_.addresses()) all.push_back(std::move(address));
  return all;
}

bool DiscoveredDevices::explain(std::string_view topic, std::string_view payload, const sdk::Say& say) const {
  if (convention_ == nullptr) return false;
  mapping::Payload message(payload, limits_);
  const bool met = engine_.explain(topic, message, say);
  // One that has heard of nothing yet reads it as the first message there ever was.
  const auto unaware = make_convention(discovery_, limits_);
  const discovery::Changes changes = discovery::changes_by(*unaware, topic, payload, false);
  for (const mapping::DeviceDescription& device : changes.described) {
    say("describes the device " + device.name + " (" + device.key.identity + "): " + device.description);
    for (const mapping::Capability& capability : device.capabilities) {
      say("  " + capability.name + (capability.unit.empty() ? "" : ", in " + capability.unit) +
          (capability.sink ? ", can be set" : ""));
    }
  }
  for (const mapping::DeviceKey& key : changes.removed) say("the device " + key.identity + " is gone");
  for (const discovery::Skipped& skipped : changes.skipped)
    say(skipped.key.identity + " is not shown: " + skipped.reason);
  for (const std::string& reason : changes.rejected) say(reason);
  return met || !changes.described.empty() || !changes.removed.empty() || !changes.skipped.empty() ||
         !changes.rejected.empty();
}

void DiscoveredDevices::connected(BrokerConnection& connection) {
  waiting_.clear();
  if (convention_ != nullptr) ask(convention_->greeting());
  ask(engine_.prime());
  send_waiting(connection);
}

void DiscoveredDevices::ask(std::vector<mapping::Message> messages) {
  for (mapping::Message& message : messages) waiting_.push_back(std::move(message));
}

void DiscoveredDevices::describe(std::string_view topic, std::string_view payload, bool retained) {
  discovery::Changes changes;
  if (convention_ != nullptr) changes = discovery::changes_by(*convention_, topic, payload, retained);
  note_unread(topic, changes);
  apply(std::move(changes));
}

void DiscoveredDevices::follow(BrokerConnection& connection) {
  follow_addresses(connection);
  ask(engine_.take_prime());
  send_waiting(connection);
}

void DiscoveredDevices::apply(discovery::Changes changes) {
  for (const mapping::DeviceKey& key : changes.removed) engine_.remove(key);
  for (mapping::DeviceDescription& device : changes.described) {
    set_silence(device);
    engine_.describe(std::move(device));
  }
  for (const discovery::Skipped& skipped : changes.skipped) engine_.skip(skipped.key, skipped.reason);
  for (const mapping::SetRefusal& refusal : changes.refused) engine_.refuse(refusal);
  for (const mapping::SetAcceptance& acceptance : changes.accepted) engine_.accept(acceptance);
  ask(std::move(changes.asked));
}

/// A message of which nothing is used but the reason is one that was not read.
void DiscoveredDevices::note_unread(std::string_view topic, const discovery::Changes& changes) {
  if (changes.rejected.empty()) return unread_.remove(topic);
  const bool is_used = !changes.described.empty() || !changes.removed.empty() || !changes.skipped.empty() ||
                       !changes.refused.empty() || !changes.accepted.empty() || !changes.asked.empty();
  if (is_used) unread_.remove(topic);
  const std::string place = std::string(topic) + ": ";
  for (const std::string& reason : changes.rejected) {
    if (is_used) {
      host_.rejected(reason);
    } else {
      unread_.add(topic, reason.starts_with(place) ? reason.substr(place.size()) : reason);
    }
  }
}

void DiscoveredDevices::set_silence(mapping::DeviceDescription& device) const {
  std::chrono::seconds& silence = device.availability.stale_after;
  if (stale_after_) {
    silence = *stale_after_;
  } else if (silence.count() == 0 && has_battery(device)) {
    silence = kSilenceOfBattery;
  }
}

void DiscoveredDevices::follow_addresses(BrokerConnection& connection) {
  mapping::AddressChanges changes = engine_.take_changes();
  std::erase_if(changes.added, [&](const std::string& topic) {
    if (is_filter(topic)) host_.rejected(topic + ": a device's topic must not have a wildcard");
    return is_filter(topic);
  });
  if (!changes.removed.empty()) connection.unsubscribe(changes.removed);
  if (!changes.added.empty()) connection.subscribe(changes.added);
}

/// Messages that the connection does not take now go when the next message comes.
void DiscoveredDevices::send_waiting(BrokerConnection& connection) {
  while (!waiting_.empty()) {
    const mapping::Message& message = waiting_.front();
    const PublishResult result = connection.publish({message.address, message.payload});
    if (result == PublishResult::full || result == PublishResult::not_connected) return;
    host_.log("mqtt.request.sent", ADAPTER_LOG_DEBUG, message.address + ": " + message.payload);
    waiting_.pop_front();
  }
}

}  // namespace adapters::mqtt
