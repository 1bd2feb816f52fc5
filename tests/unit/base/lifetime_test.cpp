// SPDX-License-Identifier: Apache-2.0
// Shows that a guarded callback runs while its object is there, and does nothing afterwards.
#include "proxy/base/lifetime.hpp"

#include "tests/support/catch.hpp"

#include <memory>
#include <optional>

namespace tests::base {

using proxy::base::Lifetime;

TEST_CASE("a guarded callback gets its arguments while the object is there") {
  const Lifetime lifetime;
  int sum = 0;
  auto add = lifetime.guard([&sum](int left, std::unique_ptr<int> right) { sum = left + *right; });
  add(2, std::make_unique<int>(3));
  CHECK(sum == 5);
}

TEST_CASE("a guarded callback does nothing once the object is gone or has restarted") {
  std::optional<Lifetime> lifetime(std::in_place);
  int calls = 0;
  auto first = lifetime->guard([&calls] { ++calls; });
  lifetime->restart();
  first();
  CHECK(calls == 0);
  auto second = lifetime->guard([&calls] { ++calls; });
  second();
  CHECK(calls == 1);
  lifetime.reset();
  second();
  CHECK(calls == 1);
}

}  // namespace tests::base
