// SPDX-License-Identifier: Apache-2.0
// Shows that letters of ASCII alone become lower case.
#include "proxy/base/lower_case.hpp"
#include "tests/support/catch.hpp"

using proxy::base::lower_case;

TEST_CASE("lower case") {
  CHECK(lower_case("").empty());
  CHECK(lower_case("@AZ[ az{ 09") == "@az[ az{ 09");
  CHECK(lower_case("K\xc3\x9c"
                   "CHE") ==
        "k\xc3\x9c"
        "che");
}
