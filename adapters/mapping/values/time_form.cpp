// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/values/time_form.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>

#include "adapters/mapping/values/decimal.hpp"

namespace adapters::mapping {
namespace {

using std::chrono::milliseconds;

constexpr std::array<std::string_view, 5> kWords = {"", "epoch_s", "epoch_ms", "utc", "local"};
constexpr std::size_t kSeconds = 19;  // the length of "2026-01-02T03:04:05"
constexpr milliseconds kFirst{-62135596800000};
constexpr milliseconds kLast{253402300799999};
constexpr std::size_t kMaxQuoted = 40;

Failure no_time(std::string_view text) { return {"'" + std::string(text.substr(0, kMaxQuoted)) + "' is no time"}; }

std::string text_of(milliseconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{std::chrono::sys_days(day)};
  const std::chrono::hh_mm_ss clock{time - day};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  std::string result = text.data();
  if (const auto rest = clock.subseconds().count(); rest != 0) {
    result += '.' + std::to_string(1000 + rest).substr(1);
  }
  return result + 'Z';
}

Outcome<std::string> from_epoch(std::string_view text, const Decimal& per_unit) {
  const std::optional<Decimal> number = Decimal::parse(text);
  if (!number) return no_time(text);
  const std::string written = (*number * per_unit).rounded().text();
  std::int64_t count = 0;
  const char* const end = written.data() + written.size();
  const auto [stop, error] = std::from_chars(written.data(), end, count);
  const milliseconds time{count};
  if (error != std::errc{} || stop != end || time < kFirst || time > kLast) return no_time(text);
  return text_of(time);
}

int number_at(std::string_view text, std::size_t at, std::size_t size) {
  int number = 0;
  std::from_chars(text.data() + at, text.data() + at + size, number);
  return number;
}

/// Of a dateTime of its form.
std::optional<milliseconds> epoch_of(std::string_view time) {
  if (time.size() < kSeconds) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(number_at(time, 0, 4)),
                                         std::chrono::month(static_cast<unsigned>(number_at(time, 5, 2))),
                                         std::chrono::day(static_cast<unsigned>(number_at(time, 8, 2)))};
  if (!date.ok()) return std::nullopt;
  milliseconds result = std::chrono::sys_days(date).time_since_epoch();
  result += std::chrono::hours(number_at(time, 11, 2)) + std::chrono::minutes(number_at(time, 14, 2)) +
            std::chrono::seconds(number_at(time, 17, 2));
  time.remove_prefix(kSeconds);
  if (time.starts_with('.')) {
    const std::size_t end = std::min(time.find_first_not_of("0123456789", 1), time.size());
    const std::string thousandths = (std::string(time.substr(1, end - 1)) + "000").substr(0, 3);
    result += milliseconds(number_at(thousandths, 0, 3));
    time.remove_prefix(end);
  }
  if (time.size() == 6) {
    const auto ahead = std::chrono::hours(number_at(time, 1, 2)) + std::chrono::minutes(number_at(time, 4, 2));
    result -= time.front() == '-' ? -ahead : ahead;
  }
  return result;
}

/// "2026/01/02 03:04" is "2026-01-02T03:04:00", with `zone` behind it if it has none of its own.
std::string as_xml(std::string_view text, std::string_view zone) {
  std::string time(text);
  if (time.size() < 16) return time;
  for (const std::size_t at : {std::size_t{4}, std::size_t{7}}) {
    if (time[at] == '/') time[at] = '-';
  }
  if (time[10] == ' ') time[10] = 'T';
  if (time.size() == 16 || time[16] != ':') time.insert(16, ":00");
  if (time.find_first_of("Z+-", kSeconds) == std::string::npos) time += zone;
  return time;
}

}  // namespace

std::optional<TimeForm> time_form_of_word(std::string_view word) {
  const auto* const found = std::find(kWords.begin(), kWords.end(), word);
  if (found == kWords.end()) return std::nullopt;
  return static_cast<TimeForm>(found - kWords.begin());
}

Outcome<std::string> time_from_device(TimeForm form, std::string_view text) {
  switch (form) {
    case TimeForm::epoch_s: return from_epoch(text, *Decimal::parse("1000"));
    case TimeForm::epoch_ms: return from_epoch(text, *Decimal::parse("1"));
    case TimeForm::utc: return as_xml(text, "Z");
    case TimeForm::local: return as_xml(text, "");
    case TimeForm::xml: break;
  }
  return std::string(text);
}

Outcome<std::string> time_to_device(TimeForm form, std::string_view time) {
  if (form == TimeForm::xml) return std::string(time);
  if (form == TimeForm::local) {
    if (time.find_first_of("Z+-", kSeconds) != std::string_view::npos) {
      return Failure{"the device takes a time without a zone"};
    }
    return std::string(time).replace(10, 1, " ");
  }
  const std::optional<milliseconds> epoch = epoch_of(time);
  if (!epoch) return no_time(time);
  const Decimal count = *Decimal::parse(std::to_string(epoch->count()));
  if (form == TimeForm::epoch_ms) return count.text();
  if (form == TimeForm::epoch_s) return (count / *Decimal::parse("1000")).rounded().text();
  return text_of(*epoch).substr(0, kSeconds).replace(10, 1, " ");
}

}  // namespace adapters::mapping
