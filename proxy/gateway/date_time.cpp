// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/date_time.hpp"

#include <ctime>

#include <fmt/format.h>

namespace proxy::gateway {
namespace {

static_assert(sizeof(std::time_t) >= 8, "dates after 2038: build a 32-bit machine with _TIME_BITS=64");
constexpr std::size_t kDateAndTime = std::string_view("2026-11-22T10:15:30").size();

/// `text` has digits there, because it is canonical.
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

std::optional<std::chrono::sys_seconds> known_time(std::string_view canonical) {
  return canonical == model::kUnknownTime ? std::nullopt : absolute_time(canonical);
}

std::string check_absolute_time(std::string_view canonical) {
  return absolute_time(canonical) ? "" : "must be an absolute time with its zone, such as 2026-11-22T10:15:30Z";
}

std::string local_text(base::SystemTime time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm local{};
  localtime_r(&seconds, &local);
  const std::chrono::seconds offset(local.tm_gmtoff);
  const std::chrono::hh_mm_ss distance(abs(offset));
  std::string text = utc_text(time + offset);
  text.pop_back();
  return fmt::format("{}{}{:02}:{:02}", text, offset.count() < 0 ? '-' : '+', distance.hours().count(),
                     distance.minutes().count());
}

}  // namespace proxy::gateway
