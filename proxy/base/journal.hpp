// SPDX-License-Identifier: Apache-2.0
#pragma once
// Standard error when it is the journal of systemd: a line there begins with its priority, "<4>".
// Spec: sd-daemon(3), systemd.exec(5) $JOURNAL_STREAM
// Thread: any

#include "proxy/base/log.hpp"

#include <string_view>

namespace proxy::base::log {

/// Whether standard error goes to the journal: systemd has set $JOURNAL_STREAM, and standard error is still that
/// stream.
bool standard_error_is_journal();

/// The priority of syslog(3) that the journal reads off the begin of a line.
constexpr std::string_view journal_priority(Level level) {
  switch (level) {
    case Level::debug: return "<7>";
    case Level::info: return "<6>";
    case Level::warning: return "<4>";
    case Level::error: return "<3>";
  }
  return "<3>";
}

/// Writes text to standard error, before the log is configured or after it has ended; in the journal each line is an
/// error.
void write_start_up_error(std::string_view text);

}  // namespace proxy::base::log
