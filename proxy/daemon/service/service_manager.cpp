// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/service/service_manager.hpp"

#include "proxy/base/log.hpp"
#include "proxy/config/text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace proxy::daemon {
namespace {

constexpr std::chrono::seconds kStatusInterval{30};

/// A number of the environment; none if the variable is absent, or has another form, which is logged.
std::optional<std::int64_t> number_of(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr) return std::nullopt;
  const std::optional<std::int64_t> number = config::parse_integer(value);
  if (number && *number > 0) return number;
  base::log::warning("daemon.service.bad_environment", "{} is not a positive number: {}", variable, value);
  return std::nullopt;
}

std::optional<std::chrono::microseconds> watchdog_time() {
  const auto time = number_of("WATCHDOG_USEC");
  if (!time) return std::nullopt;
  // A child process of a service inherits the variables, which are not meant for it.
  const auto process = number_of("WATCHDOG_PID");
  if (process && *process != ::getpid()) return std::nullopt;
  return std::chrono::microseconds(*time);
}

/// Of CLOCK_MONOTONIC, which steady_clock is on Linux.
std::int64_t monotonic_microseconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

}  // namespace

ServiceManager::ServiceManager(boost::asio::io_context& loop, Dependencies& dependencies)
    : dependencies_(dependencies), timer_(loop) {
  if (socket_.is_open()) watchdog_ = watchdog_time();
}

void ServiceManager::ready() {
  if (!socket_.is_open()) return;
  status_.clear();
  socket_.send("READY=1\n" + new_status());
  report_later();
}

void ServiceManager::reloading() {
  timer_.cancel();
  socket_.send(fmt::format("RELOADING=1\nMONOTONIC_USEC={}\n", monotonic_microseconds()));
}

void ServiceManager::stopping() {
  timer_.cancel();
  socket_.send("STOPPING=1\nSTATUS=stopping\n");
}

/// Half of the watchdog's time, as sd_watchdog_enabled(3) recommends: one late report does no harm.
void ServiceManager::report_later() {
  timer_.expires_after(watchdog_ ? std::min<std::chrono::microseconds>(*watchdog_ / 2, kStatusInterval)
                                 : std::chrono::microseconds(kStatusInterval));
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error) report();
  });
}

void ServiceManager::report() {
  const std::string lines = (watchdog_ ? "WATCHDOG=1\n" : "") + new_status();
  if (!lines.empty()) socket_.send(lines);
  report_later();
}

/// The line for the status; empty if the manager has this status.
std::string ServiceManager::new_status() {
  std::string status = dependencies_.service_status();
  if (status == std::exchange(status_, status)) return {};
  return "STATUS=" + status + "\n";
}

}  // namespace proxy::daemon
