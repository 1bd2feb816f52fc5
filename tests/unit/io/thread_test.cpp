// SPDX-License-Identifier: Apache-2.0
// Shows that an adapter's thread receives no signal, and that the thread that starts it keeps its own mask.
#include "adapters/io/thread.hpp"

#include "tests/support/catch.hpp"

namespace {

bool is_blocked(int number) {
  sigset_t mask;
  pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  return sigismember(&mask, number) == 1;
}

}  // namespace

TEST_CASE("signals are blocked in the thread alone") {
  const bool before = is_blocked(SIGTERM);
  bool term = false;
  bool pipe = false;
  adapters::io::start_thread([&] {
    term = is_blocked(SIGTERM);
    pipe = is_blocked(SIGPIPE);
  }).join();
  CHECK(term);
  CHECK(pipe);
  CHECK(is_blocked(SIGTERM) == before);
}
