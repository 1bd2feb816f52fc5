// SPDX-License-Identifier: Apache-2.0
#pragma once
// The forms in which lines of the log are written.
// Thread: any

#include "proxy/base/log.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace proxy::base::log {

/// "2026-11-30T09:01:07.512Z".
std::string utc_time(std::chrono::system_clock::time_point time);

/// A line as one object {"time", "level", "id", "text"}, without a line end. `line` is an id, a space and a
/// visible_text().
std::string json_form(std::chrono::system_clock::time_point time, Level level, std::string_view line);

}  // namespace proxy::base::log
