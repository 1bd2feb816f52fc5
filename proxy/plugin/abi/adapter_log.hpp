// SPDX-License-Identifier: Apache-2.0
#pragma once
// The log lines of one adapter, with the id adapter.<name> and a rate limit.
// Thread: any

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace proxy::plugin {

class AdapterLog {
 public:
  explicit AdapterLog(std::string name) : name_(std::move(name)) {}

  /// `level` as ADAPTER_LOG_...; `message` may be null. A line above the rate limit is lost.
  void write(std::uint32_t level, const char* message) noexcept;

 private:
  bool within_rate_limit();

  const std::string name_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point window_began_{};
  unsigned lines_ = 0;  ///< since then
};

}  // namespace proxy::plugin
