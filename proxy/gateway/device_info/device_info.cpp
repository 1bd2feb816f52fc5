// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/device_info/device_info.hpp"

#include "proxy/model/path.hpp"

#include <chrono>
#include <fstream>
#include <string>

namespace proxy::gateway {
namespace {

/// 0 if it cannot be read. It counts the time of a suspend, which the steady clock does not: after a suspend UpTime
/// lags by that time, until the daemon starts again.
base::SteadyTime::duration machine_uptime() {
  double seconds = 0;
  if (!(std::ifstream("/proc/uptime") >> seconds) || seconds < 0) return {};
  return std::chrono::duration_cast<base::SteadyTime::duration>(std::chrono::duration<double>(seconds));
}

}  // namespace

DeviceInfo::DeviceInfo(model::Tree& tree, state::Store& store, const config::Device& device,
                       std::string_view own_version, const base::Clock& clock)
    : tree_(tree),
      parameters_(tree, store, *this),
      own_version_(own_version),
      clock_(clock),
      up_since_(clock.steady_now() - machine_uptime()) {
  parameters_.declare(
      {.name = "RootDataModelVersion", .forced_inform = true, .default_value = std::string(model::kRootVersion)});
  parameters_.declare({.name = "DeviceInfo.Manufacturer", .default_value = device.manufacturer});
  parameters_.declare({.name = "DeviceInfo.ManufacturerOUI", .default_value = device.oui});
  parameters_.declare({.name = "DeviceInfo.ModelName", .default_value = device.model_name});
  parameters_.declare({.name = "DeviceInfo.Description", .default_value = device.description});
  parameters_.declare({.name = "DeviceInfo.ProductClass", .default_value = device.product_class});
  parameters_.declare({.name = "DeviceInfo.SerialNumber", .default_value = device.serial_number});
  parameters_.declare(
      {.name = "DeviceInfo.HardwareVersion", .forced_inform = true, .default_value = device.hardware_version});
  software_version_ = parameters_.declare({.name = "DeviceInfo.SoftwareVersion",
                                           .forced_inform = true,
                                           .forced_active = true,
                                           .notification = model::Notification::active,
                                           .default_value = own_version_});
  set_software_version(device.software_version);
  provisioning_code_ = parameters_.declare({.name = "DeviceInfo.ProvisioningCode",
                                            .writable = true,
                                            .forced_inform = true,
                                            .forced_active = true,
                                            .notification = model::Notification::active,
                                            .default_value = device.provisioning_code,
                                            .constraints = {.max_length = 64}});
  uptime_ = parameters_.declare(
      {.name = "DeviceInfo.UpTime", .type = model::Type::unsigned_int, .live = true, .can_deny = true});
  read_live();
}

void DeviceInfo::set_software_version(std::string_view version) {
  tree_.set_value(software_version_, std::string(version.empty() ? own_version_ : version), model::Origin::start);
}

void DeviceInfo::restarted() {
  up_since_ = clock_.steady_now();
  read_live();
}

void DeviceInfo::read_live() {
  const auto up = std::chrono::floor<std::chrono::seconds>(clock_.steady_now() - up_since_);
  // Passing time is not a change to report: the origin is the start.
  tree_.set_value(uptime_, std::to_string(up.count()), model::Origin::start);
}

}  // namespace proxy::gateway
