// SPDX-License-Identifier: Apache-2.0
// Shows how devices' words become values of a type and back, and which of them leave the last value as it is.
#include "adapters/mapping/values/value.hpp"
#include "tests/support/catch.hpp"

using namespace adapters::mapping;
using Kind = Scalar::Kind;

namespace {

constexpr const char* kKept = "(kept)";

std::string shown(const Conversion& conversion, const Scalar& scalar) {
  const auto text = conversion.to_acs(scalar);
  return text ? *text : kKept;
}
std::string shown(adapter_type type, const std::string& text) {
  return shown(Conversion{type, {}, {}, {}}, {Kind::text, text});
}
std::string sent(const Conversion& conversion, std::string_view text) {
  const auto word = conversion.to_device(text);
  return word ? *word : kKept;
}

}  // namespace

TEST_CASE("a boolean is one of six words in any case") {
  for (const char* word : {"true", "ON", "On", "1", "TRUE"}) CHECK(shown(ADAPTER_BOOLEAN, word) == "true");
  for (const char* word : {"false", "OFF", "off", "0"}) CHECK(shown(ADAPTER_BOOLEAN, word) == "false");
  for (const char* word : {"", "yes", "open", "2", "nan"}) CHECK(shown(ADAPTER_BOOLEAN, word) == kKept);
}

TEST_CASE("whole numbers keep to the bounds of their type") {
  CHECK(shown(ADAPTER_INT, "7.0") == "7");
  CHECK(shown(ADAPTER_INT, "1e3") == "1000");
  CHECK(shown(ADAPTER_INT, "-2147483648") == "-2147483648");
  CHECK(shown(ADAPTER_INT, "2147483648") == kKept);
  CHECK(shown(ADAPTER_INT, "7.5") == kKept);
  CHECK(shown(ADAPTER_UNSIGNED_INT, "-1") == kKept);
  CHECK(shown(ADAPTER_UNSIGNED_INT, "-0") == "0");
  CHECK(shown(ADAPTER_UNSIGNED_LONG, "18446744073709551615") == "18446744073709551615");
  CHECK(shown(ADAPTER_UNSIGNED_LONG, "18446744073709551616") == kKept);
  CHECK(shown(ADAPTER_LONG, "9223372036854775808") == kKept);
}

TEST_CASE("words that mean no value keep the last one") {
  const Conversion decimal{ADAPTER_DECIMAL, {}, {}, {}};
  for (const char* word : {"nan", "NaN", "unknown", "unavailable", "", "1e999", "inf"}) {
    CHECK(shown(decimal, {Kind::text, word}) == kKept);
  }
  CHECK(shown(decimal, {Kind::null, {}}) == kKept);
  CHECK(shown(decimal, {Kind::missing, {}}) == kKept);
  CHECK(shown(decimal, {Kind::container, {}}) == kKept);
  CHECK(shown(decimal, {Kind::boolean, "true"}) == kKept);
  CHECK(shown(decimal, {Kind::number, "1e+22"}) == "10000000000000000000000");
}

TEST_CASE("strings pass as they are, null does not") {
  CHECK(shown(ADAPTER_STRING, "unknown") == "unknown");
  CHECK(shown(ADAPTER_STRING, "") == "");
  CHECK(shown(ADAPTER_STRING, "x\xff") == "x\xff");
  CHECK(shown(Conversion{}, {Kind::number, "5"}) == "5");
  CHECK(shown(Conversion{}, {Kind::null, {}}) == kKept);
}

TEST_CASE("times, base64 and hexadecimal have their forms") {
  CHECK(shown(ADAPTER_DATE_TIME, "2026-11-22T11:18:47.571Z") == "2026-11-22T11:18:47.571Z");
  CHECK(shown(ADAPTER_DATE_TIME, "2024-02-24T22:20:38") == "2024-02-24T22:20:38");
  CHECK(shown(ADAPTER_DATE_TIME, "2024-02-24T22:20:38+01:00") == "2024-02-24T22:20:38+01:00");
  for (const char* text : {"1631266595", "2024-13-01T00:00:00Z", "2024-01-01", "2024-01-01T25:00:00Z",
                           "2024-01-01T00:00:00z", "2024-01-01T00:00:00+1:00"}) {
    CHECK(shown(ADAPTER_DATE_TIME, text) == kKept);
  }
  CHECK(shown(ADAPTER_HEX_BINARY, "0aff") == "0AFF");
  CHECK(shown(ADAPTER_HEX_BINARY, "0af") == kKept);
  CHECK(shown(ADAPTER_BASE64, "aGk=") == "aGk=");
  CHECK(shown(ADAPTER_BASE64, "aGk") == kKept);
  CHECK(shown(ADAPTER_BASE64, "a===") == kKept);
}

TEST_CASE("scale and offset are exact both ways") {
  const Conversion tenth{ADAPTER_DECIMAL, Decimal::parse("0.1"), {}, {}};
  CHECK(shown(tenth, {Kind::number, "199"}) == "19.9");
  CHECK(sent(tenth, "19.9") == "199");
  const Conversion fahrenheit{ADAPTER_DECIMAL, Decimal::parse("1.8"), Decimal::parse("32"), {}};
  CHECK(shown(fahrenheit, {Kind::number, "21.5"}) == "70.7");
  CHECK(sent(fahrenheit, "70.7") == "21.5");
  const Conversion watts{ADAPTER_INT, Decimal::parse("0.001"), {}, {}};
  CHECK(shown(watts, {Kind::number, "12500"}) == "13");
  CHECK(sent(watts, "13") == "13000");
  CHECK(sent(watts, "13.5") == kKept);
  CHECK(shown(tenth, {Kind::text, "nan"}) == kKept);
}

