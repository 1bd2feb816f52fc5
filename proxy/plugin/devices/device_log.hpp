// SPDX-License-Identifier: Apache-2.0
#pragma once
// The log lines of one adapter's devices: found, gone, renamed, skipped. Any client of a broker can make up devices:
// the lines are limited.
// Thread: any

#include "proxy/plugin/abi/line_limit.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace proxy::plugin {

class DeviceLog {
 public:
  explicit DeviceLog(std::string adapter) : adapter_(std::move(adapter)) {}

  /// `path` is that of the device's row.
  void found(std::string_view name, std::string_view identity, std::string_view path) noexcept;
  void gone(std::string_view identity, std::string_view path) noexcept;
  void renamed(std::string_view before, std::string_view name, std::string_view path) noexcept;
  void skipped(std::string_view identity, std::string_view reason) noexcept;

 private:
  static constexpr unsigned kMaxLines = 1'000;  ///< in ten seconds; by default an adapter shows 200 devices

  template <class Write>
  void write(Write&& write) noexcept;

  const std::string adapter_;
  LineLimit limit_{kMaxLines};
};

}  // namespace proxy::plugin
