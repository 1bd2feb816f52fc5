// SPDX-License-Identifier: Apache-2.0
// Shows which texts are values of which type, and how a value reads once it is canonical.
#include "proxy/model/value.hpp"

#include "tests/support/catch.hpp"

using namespace proxy::model;

TEST_CASE("integers keep within their bounds", "[value]") {
  CHECK(canonical(Type::int_, " 007 ") == "7");
  CHECK(canonical(Type::int_, "+5") == "5");
  CHECK(canonical(Type::int_, "-0") == "0");
  CHECK(canonical(Type::int_, "-2147483648") == "-2147483648");
  CHECK_FALSE(canonical(Type::int_, "2147483648"));
  CHECK_FALSE(canonical(Type::int_, "+-5"));
  CHECK_FALSE(canonical(Type::int_, "1.0"));
  CHECK_FALSE(canonical(Type::int_, ""));
  CHECK(canonical(Type::unsigned_int, "4294967295") == "4294967295");
  CHECK(canonical(Type::unsigned_int, "-0") == "0");
  CHECK_FALSE(canonical(Type::unsigned_int, "-1"));
  CHECK(canonical(Type::long_, "-9223372036854775808") == "-9223372036854775808");
  CHECK(canonical(Type::unsigned_long, "18446744073709551615") == "18446744073709551615");
  CHECK_FALSE(canonical(Type::unsigned_long, "18446744073709551616"));
}

TEST_CASE("booleans have four spellings and no more", "[value]") {
  CHECK(canonical(Type::boolean, "1") == "true");
  CHECK(canonical(Type::boolean, " true\n") == "true");
  CHECK(canonical(Type::boolean, "0") == "false");
  CHECK(canonical(Type::boolean, "false") == "false");
  CHECK_FALSE(canonical(Type::boolean, "TRUE"));
  CHECK_FALSE(canonical(Type::boolean, "on"));
}

TEST_CASE("decimals lose what says nothing and never gain an exponent", "[value]") {
  CHECK(canonical(Type::decimal, "021.50") == "21.5");
  CHECK(canonical(Type::decimal, "-0.0") == "0");
  CHECK(canonical(Type::decimal, ".5") == "0.5");
  CHECK(canonical(Type::decimal, "5.") == "5");
  CHECK_FALSE(canonical(Type::decimal, "1e3"));
  CHECK_FALSE(canonical(Type::decimal, "."));
  CHECK_FALSE(canonical(Type::decimal, "nan"));
  CHECK_FALSE(canonical(Type::decimal, "--1"));
  CHECK_FALSE(canonical(Type::decimal, std::string(65, '9')));
}

TEST_CASE("dates exist in the calendar", "[value]") {
  CHECK(canonical(Type::date_time, "2024-02-29T23:59:59Z"));
  CHECK(canonical(Type::date_time, "0001-01-01T00:00:00Z"));
  CHECK(canonical(Type::date_time, "0001-01-03T03:04:05"));
  CHECK(canonical(Type::date_time, "2026-11-22T12:00:00.125+01:00"));
  CHECK_FALSE(canonical(Type::date_time, "2023-02-29T00:00:00Z"));
  CHECK_FALSE(canonical(Type::date_time, "2026-13-01T00:00:00Z"));
  CHECK_FALSE(canonical(Type::date_time, "2026-11-22T24:00:00Z"));
  CHECK_FALSE(canonical(Type::date_time, "2026-11-22 12:00:00Z"));
  CHECK_FALSE(canonical(Type::date_time, "2026-11-22T12:00:00.Z"));
  CHECK_FALSE(canonical(Type::date_time, "2026-11-22T12:00:00+15:00"));
}

TEST_CASE("binary types check their letters and padding", "[value]") {
  CHECK(canonical(Type::base64, "AAEC\nAw==") == "AAECAw==");
  CHECK(canonical(Type::base64, "") == "");
  CHECK_FALSE(canonical(Type::base64, "AAE"));
  CHECK_FALSE(canonical(Type::base64, "A===="));
  CHECK_FALSE(canonical(Type::base64, "A=AA"));
  CHECK_FALSE(canonical(Type::base64, "AA*="));
  CHECK(canonical(Type::hex_binary, "0aFf") == "0AFF");
  CHECK_FALSE(canonical(Type::hex_binary, "0aF"));
  CHECK_FALSE(canonical(Type::hex_binary, "0g"));
}

TEST_CASE("strings are taken, with U+FFFD for what XML cannot carry", "[value]") {
  CHECK(legal_text("a\tb\r\nc") == "a\tb\r\nc");
  CHECK(legal_text(std::string_view("a\0b\x1f", 4)) ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD");
  CHECK(legal_text("\xC3\xA4\xF0\x9F\x98\x80") == "\xC3\xA4\xF0\x9F\x98\x80");
  CHECK(legal_text("\xC0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD");                  // overlong
  CHECK(legal_text("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // surrogate
  CHECK(legal_text("\xE2\x82") == "\xEF\xBF\xBD\xEF\xBF\xBD");                  // cut short
  CHECK(legal_text("\xEF\xBF\xBE") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // U+FFFE
  CHECK(legal_text("\xF5\x80\x80\x80").size() == 12);
}

TEST_CASE("lengths are in characters", "[value]") {
  CHECK(characters("") == 0);
  CHECK(characters("\xC3\xA4\xF0\x9F\x98\x80z") == 3);
}

TEST_CASE("numbers of any size compare by value", "[value]") {
  CHECK(compare_numbers("2", "10") < 0);
  CHECK(compare_numbers("-2", "-10") > 0);
  CHECK(compare_numbers("-1", "1") < 0);
  CHECK(compare_numbers("1.5", "1.45") > 0);
  CHECK(compare_numbers("1", "1.5") < 0);
  CHECK(compare_numbers("123456789012345678901234567890", "123456789012345678901234567889") > 0);
  CHECK(compare_numbers("0", "0") == 0);
}

TEST_CASE("every type has its names", "[value]") {
  CHECK(type_from_name("unsignedInt") == Type::unsigned_int);
  CHECK(type_from_name("base64") == Type::base64);
  CHECK_FALSE(type_from_name("UnsignedInt"));
  CHECK(xsd_name(Type::base64) == "xsd:base64Binary");
  CHECK(default_value(Type::date_time) == kUnknownTime);
}
