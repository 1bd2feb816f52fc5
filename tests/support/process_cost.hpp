// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the kernel says a process costs.
// Thread: any

#include <sys/types.h>

#include <chrono>
#include <cstdint>

namespace tests::support {

struct Memory {
  double private_kb = 0;   ///< RssAnon
  double resident_kb = 0;  ///< VmRSS
  double peak_kb = 0;      ///< VmHWM
};

struct Activity {
  std::chrono::microseconds cpu{0};  ///< user and system
  std::uint64_t voluntary_switches = 0;
};

/// Each throws std::runtime_error if there is no such process.
Memory memory_of(pid_t pid);
Activity activity_of(pid_t pid);
/// Makes the peak begin again at what is resident now.
void forget_peak(pid_t pid);

}  // namespace tests::support
