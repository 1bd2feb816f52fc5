// SPDX-License-Identifier: Apache-2.0
// Shows that set() ends one wait, also one that begins later, that stop() ends all of them, and how a wait is rounded.
#include "adapters/io/wake.hpp"

#include <poll.h>

#include <thread>

#include "tests/support/catch.hpp"

using adapters::io::poll_timeout;
using adapters::io::Wake;
using namespace std::chrono_literals;

namespace {

bool would_return(const Wake& wake) {
  pollfd self{wake.descriptor(), POLLIN, 0};
  return ::poll(&self, 1, 0) == 1;
}

}  // namespace

TEST_CASE("set() ends one wait, and one that begins afterwards") {
  Wake wake;
  CHECK_FALSE(would_return(wake));
  wake.set();
  wake.set();
  CHECK(would_return(wake));
  wake.wait({});
  CHECK_FALSE(would_return(wake));
  CHECK_FALSE(wake.stopping());

  std::thread other([&] { wake.set(); });
  wake.wait({});
  other.join();
  CHECK_FALSE(would_return(wake));
}

TEST_CASE("stop() ends every wait") {
  Wake wake;
  wake.stop();
  CHECK(wake.stopping());
  for (int i = 0; i < 3; ++i) wake.wait({});
  wake.clear();
  CHECK(would_return(wake));
}

TEST_CASE("a wait ends at its time") {
  Wake wake;
  const auto until = std::chrono::steady_clock::now() + 5ms;
  wake.wait(until);
  CHECK(std::chrono::steady_clock::now() >= until);
}

TEST_CASE("a timeout is rounded up and has bounds") {
  const auto now = std::chrono::steady_clock::now();
  CHECK(poll_timeout({}) == 3'600'000);
  CHECK(poll_timeout(now - 1h) == 0);
  CHECK(poll_timeout(now + 48h) == 3'600'000);
  const int timeout = poll_timeout(now + 1h - 500us);
  CHECK(timeout > 0);
  CHECK(now + std::chrono::milliseconds(timeout) <= now + 1h);
}
