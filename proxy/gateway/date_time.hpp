// SPDX-License-Identifier: Apache-2.0
#pragma once
// dateTime values as points in time, and back.
// Spec: TR-106, section 3.2.1 (dateTime: UTC, Unknown Time, no zone for a time relative to the start)
// Thread: pure

#include "proxy/base/clock.hpp"
#include "proxy/model/value.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::gateway {

/// The point in time of a canonical dateTime, fractions dropped; none for one without a zone, which is relative.
std::optional<std::chrono::sys_seconds> absolute_time(std::string_view canonical);
/// The same; none for Unknown Time too.
std::optional<std::chrono::sys_seconds> known_time(std::string_view canonical);
/// What is wrong with it where a time must be absolute, or "".
std::string check_absolute_time(std::string_view canonical);

using model::utc_text;
/// "2026-11-22T11:15:30+01:00": the same in the system's time zone.
std::string local_text(base::SystemTime time);

}  // namespace proxy::gateway
