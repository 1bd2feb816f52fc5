// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/devices/device_links.hpp"

#include "proxy/model/value.hpp"

#include <utility>

namespace proxy::plugin {
namespace {

/// Separates the three texts of a device in the store; none of them can contain it.
constexpr char kSeparator = '\x1f';

std::string text_of(const Devices::Device& device) {
  return device.id.controller + kSeparator + device.id.identity + kSeparator + device.protocol;
}

std::pair<DeviceId, std::string> device_of_text(const std::string& text) {
  const auto first = text.find(kSeparator);
  const auto second = first == std::string::npos ? first : text.find(kSeparator, first + 1);
  if (second == std::string::npos) return {};
  return {{text.substr(0, first), text.substr(first + 1, second - first - 1)}, text.substr(second + 1)};
}

}  // namespace

void DeviceLinks::link(adapter_handle row, Subtree::RowEntry& entry, adapter_handle device) {
  entry.device = device;
  devices_.add_row(device, row, subtree_.path(*entry.row));
}

void DeviceLinks::row_added(adapter_handle row, Subtree::RowEntry& entry, adapter_handle device) {
  if (device == ADAPTER_NONE || entry.device == device) return;
  if (entry.device != ADAPTER_NONE) devices_.remove_row(entry.device, row);
  link(row, entry, device);
  if (const auto* declared = devices_.find(device)) subtree_.remember_device(entry, text_of(*declared));
}

void DeviceLinks::row_remembered(adapter_handle row, Subtree::RowEntry& entry, const std::string& text) {
  auto [id, protocol] = device_of_text(text);
  const adapter_handle device = board_.device(id.controller, id.identity);
  if (device == ADAPTER_NONE) return;
  if (devices_.find(device) == nullptr) devices_.add(device, std::move(id), std::move(protocol), true);
  link(row, entry, device);
}

void DeviceLinks::row_going(adapter_handle row, const Subtree::RowEntry& entry) {
  if (entry.device != ADAPTER_NONE) devices_.remove_row(entry.device, row);
}

adapter_handle DeviceLinks::set_presence(adapter_handle of, adapter_presence presence) {
  if (of == ADAPTER_MOUNT) {
    adapter_presence_ = presence;
    return ADAPTER_NONE;
  }
  Subtree::RowEntry* const row = subtree_.row(of);
  if (row != nullptr && !row->is_shown) {
    row->presence = presence;
    return ADAPTER_NONE;
  }
  const adapter_handle device = row == nullptr ? of : row->device;
  devices_.set_presence(device, presence);
  return device;
}

adapter_handle DeviceLinks::device_of(CellHandle cell) const {
  adapter_handle device = ADAPTER_NONE;
  subtree_.visit_upwards(cell.row, [&](const Subtree::RowEntry& entry) {
    if (device == ADAPTER_NONE) device = entry.device;
  });
  return device;
}

DeviceLinks::Away DeviceLinks::away(CellHandle cell) const {
  if (is_adapter_offline()) return {"the adapter, its broker or its bus is offline", devices_.away_since()};
  Away away;
  subtree_.visit_upwards(cell.row, [&](const Subtree::RowEntry& entry) {
    const Devices::Device* const device = devices_.find(entry.device);
    const bool is_offline = device != nullptr && device->presence == ADAPTER_OFFLINE;
    if (is_offline) away = {"the device is offline", device->offline_since};
    if (!away.reason.empty()) return;
    if (entry.presence == ADAPTER_OFFLINE) away.reason = "the device is offline";
    if (!entry.claimed) away.reason = "the device has not been seen since the start";
  });
  return away;
}

std::string DeviceLinks::why_unreachable(CellHandle cell) const {
  const auto [reason, since] = away(cell);
  return std::string(reason) + (since ? " since " + model::utc_text(*since) : std::string());
}

}  // namespace proxy::plugin
