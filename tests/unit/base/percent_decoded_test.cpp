// SPDX-License-Identifier: Apache-2.0
// Shows what percent-encoded texts become, and which are refused.
#include "proxy/base/percent_decoded.hpp"

#include "tests/support/catch.hpp"

#include <string>
#include <string_view>

using proxy::base::percent_decoded;

TEST_CASE("an escape becomes its byte, in digits of either case, and all else stays") {
  CHECK(percent_decoded("").value() == "");
  CHECK(percent_decoded("a+b/c").value() == "a+b/c");
  CHECK(percent_decoded("%41%6a%6A").value() == "Ajj");
  CHECK(percent_decoded("a%20b%2Bc").value() == "a b+c");
  CHECK(percent_decoded("%c3%A4").value() == "\xc3\xa4");
  CHECK(percent_decoded("%2541").value() == "%41");  // once, not twice
  CHECK(percent_decoded("a%00b").value() == std::string("a\0b", 3));
}

TEST_CASE("an escape without two hex digits is refused") {
  for (const std::string_view wrong : {"%", "a%4", "%4", "%g1", "%1g", "%%41", "% 1", "%-1", "%0x41", "41%"}) {
    INFO(wrong);
    CHECK_FALSE(percent_decoded(wrong).has_value());
  }
}
