// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/statistics.hpp"

#include "proxy/plugin/adapter/adapter_instance.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace proxy::plugin {
namespace {

/// The values of one row, without what the host alone keeps and what it says itself.
void add_values(const Subtree& subtree, const model::Tree& tree, model::Row& row, DeviceStatistics& device) {
  for (const model::ColumnIndex index : row.shape().by_name) {
    const model::ParameterRef parameter{&row, index};
    const auto* column = subtree.column(parameter.info().source_key);
    if (column == nullptr || column->stored || parameter.info().source_key == kChangeColumn) continue;
    ++device.values;
    if (!tree.has_value(parameter)) device.unseen.push_back({tree.path(parameter), parameter.info().writable});
  }
}

}  // namespace

void add_device_statistics(const AdapterInstance& instance, const model::Tree& tree,
                           std::vector<DeviceStatistics>& all) {
  const std::size_t first = all.size();
  std::map<adapter_handle, std::size_t> places;
  for (const auto& [handle, device] : instance.devices().all()) {
    places[handle] = all.size();
    all.push_back({.adapter = instance.name(),
                   .controller = device.id.controller,
                   .identity = device.id.identity,
                   .protocol = device.protocol,
                   .presence = instance.devices().presence_of(device),
                   .path = device.rows.empty() ? std::string{} : device.rows.front().second,
                   .pending_sets = device.pending,
                   .online = instance.devices().presence_of(device) == ADAPTER_ONLINE});
  }
  for (const auto& [handle, entry] : instance.subtree().rows()) {
    const auto place = places.find(instance.links().device_of({handle, ADAPTER_NONE}));
    if (place != places.end()) add_values(instance.subtree(), tree, *entry.row, all[place->second]);
  }
  for (auto device = all.begin() + static_cast<std::ptrdiff_t>(first); device != all.end(); ++device) {
    std::ranges::sort(device->unseen, {}, &DeviceStatistics::Unseen::path);
  }
}

void add_device_counts(const Devices& devices, DeviceCounts& counts) {
  for (const auto& [handle, device] : devices.all()) {
    const adapter_presence presence = devices.presence_of(device);
    ++counts.all;
    if (presence == ADAPTER_ONLINE) ++counts.online;
    if (presence == ADAPTER_OFFLINE) ++counts.offline;
    if (presence == ADAPTER_SILENT) ++counts.silent;
  }
}

}  // namespace proxy::plugin
