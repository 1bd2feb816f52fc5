// SPDX-License-Identifier: Apache-2.0
#pragma once
// Times as devices write them, and as an ACS sees them.
// Spec: TR-106 3.2.1 (dateTime: a time without a zone is local, of which TR-106 says no more); XML Schema 1.0 Part 2,
//   3.2.7
// Thread: pure

#include <optional>
#include <string>
#include <string_view>

#include "adapters/mapping/values/outcome.hpp"

namespace adapters::mapping {

enum class TimeForm {
  xml,       ///< "2026-01-02T03:04:05Z": as an ACS sees it
  epoch_s,   ///< seconds since 1970-01-01T00:00:00Z, also with a fraction
  epoch_ms,  ///< milliseconds since then
  utc,       ///< "2026-01-02 03:04:05" in UTC
  local      ///< the same in the device's own time, whose zone is not known
};

/// The word of adapter.yaml: "epoch_s".
std::optional<TimeForm> time_form_of_word(std::string_view word);

/// The time as an ACS sees it; fails for a text of another form, and for years beyond 1 to 9999.
Outcome<std::string> time_from_device(TimeForm form, std::string_view text);
/// `time` is a dateTime; one without a zone is taken as UTC, and `local` takes no other.
Outcome<std::string> time_to_device(TimeForm form, std::string_view time);

}  // namespace adapters::mapping
