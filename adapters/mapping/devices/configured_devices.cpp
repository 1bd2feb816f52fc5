// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/devices/configured_devices.hpp"

#include <algorithm>
#include <iterator>

namespace adapters::mapping {
namespace {

std::string text_of(const std::pair<std::size_t, std::string>& row) {
  return std::to_string(row.first) + ' ' + row.second;
}

}  // namespace

void ConfiguredDevices::receive(const DeviceMessage& message, std::string_view address, Payload& payload, bool retained,
                                Time now) {
  const std::lock_guard lock(mutex_);
  if (message.captures.size() < mapping_.tables()[message.table].rows.names().size()) {
    return receive_for_all(message, address, payload, retained, now);
  }
  const RowKey row{message.table, identity_of(message.captures)};
  if (message.is_at_rows && payload.empty()) return remove(row);
  if (made_.contains(row)) return rename(row, message, payload);
  if (row.second.size() > kMaxIdentity) {
    return host_.rejected(place(row.first) + "an identity of more than 256 bytes");
  }
  if (makes_device(mapping_, message, address, payload, retained)) return make(row, message, payload);
  if (!payload.empty()) wait(row, message, {std::string(address), std::string(payload.bytes()), retained, now});
}

/// A bridge speaks for its devices, those to come included.
void ConfiguredDevices::receive_for_all(const DeviceMessage& message, std::string_view address, Payload& payload,
                                        bool retained, Time now) {
  std::string key(address);
  if (!of_bridges_.contains(key) && of_bridges_.size() >= mapping_.max_rows()) {
    return host_.rejected(place(message.table) + "more bridges than max_rows");
  }
  of_bridges_.insert_or_assign(std::move(key),
                               WaitingMessage{std::string(address), std::string(payload.bytes()), retained, now});
}

std::size_t ConfiguredDevices::count(std::size_t table) const {
  return static_cast<std::size_t>(std::distance(made_.lower_bound({table, {}}), made_.lower_bound({table + 1, {}})));
}

DeviceDescription ConfiguredDevices::describe(const DeviceMessage& message, const std::string& name) const {
  DeviceDescription device = description_of(mapping_, message.table, message.captures, name);
  device.key.controller = host_.name();
  if (device.protocol.empty()) device.protocol = protocol_;
  return device;
}

void ConfiguredDevices::make(const RowKey& row, const DeviceMessage& message, Payload& payload) {
  if (count(row.first) >= mapping_.max_rows()) {
    return host_.rejected(place(row.first) + "no row for '" + row.second + "', max_rows is reached");
  }
  const std::string name = name_in(mapping_, message, payload);
  DeviceDescription device = describe(message, name);
  const DeviceKey key = device.key;
  std::vector<std::string> bridges;
  for (const PresenceSource& source : device.availability.sources) {
    if (source.of_bridge) bridges.push_back(source.address.text());
  }
  // A device that is not shown must not hold the room that others wait in.
  const std::vector<WaitingMessage> waiting = waiting_.take(text_of(row));
  if (!engine_.describe(std::move(device))) return;
  made_.emplace(row, Made{key, name});
  for (const WaitingMessage& each : waiting) replay(each, key);
  for (const std::string& bridge : bridges) {
    const auto said = of_bridges_.find(bridge);
    if (said != of_bridges_.end()) replay(said->second, key);
  }
}

void ConfiguredDevices::replay(const WaitingMessage& message, const DeviceKey& device) {
  Payload payload(message.payload, mapping_.limits());
  engine_.replay(device, message.address, payload, message.retained, message.at);
}

void ConfiguredDevices::remove(const RowKey& row) {
  (void)waiting_.take(text_of(row));
  const auto made = made_.find(row);
  if (made == made_.end()) return;
  engine_.remove(made->second.key);
  made_.erase(made);
}

void ConfiguredDevices::rename(const RowKey& row, const DeviceMessage& message, Payload& payload) {
  const std::string name = name_in(mapping_, message, payload);
  Made& made = made_.at(row);
  if (name.empty() || name == made.name) return;
  made.name = name;
  if (!engine_.describe(describe(message, name))) made_.erase(row);
}

void ConfiguredDevices::wait(const RowKey& row, const DeviceMessage& message, WaitingMessage waiting) {
  const std::string key = text_of(row);
  if (!waiting_.contains(key) && waiting_.count() >= mapping_.max_rows()) {
    return host_.rejected(place(message.table) + "no row for '" + row.second + "', max_rows is reached");
  }
  if (!waiting_.keep(key, std::move(waiting))) {
    host_.rejected(place(message.table) + "too much waits for rows that have not come");
  }
}

}  // namespace adapters::mapping
