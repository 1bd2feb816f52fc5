// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/device_time.hpp"

#include "proxy/gateway/date_time.hpp"
#include "proxy/gateway/proc_file.hpp"

#include <sys/timex.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <utility>

namespace proxy::gateway {
namespace {

constexpr const char* kUtc = "UTC0";
constexpr const char* kZone = "Time.LocalTimeZone";
constexpr const char* kZoneFiles = "/usr/share/zoneinfo/";
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Whether the kernel knows from an NTP client that the clock is synchronized.
bool is_synchronized() {
  timex state{};
  return adjtimex(&state) >= 0 && (state.status & STA_UNSYNC) == 0;
}

/// "CET-1CEST,M3.5.0,M10.5.0/3" or "<+03>-3": a name, then what is to be added for UTC.
std::string check_time_zone(std::string_view zone) {
  if (zone.empty()) return {};
  const bool is_quoted = zone.front() == '<';
  std::size_t end = is_quoted ? zone.find('>') : zone.find_first_not_of(kLetters);
  const std::size_t length = end == std::string_view::npos ? 0 : is_quoted ? end - 1 : end;
  if (is_quoted && end != std::string_view::npos) ++end;
  if (end < zone.size() && (zone[end] == '+' || zone[end] == '-')) ++end;
  const bool has_offset = end < zone.size() && zone[end] >= '0' && zone[end] <= '9';
  const bool is_plain = std::ranges::all_of(zone, [](char c) { return c > ' ' && c < '\x7f'; });
  if (length >= 3 && has_offset && is_plain) return {};
  return "must be a time zone of IEEE 1003.1, such as CET-1CEST,M3.5.0,M10.5.0/3";
}

std::string check_server(std::string_view server) {
  const auto is_allowed = [](char c) {
    return kLetters.find(c) != std::string_view::npos || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' ||
           c == '_';
  };
  const bool is_host = std::ranges::all_of(server, is_allowed) && !server.starts_with('-');
  return is_host ? "" : "must be a host name or an address, such as pool.ntp.org";
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

DeviceTime::DeviceTime(model::Tree& tree, state::Store& store, const base::Clock& clock, Dependencies& dependencies)
    : tree_(tree), clock_(clock), dependencies_(dependencies), parameters_(tree, store, *this) {
  status_ = parameters_.declare({.name = "Time.Status", .live = true});
  local_time_ = parameters_.declare({.name = "Time.CurrentLocalTime", .type = model::Type::date_time, .live = true});
  declare_settings();
  read_live();
}

void DeviceTime::declare_settings() {
  const bool is_writable = dependencies_.has_time_command();
  const char* const why = is_writable ? nullptr : "time_command is not configured: the system itself keeps its time";
  zone_ = parameters_.declare(
      {.name = kZone, .writable = is_writable, .live = true, .why_read_only = why, .constraints = {.max_length = 256}});
  for (std::size_t i = 0; i < servers_.size(); ++i) {
    servers_.at(i) = parameters_.declare({.name = "Time.NTPServer" + std::to_string(i + 1),
                                          .writable = is_writable,
                                          .why_read_only = why,
                                          .constraints = {.max_length = 64}});
  }
}

void DeviceTime::start() {
  const auto is_set = [this](model::ParameterRef parameter) { return parameters_.is_set(parameter); };
  if (dependencies_.has_time_command() && (is_set(zone_) || std::ranges::any_of(servers_, is_set)))
    carry_out([](const std::string&) {});
}

/// Passing time is not a change to report: the origin is the start.
void DeviceTime::read_live() {
  const base::SystemTime now = clock_.system_now();
  const char* const status = has_failed_ ? "Error" : is_synchronized() ? "Synchronized" : "Unsynchronized";
  tree_.set_value(status_, status, model::Origin::start);
  tree_.set_value(local_time_, now < base::kClockNeverSet ? std::string(model::kUnknownTime) : local_text(now),
                  model::Origin::start);
  if (!zone_.info().writable || !parameters_.is_set(zone_))
    tree_.set_value(zone_, local_time_zone(), model::Origin::start);
}

std::string DeviceTime::refusal(const model::Assignment& assignment) const {
  // By the name: a stored value is checked while its parameter is being declared.
  return assignment.parameter.info().name == kZone ? check_time_zone(assignment.value) : check_server(assignment.value);
}

void DeviceTime::carry_out(const std::function<void(std::string)>& done) {
  const auto setting = [this](model::ParameterRef parameter) {
    std::string name = parameter.info().name;
    return name.substr(name.rfind('.') + 1) + "=" + std::string(tree_.stored_value(parameter));
  };
  std::vector<std::string> settings{setting(zone_)};
  for (const model::ParameterRef server : servers_) settings.push_back(setting(server));
  dependencies_.run_time_command(std::move(settings), [this, done](std::string problem) {
    has_failed_ = !problem.empty();
    ::tzset();  // reads /etc/localtime again
    done(std::move(problem));
  });
}

}  // namespace proxy::gateway
