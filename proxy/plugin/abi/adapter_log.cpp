// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/adapter_log.hpp"

#include "adapters/sdk/adapter_abi.h"
#include "proxy/plugin/abi/adapter_text.hpp"

#include <algorithm>
#include <exception>

namespace proxy::plugin {
namespace {

constexpr std::size_t kMaxMasked = 4 * kMaxLine;  // a line is cut once its secrets are masked

}  // namespace

void AdapterLog::write(std::uint32_t level, const char* message) noexcept {
  try {
    using base::log::Level;
    constexpr Level kLevels[] = {Level::debug, Level::info, Level::warning, Level::error};
    const Level known = kLevels[std::min<std::uint32_t>(level, ADAPTER_LOG_ERROR)];
    if (!base::log::enabled(known, names_)) return;
    if (!(known == Level::debug ? debug_limit_ : limit_).allows_line()) return;
    const std::string masked = redaction_.masked(excerpt(message, kMaxMasked));
    base::log::write_from_adapter(known, names_, excerpt(masked.c_str(), kMaxLine));
  } catch (const std::exception&) {
    // Out of memory: the line is lost.
  }
}

}  // namespace proxy::plugin
