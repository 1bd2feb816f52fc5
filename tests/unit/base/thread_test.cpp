// SPDX-License-Identifier: Apache-2.0
// Shows that a thread starts with all signals blocked, and that its starter's own mask stays as it was.
#include "proxy/base/thread.hpp"

#include "tests/support/catch.hpp"

namespace tests::base {
namespace {

bool is_blocked(int signal) {
  sigset_t mask;
  sigemptyset(&mask);
  pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  return sigismember(&mask, signal) == 1;
}

}  // namespace

TEST_CASE("a thread starts with signals blocked, which leaves its starter alone") {
  bool blocked = false;
  std::thread thread = proxy::base::start_thread([&blocked] { blocked = is_blocked(SIGPIPE) && is_blocked(SIGTERM); });
  thread.join();
  CHECK(blocked);
  CHECK_FALSE(is_blocked(SIGTERM));
}

}  // namespace tests::base
