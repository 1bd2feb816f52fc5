// SPDX-License-Identifier: Apache-2.0
#pragma once
// The memory of the process. That of large messages goes back to the system: the C library keeps what is freed, for the
// next one.
// Thread: loop

#include <cstddef>

namespace proxy::daemon {

/// Bytes that are resident; 0 if the kernel does not say.
std::size_t resident_memory();

/// At the start of the process: a large block is returned when it is freed, however many there were before.
void return_large_blocks();

class FreeMemory {
 public:
  /// To be called at rest, such as after a session: returns what is free, if much more is resident than after the last
  /// time.
  void give_back();

 private:
  [[maybe_unused]] std::size_t kept_ = 0;  ///< bytes that were resident after the last time, or fewer since
};

}  // namespace proxy::daemon
