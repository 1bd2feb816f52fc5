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

/// The time of a canonical dateTime, without fractions. None for a dateTime without a zone, which is relative.
std::optional<std::chrono::sys_seconds> absolute_time(std::string_view canonical);
/// The time of a canonical dateTime, without fractions. None for a relative time and for Unknown Time.
std::optional<std::chrono::sys_seconds> known_time(std::string_view canonical);
/// What is wrong with a value that must be an absolute time; empty: nothing.
std::string check_absolute_time(std::string_view canonical);

using model::utc_text;
/// "2026-11-22T11:15:30+01:00": the time in the time zone of the system.
std::string local_text(base::SystemTime time);

}  // namespace proxy::gateway
