// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/memory.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>  // defines __GLIBC__
#include <fstream>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace proxy::daemon {

std::size_t resident_memory() {
  std::size_t all = 0;
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> all >> pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

#ifdef __GLIBC__  // other C libraries, such as musl, return large blocks by themselves

namespace {

constexpr int kLargeBlock = 128 * 1024;  // the library's own threshold, which it raises up to 32 MiB unless it is set
constexpr std::size_t kMuch = std::size_t{512} * 1024;

}  // namespace

void return_large_blocks() {
  ::mallopt(M_MMAP_THRESHOLD, kLargeBlock);
  ::mallopt(M_TRIM_THRESHOLD, kLargeBlock);
}

void FreeMemory::give_back() {
  const std::size_t now = resident_memory();
  if (now >= kept_ + kMuch) {
    ::malloc_trim(0);
    kept_ = resident_memory();
  } else {
    kept_ = std::min(kept_, now);
  }
}

#else

void return_large_blocks() {}
void FreeMemory::give_back() {}

#endif

}  // namespace proxy::daemon
