// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sync_count.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

namespace {

std::atomic<int> count = 0;

int counted(long call, int descriptor) {
  ++count;
  return static_cast<int>(::syscall(call, descriptor));
}

}  // namespace

// SQLite's library finds these first.
extern "C" {
__attribute__((visibility("default"))) int fsync(int descriptor) { return counted(SYS_fsync, descriptor); }
__attribute__((visibility("default"))) int fdatasync(int descriptor) { return counted(SYS_fdatasync, descriptor); }
}

namespace tests::support {

int sync_count() { return count; }

}  // namespace tests::support
