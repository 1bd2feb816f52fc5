// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/devices/shown_devices.hpp"

#include <utility>

namespace proxy::plugin {

using model::Origin;

// ---- from earlier runs ----------------------------------------------------------------------------------------------

void ShownDevices::begin() {
  for (const auto& known : house_.table.known(adapter_)) begin(known);
  house_.table.forget_known();
}

void ShownDevices::begin(const ProxiedDevices::KnownDevice& known) {
  const adapter_handle device = house_.board.device(known.id.controller, known.id.identity);
  const adapter_handle handle = device == ADAPTER_NONE ? device : house_.board.shown(device);
  if (handle == ADAPTER_NONE) return;
  model::Row* const row = house_.table.add(known.number, known.facts, Origin::start);
  if (row == nullptr) return;
  if (house_.devices.find(device) == nullptr) house_.devices.add(device, known.id, known.facts.protocol, true);
  adopt(handle, *row, device);
  link(handle, *row, device);
  const auto capabilities = house_.table.known_capabilities(*row);
  some_left_ = some_left_ || !capabilities.are_all;
  for (const auto& [number, capability] : capabilities.shown) {
    const adapter_handle of_capability = house_.board.capability(handle, capability);
    if (of_capability == ADAPTER_NONE) continue;
    model::Row* const added = house_.table.add(*row, number, capability, Origin::start);
    if (added == nullptr) continue;
    adopt(of_capability, *added, device).confirm_timeout_ms = capability.confirm_timeout_ms;
    house_.subtree.restore_value(of_capability, house_.table.remembered());
  }
}

Subtree::RowEntry& ShownDevices::adopt(adapter_handle handle, model::Row& row, adapter_handle device) {
  Subtree::RowEntry& entry = house_.subtree.adopt(handle, row);
  entry.device = device;
  return entry;
}

/// The row is what the device is known by to the gateway.
void ShownDevices::link(adapter_handle handle, model::Row& row, adapter_handle device) {
  house_.subtree.row(handle)->is_shown = true;
  house_.devices.add_shown_row(device, handle, house_.subtree.path(row));
}

// ---- what the adapter says ------------------------------------------------------------------------------------------

bool ShownDevices::handle(ShowDevice& message) {
  const Devices::Device* const device = house_.devices.find(message.device);
  if (device == nullptr) {
    house_.board.reject("a device is shown that is gone");
    return false;
  }
  const DeviceFacts facts{adapter_, device->protocol, message.name, message.type, message.description};
  Subtree::RowEntry* const entry = house_.subtree.row(message.handle);
  if (entry == nullptr) return add(message, facts);
  if (house_.table.update(*entry->row, facts, Origin::device)) house_.table.remember(*entry->row, facts);
  return !std::exchange(entry->claimed, true);
}

bool ShownDevices::add(ShowDevice& message, const DeviceFacts& facts) {
  const std::uint32_t number = house_.table.number({message.controller, message.identity});
  house_.table.recall(number);
  model::Row* const row = house_.table.add(number, facts, Origin::device);
  if (row == nullptr) {
    house_.board.reject("a device that another adapter shows already");
    house_.board.erase(message.handle);
    return false;
  }
  adopt(message.handle, *row, message.device).claimed = true;
  link(message.handle, *row, message.device);
  house_.table.remember(*row, facts);
  presence_changed(message.device);
  return false;
}

bool ShownDevices::handle(AddCapability& message) {
  Subtree::RowEntry* const entry = house_.subtree.row(message.handle);
  if (entry == nullptr) return add(message);
  const Capability& capability = *message.capability;
  const bool waits_otherwise =
      std::exchange(entry->confirm_timeout_ms, capability.confirm_timeout_ms) != capability.confirm_timeout_ms;
  if (house_.table.update(*entry->row, capability, Origin::device) || waits_otherwise) {
    house_.table.remember(*entry->row, capability);
  }
  return !std::exchange(entry->claimed, true);
}

bool ShownDevices::add(AddCapability& message) {
  const Subtree::RowEntry* const parent = house_.subtree.row(message.shown);
  const Capability& capability = *message.capability;
  model::Row* row = nullptr;
  if (parent != nullptr) {
    const std::uint32_t number = house_.table.number(parent->row->number(), capability);
    if (some_left_) house_.table.recall(parent->row->number(), number);
    row = house_.table.add(*parent->row, number, capability, Origin::device);
  }
  if (row == nullptr) {
    house_.board.reject("a capability of a device that is not shown");
    house_.board.erase(message.handle);
    return false;
  }
  Subtree::RowEntry& entry = adopt(message.handle, *row, parent->device);
  entry.claimed = true;
  entry.confirm_timeout_ms = capability.confirm_timeout_ms;
  house_.subtree.restore_value(message.handle, house_.table.remembered());
  house_.table.remember(*row, capability);
  return false;
}

void ShownDevices::row_going(const Subtree::RowEntry& entry) {
  const model::Table* const above = entry.row->parent();
  some_left_ = some_left_ || house_.table.shows(above->parent());
}

// ---- whether it is there --------------------------------------------------------------------------------------------

void ShownDevices::contacted(adapter_handle device, base::SystemTime now) {
  if (house_.devices.contacted(device, now)) presence_changed(device);
}

void ShownDevices::presence_changed(adapter_handle handle) {
  const Devices::Device* const device = house_.devices.find(handle);
  const Subtree::RowEntry* const entry = device == nullptr ? nullptr : house_.subtree.row(device->shown_row);
  if (entry == nullptr) return;
  house_.table.set_online(*entry->row, device->is_online());
}

void ShownDevices::refresh(model::Row& row) {
  const Subtree::RowEntry* const entry = house_.subtree.row(row.source_key);
  const Devices::Device* const device = entry == nullptr ? nullptr : house_.devices.find(entry->device);
  if (device != nullptr && device->contact) house_.table.set_contacted(row, *device->contact);
}

}  // namespace proxy::plugin
