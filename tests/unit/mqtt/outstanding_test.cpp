// SPDX-License-Identifier: Apache-2.0
// Shows the bounds of the messages without an acknowledgement, and that each tag is returned once.
#include "adapters/mqtt/outstanding.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"

using adapters::mqtt::Outstanding;

TEST_CASE("a tag is returned with its message, once") {
  Outstanding outstanding;
  outstanding.add(1, 71, 10);
  outstanding.add(2, {}, 10);
  CHECK(outstanding.take(1) == Outstanding::Tag(71));
  CHECK_FALSE(outstanding.take(1));
  CHECK_FALSE(outstanding.take(2));
  CHECK_FALSE(outstanding.take(3));
}

TEST_CASE("all tags are returned when the connection is lost") {
  Outstanding outstanding;
  outstanding.add(1, 71, 10);
  outstanding.add(2, {}, 10);
  outstanding.add(3, 73, 10);
  std::vector<std::uint64_t> tags = outstanding.take_all();
  std::sort(tags.begin(), tags.end());
  CHECK(tags == std::vector<std::uint64_t>{71, 73});
  CHECK(outstanding.take_all().empty());
}

TEST_CASE("256 messages or 4 MiB are the bound, and an acknowledgement makes a place") {
  Outstanding many;
  for (int id = 0; id < 256; ++id) {
    CHECK(many.has_place_for(1));
    many.add(id, {}, 1);
  }
  CHECK_FALSE(many.has_place_for(1));
  many.take(7);
  CHECK(many.has_place_for(1));

  constexpr std::size_t kHalf = std::size_t{2} << 20;
  Outstanding large;
  large.add(1, {}, kHalf);
  CHECK(large.has_place_for(kHalf));
  CHECK_FALSE(large.has_place_for(kHalf + 1));
  large.add(2, {}, kHalf);
  CHECK_FALSE(large.has_place_for(1));
  large.take(1);
  CHECK(large.has_place_for(kHalf));
}
