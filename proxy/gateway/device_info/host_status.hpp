// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.DeviceInfo.MemoryStatus. and Device.DeviceInfo.ProcessStatus.: the use of the gateway's memory and processors,
// read on request.
// Spec: TR-181 Issue 2 Amendment 17, Device.DeviceInfo.MemoryStatus., Device.DeviceInfo.ProcessStatus.
// Thread: loop

#include "proxy/gateway/own_parameters.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace proxy::gateway {

/// In KiB.
struct Memory {
  std::uint64_t total = 0;
  std::uint64_t free = 0;  ///< available to programs without swapping
};
/// Parses the text of /proc/meminfo.
std::optional<Memory> memory_of(std::string_view meminfo);

/// Ticks of all processors together.
struct CpuTime {
  std::uint64_t busy = 0;
  std::uint64_t total = 0;
};
/// Parses the text of /proc/stat.
std::optional<CpuTime> cpu_time_of(std::string_view stat);
/// The use between two points, in percent, rounded; 0 if no time has passed.
unsigned cpu_usage(CpuTime from, CpuTime to);

class HostStatus final : private OwnParameters::Dependencies {
 public:
  /// Declares the parameters.
  HostStatus(model::Tree& tree, state::Store& store);
  HostStatus(const HostStatus&) = delete;
  HostStatus& operator=(const HostStatus&) = delete;

 private:
  void read_live() override;
  void read_memory();
  void read_cpu();

  model::Tree& tree_;
  OwnParameters parameters_;
  model::ParameterRef total_, free_, cpu_usage_;
  CpuTime last_;  ///< when CPUUsage was last read; at first the start of the host
};

}  // namespace proxy::gateway
