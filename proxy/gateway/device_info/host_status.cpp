// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/device_info/host_status.hpp"

#include "proxy/gateway/proc_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace proxy::gateway {
namespace {

/// The minimum processor time between two values of CPUUsage, so that a percent is meaningful: about a second.
constexpr std::uint64_t kLeastTicks = 100;

/// Removes a number from the front of `text`, after blanks, and returns it; none if there is no number.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

std::optional<std::uint64_t> number_after(std::string_view text, std::string_view label) {
  const std::size_t at = text.find(label);
  if (at == std::string_view::npos) return std::nullopt;
  text.remove_prefix(at + label.size());
  return take_number(text);
}

}  // namespace

std::optional<Memory> memory_of(std::string_view meminfo) {
  const auto total = number_after(meminfo, "MemTotal:");
  auto free = number_after(meminfo, "MemAvailable:");
  if (!free) free = number_after(meminfo, "MemFree:");
  if (!total || !free) return std::nullopt;
  return Memory{*total, *free};
}

std::optional<CpuTime> cpu_time_of(std::string_view stat) {
  if (!stat.starts_with("cpu ")) return std::nullopt;
  stat.remove_prefix(4);
  // user, nice, system, idle, iowait, irq, softirq, steal; the first two include the time of guests.
  std::array<std::uint64_t, 8> times{};
  CpuTime time;
  for (std::uint64_t& each : times) {
    const auto number = take_number(stat);
    if (!number) return std::nullopt;
    each = *number;
    time.total += each;
  }
  time.busy = time.total - times[3] - times[4];
  return time;
}

unsigned cpu_usage(CpuTime from, CpuTime to) {
  // iowait may decrease.
  if (to.total <= from.total || to.busy <= from.busy) return 0;
  const std::uint64_t total = to.total - from.total;
  return static_cast<unsigned>(std::min<std::uint64_t>(100, ((to.busy - from.busy) * 100 + total / 2) / total));
}

HostStatus::HostStatus(model::Tree& tree, state::Store& store) : tree_(tree), parameters_(tree, store, *this) {
  const auto declare = [this](const char* name, bool can_deny) {
    return parameters_.declare({.name = name, .type = model::Type::unsigned_int, .live = true, .can_deny = can_deny});
  };
  total_ = declare("DeviceInfo.MemoryStatus.Total", false);
  free_ = declare("DeviceInfo.MemoryStatus.Free", true);
  cpu_usage_ = declare("DeviceInfo.ProcessStatus.CPUUsage", true);
  read_live();
}

// Values that change by themselves are not reported: their origin is the start.

void HostStatus::read_live() {
  read_memory();
  read_cpu();
}

void HostStatus::read_memory() {
  const auto memory = memory_of(read_proc_file("/proc/meminfo"));
  if (!memory) return;
  tree_.set_value(total_, std::to_string(memory->total), model::Origin::start);
  tree_.set_value(free_, std::to_string(memory->free), model::Origin::start);
}

void HostStatus::read_cpu() {
  const auto now = cpu_time_of(read_proc_file("/proc/stat"));
  if (!now || now->total < last_.total + kLeastTicks) return;
  tree_.set_value(cpu_usage_, std::to_string(cpu_usage(last_, *now)), model::Origin::start);
  last_ = *now;
}

}  // namespace proxy::gateway
