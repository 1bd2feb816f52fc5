// SPDX-License-Identifier: Apache-2.0
// Shows that decimal arithmetic is exact, prints no exponent, and refuses what is no number or is too long.
#include <string>

#include "adapters/mapping/values/decimal.hpp"
#include "tests/support/catch.hpp"

using adapters::mapping::Decimal;

namespace {

Decimal number(std::string_view text) {
  const auto parsed = Decimal::parse(text);
  REQUIRE(parsed);
  return *parsed;
}

std::string normal(std::string_view text) { return number(text).text(); }

}  // namespace

TEST_CASE("a decimal is read and written in its shortest form") {
  CHECK(normal("0") == "0");
  CHECK(normal("-0") == "0");
  CHECK(normal("-0.000") == "0");
  CHECK(normal("007.50") == "7.5");
  CHECK(normal("+.5") == "0.5");
  CHECK(normal("5.") == "5");
  CHECK(normal("-100") == "-100");
  CHECK(normal("0.001") == "0.001");
}

TEST_CASE("an exponent is taken and never given") {
  CHECK(normal("1e3") == "1000");
  CHECK(normal("1E+3") == "1000");
  CHECK(normal("12.345e1") == "123.45");
  CHECK(normal("12.345e4") == "123450");
  CHECK(normal("-1e-7") == "-0.0000001");
  CHECK(normal("0e5") == "0");
}

TEST_CASE("what is no number is refused") {
  for (const char* text : {"", "-", "+", ".", "abc", "1.2.3", "1e", "1e+", "1e+-5", "1e 5", "--1", "+-1", " 1", "1 ",
                           "0x10", "nan", "inf", "1,5", "1e1e1"}) {
    CAPTURE(text);
    CHECK_FALSE(Decimal::parse(text));
  }
}

TEST_CASE("what has too many digits is refused") {
  CHECK_FALSE(Decimal::parse("1e999"));
  CHECK_FALSE(Decimal::parse("1e-999"));
  CHECK_FALSE(Decimal::parse("1e99999999999999999999"));
  CHECK_FALSE(Decimal::parse(std::string(Decimal::kMaxDigits + 1, '9')));
  CHECK(Decimal::parse(std::string(Decimal::kMaxDigits, '9')));
  CHECK_FALSE(Decimal::parse("10e64"));
}

TEST_CASE("sums and products are exact") {
  CHECK((number("199") * number("0.1")).text() == "19.9");
  CHECK((number("0.1") + number("0.2")).text() == "0.3");
  CHECK((number("1") - number("1.5")).text() == "-0.5");
  CHECK((number("-1.5") + number("1.5")).text() == "0");
  CHECK((number("999.9") + number("0.1")).text() == "1000");
  CHECK((number("-3") * number("0")).text() == "0");
  CHECK((number("12345678901234567890") * number("98765432109876543210")).text() ==
        "1219326311370217952237463801111263526900");
}

TEST_CASE("a quotient is exact where it ends and rounded where it does not") {
  CHECK((number("19.9") / number("0.1")).text() == "199");
  CHECK((number("1") / number("8")).text() == "0.125");
  CHECK((number("1") / number("3")).text() == "0.333333333333333");
  CHECK((number("-2") / number("3")).text() == "-0.666666666666667");
  CHECK((number("0") / number("7")).text() == "0");
  CHECK((number("100") / number("0.00001")).text() == "10000000");
  CHECK((number("1.23456") / number("1000")).text() == "0.00123456");
}

TEST_CASE("rounding takes halves away from zero") {
  CHECK(number("2.5").rounded().text() == "3");
  CHECK(number("-2.5").rounded().text() == "-3");
  CHECK(number("2.4999").rounded().text() == "2");
  CHECK(number("0.5").rounded().text() == "1");
  CHECK(number("0.05").rounded().text() == "0");
  CHECK(number("99.9").rounded().text() == "100");
  CHECK(number("7").rounded().text() == "7");
  CHECK(number("70.68").rounded(1).text() == "70.7");
  CHECK(number("0.5").whole_digits() == 0);
  CHECK(number("0.001").whole_digits() == 0);
  CHECK(number("1000").whole_digits() == 4);
  CHECK(number("12.5").whole_digits() == 2);
}

TEST_CASE("decimals are ordered by value") {
  CHECK(number("1.50") == number("1.5"));
  CHECK(number("-2") < number("-1.9"));
  CHECK(number("10") > number("9.99"));
  CHECK(number("-0") == number("0"));
}
