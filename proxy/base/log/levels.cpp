// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/log/levels.hpp"

#include <algorithm>
#include <utility>

namespace proxy::base::log {

void LevelTable::set(Levels levels) {
  Level lowest = levels.level, highest = levels.level;
  for (const auto& [module, level] : levels.modules) {
    lowest = std::min(lowest, level);
    highest = std::max(highest, level);
  }
  const std::lock_guard lock(mutex_);
  levels_ = std::move(levels);
  lowest_.store(lowest, std::memory_order_relaxed);
  highest_.store(highest, std::memory_order_relaxed);
}

Levels LevelTable::get() const {
  const std::lock_guard lock(mutex_);
  return levels_;
}

bool LevelTable::allows(Level level, std::initializer_list<std::string_view> modules) const {
  if (level < lowest_.load(std::memory_order_relaxed)) return false;
  if (level >= highest_.load(std::memory_order_relaxed)) return true;
  const std::lock_guard lock(mutex_);
  for (const std::string_view module : modules) {
    if (const auto own = levels_.modules.find(module); own != levels_.modules.end()) return level >= own->second;
  }
  return level >= levels_.level;
}

}  // namespace proxy::base::log
