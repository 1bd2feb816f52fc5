// SPDX-License-Identifier: Apache-2.0
// Shows what registers mean in every width and order, that what is encoded decodes to the same, and what fits nowhere.
#include "adapters/modbus/registers/registers.hpp"

#include <limits>

#include "tests/support/catch.hpp"

using namespace adapters::modbus;

namespace {

Format format(As as, Order order = Order::abcd) { return {as, order, 0, 1}; }

std::string decoded(const Format& format, const Words& words) {
  const auto text = decode(format, words);
  return text ? *text : "failure";
}

Words encoded(const Format& format, std::string_view text) {
  const auto words = encode(format, text);
  return words ? *words : Words{};
}

/// Encodes to these words in the order, and decodes from them.
void check(As as, Order order, const std::string& text, const Words& words) {
  INFO(word_of(as) << ' ' << word_of(order) << ' ' << text);
  CHECK(decoded(format(as, order), words) == text);
  CHECK(encoded(format(as, order), text) == words);
}

}  // namespace

TEST_CASE("one register") {
  check(As::uint16, Order::abcd, "4660", {0x1234});
  check(As::uint16, Order::cdab, "4660", {0x1234});
  check(As::uint16, Order::badc, "13330", {0x1234});
  check(As::uint16, Order::dcba, "13330", {0x1234});
  check(As::int16, Order::abcd, "-2", {0xFFFE});
  check(As::int16, Order::badc, "-2", {0xFEFF});
  check(As::int16, Order::abcd, "-32768", {0x8000});
  check(As::bcd16, Order::abcd, "9876", {0x9876});
  check(As::bcd16, Order::dcba, "9876", {0x7698});
}

TEST_CASE("two registers in four orders") {
  for (const As as : {As::uint32, As::int32}) {
    check(as, Order::abcd, "305419896", {0x1234, 0x5678});
    check(as, Order::cdab, "305419896", {0x5678, 0x1234});
    check(as, Order::badc, "305419896", {0x3412, 0x7856});
    check(as, Order::dcba, "305419896", {0x7856, 0x3412});
  }
  check(As::int32, Order::abcd, "-1", {0xFFFF, 0xFFFF});
  check(As::int32, Order::abcd, "-2147483648", {0x8000, 0});
  check(As::bcd32, Order::cdab, "12345678", {0x5678, 0x1234});
  check(As::float32, Order::abcd, "21.5", {0x41AC, 0x0000});
  check(As::float32, Order::cdab, "21.5", {0x0000, 0x41AC});
  check(As::float32, Order::badc, "21.5", {0xAC41, 0x0000});
  check(As::float32, Order::dcba, "21.5", {0x0000, 0xAC41});
}

TEST_CASE("four registers in four orders") {
  for (const As as : {As::uint64, As::int64}) {
    check(as, Order::abcd, "81985529216486895", {0x0123, 0x4567, 0x89AB, 0xCDEF});
    check(as, Order::cdab, "81985529216486895", {0xCDEF, 0x89AB, 0x4567, 0x0123});
    check(as, Order::badc, "81985529216486895", {0x2301, 0x6745, 0xAB89, 0xEFCD});
    check(as, Order::dcba, "81985529216486895", {0xEFCD, 0xAB89, 0x6745, 0x2301});
  }
  check(As::uint64, Order::abcd, "18446744073709551615", {0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF});
  check(As::int64, Order::abcd, "-9223372036854775808", {0x8000, 0, 0, 0});
  check(As::bcd64, Order::abcd, "1234567890123456", {0x1234, 0x5678, 0x9012, 0x3456});
  check(As::float64, Order::abcd, "-0.1", {0xBFB9, 0x9999, 0x9999, 0x999A});
  check(As::float64, Order::dcba, "-0.1", {0x9A99, 0x9999, 0x9999, 0xB9BF});
}

TEST_CASE("floats are the shortest text that is the same number, and written as people write") {
  check(As::float32, Order::abcd, "0.1", {0x3DCC, 0xCCCD});
  check(As::float32, Order::abcd, "100000", {0x47C3, 0x5000});
  check(As::float32, Order::abcd, "16777216", {0x4B80, 0});
  check(As::float32, Order::abcd, "0", {0, 0});
  CHECK(decoded(format(As::float32), {0x7F7F, 0xFFFF}) == "3.4028235e+38");
  CHECK(decoded(format(As::float32), {0x0000, 0x0001}) == "1e-45");
  CHECK(decoded(format(As::float32), {0x8000, 0x0000}) == "-0");
  CHECK(encoded(format(As::float32), "3.4028235e+38") == Words{0x7F7F, 0xFFFF});
  for (const Words& none : {Words{0x7FC0, 0}, Words{0x7F80, 0}, Words{0xFF80, 0}}) {
    CHECK(decoded(format(As::float32), none) == "failure");  // NaN and both infinities
  }
  CHECK(decoded(format(As::float64), {0x7FF8, 0, 0, 0}) == "failure");
}

