// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/devices/device_log.hpp"

#include "proxy/base/log.hpp"

#include <exception>

namespace proxy::plugin {

template <class Write>
void DeviceLog::write(Write&& write) noexcept {
  try {
    if (base::log::enabled(base::log::Level::info, "plugin") && limit_.allows_line()) write();
  } catch (const std::exception&) {
    // Out of memory: the line is lost.
  }
}

void DeviceLog::found(std::string_view name, std::string_view identity, std::string_view path) noexcept {
  write([&] {
    base::log::info("plugin.device.found", "adapter {}: found '{}', {}, shown as {}", adapter_, name, identity, path);
  });
}

void DeviceLog::gone(std::string_view identity, std::string_view path) noexcept {
  write([&] { base::log::info("plugin.device.gone", "adapter {}: {} is gone, it was {}", adapter_, identity, path); });
}

void DeviceLog::renamed(std::string_view before, std::string_view name, std::string_view path) noexcept {
  write([&] {
    base::log::info("plugin.device.renamed", "adapter {}: {} is named '{}' now, it was '{}'", adapter_, path, name,
                    before);
  });
}

void DeviceLog::skipped(std::string_view identity, std::string_view reason) noexcept {
  write(
      [&] { base::log::info("plugin.device.skipped", "adapter {}: {} is not shown: {}", adapter_, identity, reason); });
}

}  // namespace proxy::plugin
