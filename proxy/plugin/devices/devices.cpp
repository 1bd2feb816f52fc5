// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/devices/devices.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace proxy::plugin {
namespace {

/// By enum adapter_presence.
constexpr std::array<std::string_view, 4> kPresenceWords{"Unknown", "Online", "Offline", "Silent"};

}  // namespace

std::string_view presence_word(adapter_presence presence) { return kPresenceWords.at(presence); }

adapter_presence presence_of_word(std::string_view word) {
  const auto found = std::ranges::find(kPresenceWords, word);
  return found == kPresenceWords.end() ? ADAPTER_UNKNOWN
                                       : static_cast<adapter_presence>(found - kPresenceWords.begin());
}

void Devices::show(Device& device, bool known) {
  device.shown = true;
  listener_.added(device.id, device.protocol, known);
  tell_presence(device, known);
}

void Devices::add(adapter_handle handle, DeviceId id, std::string protocol, bool known) {
  Device& device = devices_[handle];
  device.id = std::move(id);
  device.protocol = std::move(protocol);
  show(device, known);
}

void Devices::remove(adapter_handle handle) {
  const auto found = devices_.find(handle);
  if (found == devices_.end()) return;
  if (found->second.shown) listener_.removed(found->second.id);
  devices_.erase(found);
}

const Devices::Device* Devices::find(adapter_handle handle) const {
  const auto found = devices_.find(handle);
  return found == devices_.end() ? nullptr : &found->second;
}

void Devices::add_row(adapter_handle handle, adapter_handle row, const std::string& path) {
  const auto found = devices_.find(handle);
  if (found == devices_.end()) return;
  Device& device = found->second;
  device.rows.emplace_back(row, path);
  if (!device.shown) show(device);
  if (device.rows.size() == 1) listener_.reference(device.id, path);
}

void Devices::add_shown_row(adapter_handle handle, adapter_handle row, const std::string& path) {
  const auto found = devices_.find(handle);
  if (found == devices_.end()) return;
  Device& device = found->second;
  device.shown_row = row;
  device.rows.emplace(device.rows.begin(), row, path);
  if (!device.shown) show(device);
  listener_.reference(device.id, path);
}

void Devices::remove_row(adapter_handle handle, adapter_handle row) {
  const auto found = devices_.find(handle);
  if (found == devices_.end()) return;
  Device& device = found->second;
  if (device.shown_row == row) device.shown_row = ADAPTER_NONE;
  const bool was_first = !device.rows.empty() && device.rows.front().first == row;
  std::erase_if(device.rows, [row](const auto& entry) { return entry.first == row; });
  if (!was_first) return;
  if (!device.rows.empty()) {
    listener_.reference(device.id, device.rows.front().second);
    return;
  }
  // Annex J.3: what Reference names is gone, and the entry with it. It comes back with the next row.
  device.shown = false;
  listener_.removed(device.id);
}

// ---- presence -------------------------------------------------------------------------------------------------------

adapter_presence Devices::Device::last_known() const {
  if (presence != ADAPTER_UNKNOWN) return presence;
  return contact ? ADAPTER_ONLINE : remembered;
}

void Devices::tell_presence(const Device& device, bool known) const {
  listener_.presence(device.id, presence_word(presence_of(device)), known);
}

void Devices::set_presence(adapter_handle handle, adapter_presence presence) {
  const auto found = devices_.find(handle);
  if (found == devices_.end()) return;
  Device& device = found->second;
  if (presence != ADAPTER_OFFLINE) {
    device.offline_since.reset();
  } else if (device.presence != ADAPTER_OFFLINE) {
    device.offline_since = clock_.system_now();
  }
  device.presence = presence;
  tell_presence(device);
}

void Devices::remember(adapter_handle handle, adapter_presence presence) {
  const auto found = devices_.find(handle);
  if (found == devices_.end()) return;
  found->second.remembered = presence;
  tell_presence(found->second, true);
}

void Devices::set_away(bool is_away) {
  if (is_away == away_since_.has_value()) return;
  if (!is_away) ++returns_;
  away_since_ = is_away ? std::optional(clock_.system_now()) : std::nullopt;
  for (const auto& [handle, device] : devices_) tell_presence(device);
}

void Devices::set_online_notification(adapter_handle handle, model::Notification notification) {
  const auto found = devices_.find(handle);
  if (found != devices_.end()) found->second.online_notification = notification;
}

model::Notification Devices::take_online_notification(adapter_handle handle) {
  const auto found = devices_.find(handle);
  if (found == devices_.end()) return model::Notification::active;
  return std::exchange(found->second.online_notification, model::Notification::active);
}

bool Devices::contacted(adapter_handle handle, base::SystemTime now) {
  const auto found = devices_.find(handle);
  if (found == devices_.end() || std::exchange(found->second.contact, now)) return false;
  tell_presence(found->second);
  return true;
}

// ---- sets -----------------------------------------------------------------------------------------------------------

void Devices::tell(const Device& device, CommandState state, const std::string& message) const {
  listener_.command_state(device.id, state, message);
}

void Devices::command_began(adapter_handle handle, const std::string& message) {
  const auto found = devices_.find(handle);
  if (found == devices_.end()) return;
  ++found->second.pending;
  tell(found->second, CommandState::pending, message);
}

void Devices::command_waits(adapter_handle handle, CommandState state, const std::string& message) {
  if (const Device* device = find(handle)) tell(*device, state, message);
}

void Devices::command_ended(adapter_handle handle, CommandState state, const std::string& message) {
  const auto found = devices_.find(handle);
  if (found == devices_.end()) return;
  Device& device = found->second;
  if (device.pending > 0) --device.pending;
  if (state == CommandState::success) {
    if (device.pending == 0) command_reached(handle);
  } else {
    tell(device, state, message);
  }
}

void Devices::command_reached(adapter_handle handle) {
  const Device* device = find(handle);
  if (device == nullptr) return;
  if (device->pending == 0) tell(*device, CommandState::success);
  listener_.synced(device->id, clock_.system_now());
}

}  // namespace proxy::plugin
