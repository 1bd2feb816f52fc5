// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/devices/device_routes.hpp"

#include <algorithm>

namespace adapters::mapping {
namespace {

std::string subject_of(const ShownCapability& capability) {
  return std::to_string(static_cast<int>(capability.facts->kind)) + capability.identity;
}

RouteTarget target_at(ShownDevice& device, std::uint32_t index, const Capability& facts, std::size_t place) {
  if (place < source_count(facts)) return {&device, index, RouteTarget::Use::value, static_cast<std::uint8_t>(place)};
  const bool is_accepted = facts.accepted && place == accepted_place(facts);
  return {&device, index, is_accepted ? RouteTarget::Use::accepted : RouteTarget::Use::response};
}

DeviceRoutes::Subjects subjects_of(const ShownDevice& device) {
  DeviceRoutes::Subjects subjects;
  for (const ShownCapability& capability : device.capabilities()) {
    for (std::size_t place = 0; place < sink_place(*capability.facts); ++place) {
      subjects.emplace(device.address_of(capability, place), subject_of(capability));
    }
  }
  for (const PresenceSource& source : device.facts().availability.sources) {
    subjects.emplace(source.address.text(), std::string());
  }
  if (!device.facts().contact.empty()) subjects.emplace(device.facts().contact, std::string());
  return subjects;
}

}  // namespace

const std::vector<RouteTarget>& DeviceRoutes::at(std::string_view address) const {
  static const std::vector<RouteTarget> kNone;
  const auto found = targets_.find(address);
  return found == targets_.end() ? kNone : found->second;
}

DeviceRoutes::Subjects DeviceRoutes::remove(const ShownDevice& device) {
  Subjects subjects = subjects_of(device);
  for (const auto& [address, subject] : subjects) {
    const auto found = targets_.find(address);
    if (found == targets_.end()) continue;
    std::erase_if(found->second, [&](const RouteTarget& target) { return target.device == &device; });
    if (!found->second.empty()) continue;
    targets_.erase(found);
    if (!device.is_configured() && added_.erase(address) == 0) removed_.insert(address);
  }
  return subjects;
}

void DeviceRoutes::add(ShownDevice& device, const Subjects& before) {
  for (std::uint32_t i = 0; i < device.capabilities().size(); ++i) {
    const ShownCapability& capability = device.capabilities()[i];
    for (std::size_t place = 0; place < sink_place(*capability.facts); ++place) {
      const std::string& address = device.address_of(capability, place);
      add(address, target_at(device, i, *capability.facts, place), !before.contains({address, subject_of(capability)}));
    }
  }
  const std::vector<PresenceSource>& sources = device.facts().availability.sources;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const std::string& address = sources[i].address.text();
    add(address, {&device, i, RouteTarget::Use::presence}, !before.contains({address, std::string()}));
  }
  const std::string& contact = device.facts().contact;
  if (!contact.empty()) add(contact, {&device, 0, RouteTarget::Use::contact}, false);
}

void DeviceRoutes::add(const std::string& address, const RouteTarget& target, bool is_new) {
  std::vector<RouteTarget>& targets = targets_[address];
  targets.push_back(target);
  if (target.device->is_configured()) return;
  const bool was_kept = removed_.erase(address) != 0;
  if (is_new || (!was_kept && targets.size() == 1)) added_.insert(address);
}

std::vector<std::string> DeviceRoutes::addresses() const {
  std::vector<std::string> addresses;
  for (const auto& [address, targets] : targets_) {
    const bool is_discovered = std::any_of(targets.begin(), targets.end(),
                                           [](const RouteTarget& target) { return !target.device->is_configured(); });
    if (is_discovered) addresses.push_back(address);
  }
  return addresses;
}

AddressChanges DeviceRoutes::take_changes() {
  AddressChanges changes{{added_.begin(), added_.end()}, {removed_.begin(), removed_.end()}};
  added_.clear();
  removed_.clear();
  return changes;
}

}  // namespace adapters::mapping
