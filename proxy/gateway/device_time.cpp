// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/device_time.hpp"

#include "proxy/gateway/date_time.hpp"
#include "proxy/gateway/proc_file.hpp"

#include <sys/timex.h>

#include <cstdlib>

namespace proxy::gateway {
namespace {

constexpr const char* kUtc = "UTC0";
constexpr const char* kZoneFiles = "/usr/share/zoneinfo/";
/// An earlier clock was never set: a gateway without a battery starts in 1970, or at the date of its firmware.
constexpr base::SystemTime kNeverSet = std::chrono::sys_days(std::chrono::year(2024) / 1 / 1);

/// Whether the kernel knows from an NTP client that the clock is synchronized.
bool is_synchronized() {
  timex state{};
  return adjtimex(&state) >= 0 && (state.status & STA_UNSYNC) == 0;
}

}  // namespace

std::string zone_of_file(std::string_view content) {
  // From version 2 on, the last line of a zone file has the rule for future years.
  constexpr std::size_t kVersion = 4;
  if (!content.starts_with("TZif") || content.size() <= kVersion || content[kVersion] < '2') return {};
  if (!content.ends_with('\n')) return {};
  content.remove_suffix(1);
  const std::size_t line = content.rfind('\n');
  return line == std::string_view::npos ? std::string() : std::string(content.substr(line + 1));
}

std::string local_time_zone() {
  const char* variable = std::getenv("TZ");
  std::string zone;
  if (variable == nullptr) {
    zone = zone_of_file(read_proc_file("/etc/localtime"));
  } else {
    std::string name(variable);
    if (name.starts_with(':')) name.erase(0, 1);
    const std::string file = name.starts_with('/') ? name : kZoneFiles + name;
    zone = name.empty() ? std::string() : zone_of_file(read_proc_file(file.c_str()));
    if (zone.empty()) zone = name;
  }
  return zone.empty() ? kUtc : zone;
}

DeviceTime::DeviceTime(model::Tree& tree, state::Store& store, const base::Clock& clock)
    : tree_(tree), clock_(clock), parameters_(tree, store, *this) {
  status_ = parameters_.declare({.name = "Time.Status", .live = true});
  local_time_ = parameters_.declare({.name = "Time.CurrentLocalTime", .type = model::Type::date_time, .live = true});
  zone_ = parameters_.declare({.name = "Time.LocalTimeZone", .live = true});
  read_live();
}

/// Passing time is not a change to report: the origin is the start.
void DeviceTime::read_live() {
  const base::SystemTime now = clock_.system_now();
  tree_.set_value(status_, is_synchronized() ? "Synchronized" : "Unsynchronized", model::Origin::start);
  tree_.set_value(local_time_, now < kNeverSet ? std::string(model::kUnknownTime) : local_text(now),
                  model::Origin::start);
  tree_.set_value(zone_, local_time_zone(), model::Origin::start);
}

}  // namespace proxy::gateway
