// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/proxied_device.hpp"

#include <chrono>
#include <sstream>
#include <stdexcept>

namespace tests::integration {
namespace {

bool is(const DeviceValues& values, const std::string& path, const std::string& value) {
  const auto found = values.find(path);
  return found != values.end() && found->second == value;
}

// Each row at `table`, "….IoTCapability.", with its final dot.
std::map<std::string, int> rows_below(const DeviceValues& values, const std::string& table) {
  std::map<std::string, int> rows;
  for (auto entry = values.lower_bound(table); entry != values.end() && entry->first.starts_with(table); ++entry) {
    const std::size_t dot = entry->first.find('.', table.size());
    if (dot != std::string::npos) ++rows[entry->first.substr(0, dot + 1)];
  }
  return rows;
}

}  // namespace

DeviceValues proxied_devices(const House& house) {
  DeviceValues values;
  std::istringstream lines(house.ctl({"get", kProxiedDevices}).output);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t equals = line.find(" = ");
    if (equals != std::string::npos) values[line.substr(0, equals)] = line.substr(equals + 3);
  }
  return values;
}

DeviceValues wait_for_devices(const House& house, const std::function<bool(const DeviceValues&)>& enough) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  for (;;) {  // each time is a process that starts, asks and ends
    DeviceValues values = proxied_devices(house);
    if (enough(values)) return values;
    if (std::chrono::steady_clock::now() < end) continue;
    std::string text = "the devices are not as they should be:\n";
    for (const auto& [path, value] : values) text += path + " = " + value + "\n";
    throw std::runtime_error(text + house.ctl({"devices"}).output);
  }
}

std::string device_path(const DeviceValues& values, const std::string& name) {
  for (const auto& [row, size] : rows_below(values, kProxiedDevices)) {
    if (is(values, row + "Name", name)) return row;
  }
  return {};
}

std::string value_path(const DeviceValues& values, const std::string& device_name, const std::string& capability_class,
                       const std::string& type, const std::string& name) {
  const std::string device = device_path(values, device_name);
  if (device.empty()) return {};
  for (const auto& [row, size] : rows_below(values, device + "IoTCapability.")) {
    const std::string object = row + capability_class + ".";
    const bool fits = is(values, row + "Class", capability_class) && is(values, object + "Type", type);
    if (fits && (name.empty() || is(values, row + "Name", name))) return object + "Value";
  }
  return {};
}

std::string wait_for_capability(const House& house, const std::string& device_name, const std::string& capability_class,
                                const std::string& type, const std::string& value) {
  std::string path;
  wait_for_devices(house, [&](const DeviceValues& values) {
    path = value_path(values, device_name, capability_class, type);
    return !path.empty() && is(values, path, value);
  });
  return path;
}

}  // namespace tests::integration
