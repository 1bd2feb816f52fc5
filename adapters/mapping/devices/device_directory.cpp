// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/devices/device_directory.hpp"

#include <algorithm>
#include <iterator>

#include "adapters/mapping/devices/device_bounds.hpp"

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxSkipped = 1000;
constexpr std::size_t kMaxQuoted = 64;  // characters of an identity in a reason

}  // namespace

// ---- which devices there are ----------------------------------------------------------------------------------------

bool DeviceDirectory::describe(DeviceDescription&& device) {
  const DeviceKey key = device.key;
  const std::string reason = why_not(device);
  if (!reason.empty()) {
    remove_shown(key);
    note_skipped(key, reason);
    return false;
  }
  for (const std::string& left_out : keep_bounds(device)) host_.rejected(key.identity + ": " + left_out);
  notify_.complete(device);
  skipped_.erase(key);
  for (Capability& capability : device.capabilities) {
    // What can be set is shown at once; what is measured has no value that could be invented.
    if (!capability.is_configured()) capability.waits_for_value = capability.source && !capability.sink;
  }
  const auto [first, last] = descriptions_of(key);
  if (first == last) ++count_;
  show(devices_.try_emplace(key, last_number_ + 1).first->second, std::move(device));
  ++last_number_;
  return true;
}

std::string DeviceDirectory::why_not(const DeviceDescription& device) const {
  std::string reason = admission_.why_not(device.key.identity, device.name);
  const auto [first, last] = descriptions_of(device.key);
  if (reason.empty() && first == last && count_ >= admission_.max_devices()) reason = "max_devices is reached";
  return reason;
}

/// All descriptions of one device.
std::pair<DeviceDirectory::Devices::const_iterator, DeviceDirectory::Devices::const_iterator>
DeviceDirectory::descriptions_of(const DeviceKey& device) const {
  const auto first = devices_.lower_bound({device.controller, device.identity, {}});
  auto last = first;
  while (last != devices_.end() && last->first.is_same_device(device)) ++last;
  return {first, last};
}

void DeviceDirectory::remove(const DeviceKey& key) {
  remove_shown(key);
  if (skipped_.erase(key) != 0) host_.skipped(key.identity, {});
}

void DeviceDirectory::skip(const DeviceKey& key, const std::string& reason) {
  remove_shown(key);
  note_skipped(key, reason);
}

/// Any client of the broker can make up devices: the host keeps a bounded number of reasons.
void DeviceDirectory::note_skipped(const DeviceKey& key, const std::string& reason) {
  if (skipped_.size() >= kMaxSkipped && !skipped_.contains(key)) {
    return host_.rejected(first_characters(key.identity, kMaxQuoted) + ": " + reason);
  }
  skipped_.insert(key);
  host_.skipped(key.identity, reason);
}

void DeviceDirectory::remove_shown(const DeviceKey& key) {
  const auto found = devices_.find(key);
  if (found == devices_.end()) return;
  const ShownDevice& device = found->second;
  routes_.remove(device);
  const auto [first, last] = descriptions_of(key);
  const bool is_last = std::next(first) == last;
  for (const ShownCapability& capability : device.capabilities()) {
    if (!capability.row) continue;
    if (!is_last) {
      remove_capability(device, capability.row);
    } else {
      confirmation_.forget_row(capability.row);
      owners_.erase(capability.row.value);
    }
  }
  const sdk::Device handle = device.handle();
  const adapter_presence before = presence_of(key);
  devices_.erase(found);
  pool_.sweep();
  if (is_last) {
    host_.remove_device(handle);
    --count_;
  } else if (const adapter_presence after = presence_of(key); after != before) {
    host_.presence(handle, after);
  }
}

// ---- showing --------------------------------------------------------------------------------------------------------

void DeviceDirectory::show(ShownDevice& device, DeviceDescription&& description) {
  const DeviceRoutes::Subjects before = routes_.remove(device);
  const sdk::Device handle = device.is_new() ? host_device(description) : device.handle();
  const DeviceChange change = device.become(host_, handle, pool_, std::move(description));
  for (const ShownCapability& capability : device.capabilities()) own(device, capability);
  for (const sdk::Row row : change.removed) remove_capability(device, row);
  if (!change.removed.empty()) pool_.sweep();
  routes_.add(device, before);
  const std::vector<Message>& prime = device.facts().prime;
  if (change.needs_values) prime_.insert(prime_.end(), prime.begin(), prime.end());
}

/// The handle that another description of the device has, or a new one. The new description is in devices_ already.
sdk::Device DeviceDirectory::host_device(const DeviceDescription& device) const {
  const auto [first, last] = descriptions_of(device.key);
  const auto shown = std::find_if(first, last, [](const auto& entry) { return !entry.second.is_new(); });
  if (shown != last) return shown->second.handle();
  const DeviceKey& key = device.key;
  return host_.device({key.controller.c_str(), key.identity.c_str(), device.protocol.c_str()});
}

void DeviceDirectory::own(ShownDevice& device, const ShownCapability& capability) {
  if (capability.row) owners_.try_emplace(capability.row.value, &device);
}

/// It stays if another description of the device has it too, which owns it from then on.
void DeviceDirectory::remove_capability(const ShownDevice& device, sdk::Row row) {
  const auto owner = owners_.find(row.value);
  if (owner == owners_.end() || owner->second != &device) return;
  confirmation_.forget_row(row);
  const auto [first, last] = descriptions_of(device.facts().key);
  const auto other = std::find_if(first, last, [&](const auto& entry) {
    const std::vector<ShownCapability>& capabilities = entry.second.capabilities();
    return &entry.second != &device &&
           std::ranges::find(capabilities, row, &ShownCapability::row) != capabilities.end();
  });
  if (other != last) {
    owner->second = find(other->first);
    return;
  }
  owners_.erase(owner);
  host_.remove_row(row);
}

std::vector<Message> DeviceDirectory::prime() const {
  std::vector<Message> messages;
  for (const auto& [key, device] : devices_) {
    messages.insert(messages.end(), device.facts().prime.begin(), device.facts().prime.end());
  }
  return messages;
}

// ---- finding --------------------------------------------------------------------------------------------------------

ShownDevice* DeviceDirectory::find(const DeviceKey& key) {
  const auto found = devices_.find(key);
  return found == devices_.end() ? nullptr : &found->second;
}

ShownDevice* DeviceDirectory::find(std::uint64_t number) {
  const auto found = std::find_if(devices_.begin(), devices_.end(),
                                  [number](const auto& entry) { return entry.second.number() == number; });
  return found == devices_.end() ? nullptr : &found->second;
}

ShownDevice* DeviceDirectory::owner_of(sdk::Row row) const {
  const auto owner = owners_.find(row.value);
  return owner == owners_.end() ? nullptr : owner->second;
}

sdk::Row DeviceDirectory::row_of(ShownDevice& device, ShownCapability& capability) {
  const sdk::Row row = device.row_of(host_, capability);
  own(device, capability);
  return row;
}

adapter_presence DeviceDirectory::presence_of(const DeviceKey& device) const {
  const auto [first, last] = descriptions_of(device);
  const auto says = [first = first, last = last](adapter_presence presence) {
    return std::any_of(first, last, [presence](const auto& entry) { return entry.second.presence() == presence; });
  };
  for (const adapter_presence presence : {ADAPTER_OFFLINE, ADAPTER_SILENT, ADAPTER_ONLINE}) {
    if (says(presence)) return presence;
  }
  return ADAPTER_UNKNOWN;
}

}  // namespace adapters::mapping
