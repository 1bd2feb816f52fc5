// SPDX-License-Identifier: Apache-2.0
#pragma once
// The log lines of one adapter, with the id adapter.<name>, without its secrets, and with a rate limit.
// Thread: any

#include "proxy/base/log.hpp"
#include "proxy/plugin/abi/line_limit.hpp"
#include "proxy/plugin/overview/redaction.hpp"

#include <cstdint>
#include <utility>

namespace proxy::plugin {

class AdapterLog {
 public:
  AdapterLog(base::log::AdapterNames names, Redaction redaction)
      : names_(std::move(names)), redaction_(std::move(redaction)) {}

  /// `level` as ADAPTER_LOG_...; `message` may be null. A line below the level of the adapter, or above the rate limit,
  /// is lost.
  void write(std::uint32_t level, const char* message) noexcept;

 private:
  const base::log::AdapterNames names_;
  const Redaction redaction_;
  LineLimit limit_{200};
  LineLimit debug_limit_{1'000};  ///< apart: the conversation does not crowd out a warning
};

}  // namespace proxy::plugin
