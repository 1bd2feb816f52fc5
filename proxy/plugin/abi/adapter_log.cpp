// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/adapter_log.hpp"

#include "adapters/sdk/adapter_abi.h"
#include "proxy/plugin/abi/adapter_text.hpp"

#include <algorithm>
#include <exception>

namespace proxy::plugin {
namespace {

constexpr unsigned kMaxLines = 200;  // in kWindow
constexpr std::chrono::seconds kWindow{10};

}  // namespace

bool AdapterLog::within_rate_limit() {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (now - window_began_ > kWindow) {
    window_began_ = now;
    lines_ = 0;
  }
  return ++lines_ <= kMaxLines;
}

void AdapterLog::write(std::uint32_t level, const char* message) noexcept {
  try {
    using base::log::Level;
    constexpr Level kLevels[] = {Level::debug, Level::info, Level::warning, Level::error};
    const Level known = kLevels[std::min<std::uint32_t>(level, ADAPTER_LOG_ERROR)];
    if (!base::log::enabled(known, names_) || !within_rate_limit()) return;
    base::log::write_from_adapter(known, names_, excerpt(message, kMaxLine));
  } catch (const std::exception&) {
    // Out of memory: the line is lost.
  }
}

}  // namespace proxy::plugin
