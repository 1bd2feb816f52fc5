// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which lines are logged: the lowest level of each module.
// Thread: any

#include "proxy/base/log.hpp"

#include <atomic>
#include <initializer_list>
#include <mutex>
#include <string_view>

namespace proxy::base::log {

class LevelTable {
 public:
  void set(Levels levels);
  Levels get() const;

  /// Whether a line of this level is logged: by the first of the modules that has a level of its own, or by the level
  /// of all others.
  bool allows(Level level, std::initializer_list<std::string_view> modules) const;

 private:
  // Most lines need no lock: they are below or above all levels of the table.
  std::atomic<Level> lowest_{Level::info}, highest_{Level::info};
  mutable std::mutex mutex_;
  Levels levels_;
};

}  // namespace proxy::base::log