TEST_CASE("every register survives the way there and back, in every order") {
  for (const Order order : {Order::abcd, Order::dcba, Order::badc, Order::cdab}) {
    for (unsigned word = 0; word <= 0xFFFF; word += 0x0101) {
      const auto high = static_cast<std::uint16_t>(word);
      const auto low = static_cast<std::uint16_t>(word * 31 + 7);
      for (const As as : {As::int16, As::uint16, As::int32, As::uint32, As::int64, As::uint64}) {
        Words words{high, low, high, low};
        words.resize(width_of(format(as)));
        const auto text = decode(format(as, order), words);
        REQUIRE(text);
        if (encoded(format(as, order), *text) != words) FAIL(word_of(as) << ' ' << word_of(order) << ' ' << *text);
      }
    }
  }
}

TEST_CASE("what does not fit is refused") {
  struct Case {
    As as;
    const char* text;
  };
  for (const auto& [as, text] :
       {Case{As::int16, "32768"}, Case{As::int16, "-32769"}, Case{As::uint16, "65536"}, Case{As::uint16, "-1"},
        Case{As::int32, "2147483648"}, Case{As::uint32, "4294967296"}, Case{As::bcd16, "10000"}, Case{As::bcd16, "-1"},
        Case{As::uint64, "18446744073709551616"}, Case{As::uint16, "1.5"}, Case{As::uint16, ""}, Case{As::uint16, "on"},
        Case{As::float32, "1e39"}, Case{As::float32, "nan"}, Case{As::float64, "inf"}, Case{As::bit, "2"},
        Case{As::int64, "9223372036854775808"}}) {
    INFO(word_of(as) << ' ' << text);
    CHECK_FALSE(encode(format(as), text));
  }
  CHECK_FALSE(decode(format(As::bcd16), Words{0x123A}));
  CHECK(encode(format(As::uint16), "70000").error().reason == "'70000' does not fit into uint16");
}

TEST_CASE("numbers are taken as they are written; true and false are 1 and 0") {
  CHECK(encoded(format(As::uint16), "7.0") == Words{7});
  CHECK(encoded(format(As::uint16), "1e3") == Words{1000});
  CHECK(encoded(format(As::int16), "-0") == Words{0});
  CHECK(encoded(format(As::uint16), "true") == Words{1});
  CHECK(encoded(format(As::uint32), "false") == Words{0, 0});
}

TEST_CASE("one bit of a register") {
  for (unsigned bit = 0; bit < 16; ++bit) {
    const auto only = static_cast<std::uint16_t>(1U << bit);
    CHECK(decoded({As::bit, Order::abcd, bit, 1}, {only}) == "1");
    CHECK(decoded({As::bit, Order::abcd, bit, 1}, {static_cast<std::uint16_t>(~only)}) == "0");
  }
  CHECK(encoded(format(As::bit), "1") == Words{1});
  CHECK(encoded(format(As::bit), "false") == Words{0});
}

TEST_CASE("text ends at a NUL, and loses the blanks behind it") {
  const Format text{As::string, Order::abcd, 0, 4};
  CHECK(decoded(text, {0x5344, 0x4D36, 0x3330, 0}) == "SDM630");
  CHECK(decoded(text, {0x4142, 0x2020, 0x2020, 0x2020}) == "AB");
  CHECK(decoded(text, {0x4100, 0x4242, 0x4242, 0x4242}) == "A");
  CHECK(decoded(text, {0, 0, 0, 0}).empty());
  CHECK(decoded({As::string, Order::badc, 0, 2}, {0x4241, 0x4443}) == "ABCD");
  CHECK(encoded(text, "SDM63") == Words{0x5344, 0x4D36, 0x3300, 0});
  CHECK(encoded({As::string, Order::badc, 0, 2}, "ABC") == Words{0x4241, 0x0043});
  CHECK(encoded(text, "12345678").size() == 4);
  CHECK_FALSE(encode(text, "123456789"));
}

TEST_CASE("every word of the configuration is one") {
  for (const char* word : {"bit", "int16", "uint16", "bcd16", "int32", "uint32", "float32", "bcd32", "int64", "uint64",
                           "float64", "bcd64", "string"}) {
    REQUIRE(as_of_word(word));
    CHECK(word_of(*as_of_word(word)) == word);
  }
  for (const char* word : {"ABCD", "DCBA", "BADC", "CDAB"}) {
    REQUIRE(order_of_word(word));
    CHECK(word_of(*order_of_word(word)) == word);
  }
  CHECK_FALSE(as_of_word("float"));
  CHECK_FALSE(order_of_word("abcd"));
  CHECK(width_of(format(As::bit)) == 1);
  CHECK(width_of(format(As::float64)) == 4);
  CHECK(width_of({As::string, Order::abcd, 0, 9}) == 9);
  CHECK(takes_fractions(As::float32));
  CHECK_FALSE(takes_fractions(As::bcd32));
}
