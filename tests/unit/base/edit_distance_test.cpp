// SPDX-License-Identifier: Apache-2.0
// Shows how far words are from each other.
#include "proxy/base/edit_distance.hpp"
#include "tests/support/catch.hpp"

using proxy::base::edit_distance;
using proxy::base::typing_error;

TEST_CASE("edit distance") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("mount", "mount") == 0);
  CHECK(edit_distance("mont", "mount") == 1);
  CHECK(edit_distance("prot", "port") == 1);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("a typing error changes a third of a word, and one letter of a short one") {
  CHECK(typing_error("") == 1);
  CHECK(typing_error("URL") == 1);
  CHECK(typing_error("UpTime") == 2);
}
