// SPDX-License-Identifier: Apache-2.0
#pragma once
// The log lines of one adapter, with the id adapter.<name> and a rate limit.
// Thread: any

#include "proxy/base/log.hpp"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <utility>

namespace proxy::plugin {

class AdapterLog {
 public:
  explicit AdapterLog(base::log::AdapterNames names) : names_(std::move(names)) {}

  /// `level` as ADAPTER_LOG_...; `message` may be null. A line below the level of the adapter, or above the rate limit,
  /// is lost.
  void write(std::uint32_t level, const char* message) noexcept;

 private:
  bool within_rate_limit();

  const base::log::AdapterNames names_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point window_began_{};
  unsigned lines_ = 0;  ///< since then
};

}  // namespace proxy::plugin
