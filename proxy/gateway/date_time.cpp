// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/date_time.hpp"

#include <fmt/format.h>

namespace proxy::gateway {
namespace {

constexpr std::size_t kDateAndTime = std::string_view("2026-11-22T10:15:30").size();

/// `text` holds digits there: it is canonical.
int number_at(std::string_view text, std::size_t offset, std::size_t digits) {
  int number = 0;
  for (const char digit : text.substr(offset, digits)) number = number * 10 + (digit - '0');
  return number;
}

}  // namespace

std::optional<std::chrono::sys_seconds> absolute_time(std::string_view canonical) {
  using namespace std::chrono;
  const auto zone = canonical.find_first_of("Z+-", kDateAndTime);
  if (zone == std::string_view::npos) return std::nullopt;
  const sys_days date = year(number_at(canonical, 0, 4)) / number_at(canonical, 5, 2) / number_at(canonical, 8, 2);
  sys_seconds time = date + hours(number_at(canonical, 11, 2)) + minutes(number_at(canonical, 14, 2)) +
                     seconds(number_at(canonical, 17, 2));
  if (canonical[zone] != 'Z') {
    const minutes offset = hours(number_at(canonical, zone + 1, 2)) + minutes(number_at(canonical, zone + 4, 2));
    time += canonical[zone] == '+' ? -offset : offset;
  }
  return time;
}

std::string utc_text(base::SystemTime time) {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<seconds>(time - day));
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", int(date.year()), unsigned(date.month()),
                     unsigned(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace proxy::gateway
