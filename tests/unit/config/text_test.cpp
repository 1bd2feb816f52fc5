// SPDX-License-Identifier: Apache-2.0
// Shows where text is not valid UTF-8, the distance of two words, and which texts are numbers.
#include "proxy/config/text.hpp"

#include "tests/support/catch.hpp"

using namespace proxy::config;

TEST_CASE("the first byte that is not text") {
  constexpr auto kGood = std::string_view::npos;
  CHECK(first_bad_byte("") == kGood);
  CHECK(first_bad_byte("a\t\r\n\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80") == kGood);
  CHECK(first_bad_byte("ab\x01") == 2);
  CHECK(first_bad_byte(std::string_view("a\0b", 3)) == 1);
  CHECK(first_bad_byte("\x7f") == 0);
  CHECK(first_bad_byte("a\x80") == 1);             // continuation without a start
  CHECK(first_bad_byte("\xc0\xaf") == 0);          // overlong
  CHECK(first_bad_byte("\xe0\x80\x80") == 0);      // overlong
  CHECK(first_bad_byte("\xed\xa0\x80") == 0);      // surrogate
  CHECK(first_bad_byte("\xf4\x90\x80\x80") == 0);  // past U+10FFFF
  CHECK(first_bad_byte("ok\xe2\x82") == 2);        // cut
}

TEST_CASE("numbers") {
  CHECK(parse_integer("0") == 0);
  CHECK(parse_integer("-12") == -12);
  CHECK_FALSE(parse_integer("-"));
  CHECK_FALSE(parse_integer("00"));
  CHECK_FALSE(parse_integer("9223372036854775808"));
  CHECK(parse_decimal("0.5") == 0.5);
  CHECK(parse_decimal("-1e2") == -100.0);
  CHECK_FALSE(parse_decimal("infinity"));
  CHECK_FALSE(parse_decimal("00.5"));
}

TEST_CASE("trimmed and characters") {
  CHECK(trimmed(" \ta b\r\n") == "a b");
  CHECK(trimmed(" \n").empty());
  CHECK(characters("\xc3\xa4x") == 2);
}