TEST_CASE("a value map holds both ways and the first of several words is sent") {
  const Conversion mode{ADAPTER_STRING, {}, {}, {{"heat", "Heating"}, {"off", "Off"}, {"OFF", "Off"}}};
  CHECK(shown(mode, {Kind::text, "heat"}) == "Heating");
  CHECK(shown(mode, {Kind::text, "OFF"}) == "Off");
  CHECK(shown(mode, {Kind::text, "cool"}) == kKept);
  CHECK(sent(mode, "Off") == "off");
  CHECK(sent(mode, "heat") == kKept);
  const Conversion contact{ADAPTER_BOOLEAN, {}, {}, {{"false", "true"}, {"true", "false"}}};
  CHECK(shown(contact, {Kind::boolean, "false"}) == "true");
  CHECK(sent(contact, "1") == "false");
}

TEST_CASE("a device word is found as it is, then in any case") {
  const Conversion valve{ADAPTER_STRING, {}, {}, {{"Open", "Opened"}, {"closed", "Closed"}, {"CLOSED", "Locked"}}};
  CHECK(shown(valve, {Kind::text, "OPEN"}) == "Opened");
  CHECK(shown(valve, {Kind::text, "closed"}) == "Closed");
  CHECK(shown(valve, {Kind::text, "CLOSED"}) == "Locked");
  CHECK(shown(valve, {Kind::text, "Closed"}) == "Closed");
  CHECK(sent(valve, "Opened") == "Open");
  CHECK(sent(valve, "opened") == kKept);
}

TEST_CASE("a boolean is inverted both ways") {
  Conversion contact{ADAPTER_BOOLEAN, {}, {}, {}};
  contact.inverted = true;
  CHECK(shown(contact, {Kind::boolean, "true"}) == "false");
  CHECK(shown(contact, {Kind::text, "OFF"}) == "true");
  CHECK(shown(contact, {Kind::text, "open"}) == kKept);
  CHECK(sent(contact, "1") == "false");
  CHECK(sent(contact, "false") == "true");
}

TEST_CASE("what is rounded is rounded on its way out too, and comes back as it was set") {
  Conversion celsius{ADAPTER_DECIMAL, Decimal::parse("0.5555555555"), Decimal::parse("-17.777777777"), {}};
  celsius.digits = 1;
  CHECK(shown(celsius, {Kind::number, "70.7"}) == "21.5");
  CHECK(sent(celsius, "21.5") == "70.7");
  CHECK(sent(celsius, "21.46") == "70.7");
  Conversion watts{ADAPTER_DECIMAL, Decimal::parse("1000"), {}, {}};
  watts.digits = 0;
  CHECK(shown(watts, {Kind::number, "1.2344"}) == "1234");
  CHECK(sent(watts, "1234") == "1.234");
  Conversion whole{ADAPTER_INT, {}, {}, {}};
  CHECK(shown(whole, {Kind::number, "7.5"}) == kKept);
  whole.digits = 0;
  CHECK(shown(whole, {Kind::number, "7.5"}) == "8");
}

TEST_CASE("what a device rounds is told from what it was not set to") {
  const Conversion plain{ADAPTER_DECIMAL, {}, {}, {}};
  CHECK(plain.is_rounded("21.3", "21"));
  CHECK(plain.is_rounded("21.34", "21.3"));
  CHECK_FALSE(plain.is_rounded("21.5", "21"));
  CHECK_FALSE(plain.is_rounded("21", "21.3"));
  Conversion halves = plain;
  halves.step = Decimal::parse("0.5");
  CHECK(halves.is_rounded("21.3", "21.5"));
  CHECK(halves.is_rounded("-21.3", "-21"));
  CHECK_FALSE(halves.is_rounded("21.5", "21"));
  CHECK_FALSE(halves.is_rounded("21.3", "21.8"));
  // 51 % is 130.05 of 255, and 20 % is 51.
  const Conversion share{ADAPTER_DECIMAL, Decimal::parse("0.392156862745098"), {}, {}};
  CHECK(share.is_rounded("51", "50.98039"));
  CHECK_FALSE(share.is_rounded("51", "51.4"));
  const Conversion tenths{ADAPTER_DECIMAL, Decimal::parse("0.1"), Decimal::parse("5"), {}};
  CHECK(tenths.is_rounded("21.55", "21.5"));
  CHECK_FALSE(tenths.is_rounded("21.5", "21.45"));
  CHECK_FALSE(tenths.is_rounded("warm", "21.5"));
  CHECK_FALSE(tenths.is_rounded("21.55", "cold"));
  CHECK_FALSE(Conversion{}.is_rounded("21.3", "21"));
  const Conversion words{ADAPTER_INT, {}, {}, {{"low", "1"}}};
  CHECK_FALSE(words.is_rounded("1", "1"));
}
