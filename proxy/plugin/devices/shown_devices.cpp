// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/devices/shown_devices.hpp"

#include <utility>

namespace proxy::plugin {

using model::Origin;

// ---- from earlier runs ----------------------------------------------------------------------------------------------

void ShownDevices::begin() {
  for (const auto& known : dependencies_.table.known(adapter_)) begin(known);
  dependencies_.table.forget_known();
}

void ShownDevices::begin(const ProxiedDevices::KnownDevice& known) {
  const adapter_handle device = dependencies_.board.device(known.id.controller, known.id.identity);
  const adapter_handle handle = device == ADAPTER_NONE ? device : dependencies_.board.shown(device);
  if (handle == ADAPTER_NONE) return;
  model::Row* const row = dependencies_.table.add(known.number, known.facts, Origin::start);
  if (row == nullptr) return;
  if (dependencies_.devices.find(device) == nullptr)
    dependencies_.devices.add(device, known.id, known.facts.protocol, true);
  adopt(handle, *row, device);
  link(handle, *row, device);
  dependencies_.devices.remember(device, dependencies_.table.recall_presence(*row));
  dependencies_.table.set_presence(*row, dependencies_.devices.presence_of(*dependencies_.devices.find(device)),
                                   Origin::start);
  const auto capabilities = dependencies_.table.known_capabilities(*row);
  some_left_ = some_left_ || !capabilities.are_all;
  for (const auto& [number, capability] : capabilities.shown) {
    const adapter_handle of_capability = dependencies_.board.capability(handle, capability);
    if (of_capability == ADAPTER_NONE) continue;
    model::Row* const added = dependencies_.table.add(*row, number, capability, Origin::start);
    if (added == nullptr) continue;
    adopt(of_capability, *added, device).confirm_timeout_ms = capability.confirm_timeout_ms;
    dependencies_.subtree.restore_value(of_capability, dependencies_.table.remembered());
  }
}

Subtree::RowEntry& ShownDevices::adopt(adapter_handle handle, model::Row& row, adapter_handle device) {
  Subtree::RowEntry& entry = dependencies_.subtree.adopt(handle, row);
  entry.device = device;
  return entry;
}

/// The row is what the device is known by to the gateway.
void ShownDevices::link(adapter_handle handle, model::Row& row, adapter_handle device) {
  dependencies_.subtree.row(handle)->is_shown = true;
  dependencies_.devices.add_shown_row(device, handle, dependencies_.subtree.path(row));
}

// ---- what the adapter says ------------------------------------------------------------------------------------------

bool ShownDevices::handle(ShowDevice& message) {
  const Devices::Device* const device = dependencies_.devices.find(message.device);
  if (device == nullptr) {
    dependencies_.board.reject("show_device(): the device was removed");
    return false;
  }
  const DeviceFacts facts{
      adapter_,     device->protocol,    message.name,
      message.type, message.description, dependencies_.devices.take_online_notification(message.device)};
  Subtree::RowEntry* const entry = dependencies_.subtree.row(message.handle);
  if (entry == nullptr) return add(message, facts);
  const std::string name = dependencies_.table.name_of(*entry->row);
  if (dependencies_.table.update(*entry->row, facts, Origin::device)) dependencies_.table.remember(*entry->row, facts);
  const std::string now = dependencies_.table.name_of(*entry->row);
  if (now != name) dependencies_.log.renamed(name, now, dependencies_.subtree.path(*entry->row));
  return !std::exchange(entry->claimed, true);
}

bool ShownDevices::add(ShowDevice& message, const DeviceFacts& facts) {
  const std::uint32_t number = dependencies_.table.number({message.controller, message.identity});
  dependencies_.table.recall(number);
  model::Row* const row = dependencies_.table.add(number, facts, Origin::device);
  if (row == nullptr) {
    dependencies_.board.reject("show_device(): another adapter shows this device already");
    dependencies_.board.erase(message.handle);
    return false;
  }
  adopt(message.handle, *row, message.device).claimed = true;
  link(message.handle, *row, message.device);
  dependencies_.table.remember(*row, facts);
  presence_changed(message.device);
  dependencies_.log.found(message.name, message.identity, dependencies_.subtree.path(*row));
  return false;
}

bool ShownDevices::handle(AddCapability& message) {
  Subtree::RowEntry* const entry = dependencies_.subtree.row(message.handle);
  if (entry == nullptr) return add(message);
  const Capability& capability = *message.capability;
  dependencies_.table.drop_report_rule(*entry->row);
  const bool waits_otherwise =
      std::exchange(entry->confirm_timeout_ms, capability.confirm_timeout_ms) != capability.confirm_timeout_ms;
  if (dependencies_.table.update(*entry->row, capability, Origin::device) || waits_otherwise) {
    dependencies_.table.remember(*entry->row, capability);
  }
  return !std::exchange(entry->claimed, true);
}

bool ShownDevices::add(AddCapability& message) {
  const Subtree::RowEntry* const parent = dependencies_.subtree.row(message.shown);
  const Capability& capability = *message.capability;
  model::Row* row = nullptr;
  if (parent != nullptr) {
    const std::uint32_t number = dependencies_.table.number(parent->row->number(), capability);
    if (some_left_) dependencies_.table.recall(parent->row->number(), number);
    row = dependencies_.table.add(*parent->row, number, capability, Origin::device);
  }
  if (row == nullptr) {
    dependencies_.board.reject("capability(): the device is not shown");
    dependencies_.board.erase(message.handle);
    return false;
  }
  Subtree::RowEntry& entry = adopt(message.handle, *row, parent->device);
  entry.claimed = true;
  entry.confirm_timeout_ms = capability.confirm_timeout_ms;
  dependencies_.subtree.restore_value(message.handle, dependencies_.table.remembered());
  dependencies_.table.remember(*row, capability);
  return false;
}

void ShownDevices::row_going(const Subtree::RowEntry& entry) {
  const model::Table* const above = entry.row->parent();
  some_left_ = some_left_ || dependencies_.table.shows(above->parent());
}

// ---- whether it is there --------------------------------------------------------------------------------------------

void ShownDevices::contacted(adapter_handle device, base::SystemTime now) {
  if (dependencies_.devices.contacted(device, now)) presence_changed(device);
}

void ShownDevices::presence_changed(adapter_handle handle) {
  const Devices::Device* const device = dependencies_.devices.find(handle);
  const Subtree::RowEntry* const entry = device == nullptr ? nullptr : dependencies_.subtree.row(device->shown_row);
  if (entry == nullptr) return;
  dependencies_.table.set_presence(*entry->row, dependencies_.devices.presence_of(*device), Origin::device);
}

void ShownDevices::presence_changed() {
  for (const auto& [handle, device] : dependencies_.devices.all()) presence_changed(handle);
}

void ShownDevices::forget_outdated() {
  for (const auto& [handle, device] : dependencies_.devices.all()) {
    const Subtree::RowEntry* const entry = dependencies_.subtree.row(device.shown_row);
    if (entry == nullptr || device.remembered == ADAPTER_UNKNOWN) continue;
    // A word for offline would have been repeated by now.
    if (entry->claimed && device.remembered != ADAPTER_OFFLINE) continue;
    dependencies_.devices.remember(handle, ADAPTER_UNKNOWN);
    presence_changed(handle);
  }
}

void ShownDevices::refresh(model::Row& row) {
  const Subtree::RowEntry* const entry = dependencies_.subtree.row(row.source_key);
  const Devices::Device* const device = entry == nullptr ? nullptr : dependencies_.devices.find(entry->device);
  if (device != nullptr && device->contact) dependencies_.table.set_contacted(row, *device->contact);
}

void ShownDevices::collect(std::vector<state::PathValue>& values) {
  for (const auto& [handle, device] : dependencies_.devices.all()) {
    const Subtree::RowEntry* const entry = dependencies_.subtree.row(device.shown_row);
    if (entry != nullptr) collect(*entry->row, values);
  }
}

void ShownDevices::collect(model::Row& row, std::vector<state::PathValue>& values) {
  const Subtree::RowEntry* const entry = dependencies_.subtree.row(row.source_key);
  const Devices::Device* const device = entry == nullptr ? nullptr : dependencies_.devices.find(entry->device);
  if (device == nullptr) return;
  refresh(row);
  dependencies_.table.collect_presence(row, device->last_known(), values);
}

}  // namespace proxy::plugin
