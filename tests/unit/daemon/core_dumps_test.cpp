// SPDX-License-Identifier: Apache-2.0
// Shows that the process can be kept out of core dumps, that the configuration can allow them again, and that a
// sanitizer keeps them.
#include "proxy/daemon/core_dumps.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/catch.hpp"
#include "tests/support/sanitized.hpp"

namespace {

constexpr int kForbidden = tests::support::kSanitized ? 1 : 0;

// What the kernel says of a process that has made these calls.
int dumpable_after(std::initializer_list<bool> calls) {
  const pid_t child = ::fork();
  if (child == 0) {
    for (const bool allowed : calls) proxy::daemon::allow_core_dumps(allowed);
    ::_exit(::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  return WEXITSTATUS(status);
}

}  // namespace

TEST_CASE("core dumps are off, and on where they are asked for") {
  CHECK(dumpable_after({false}) == kForbidden);
  CHECK(dumpable_after({false, true}) == 1);
  CHECK(dumpable_after({false, true, false}) == kForbidden);
}
