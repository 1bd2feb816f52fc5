// SPDX-License-Identifier: Apache-2.0
// Shows what is read of real payloads, text and JSON, and that bad ones are bounded and say why they are.
#include <string>

#include "adapters/mapping/values/decimal.hpp"
#include "adapters/mapping/values/payload.hpp"
#include "tests/support/catch.hpp"

using namespace adapters::mapping;

namespace {

// A Shelly of the second generation, its switch status.
constexpr std::string_view kSwitch =
    R"({"id":0, "source":"WS_in", "output":false, "apower":0.0, "voltage":241.4, "freq":50.0, "current":0.000,)"
    R"("aenergy":{"total":161.961,"by_minute":[0.000,1.5,0.000],"minute_ts":1744214220},"temperature":{"tC":31.5}})";
constexpr std::string_view kNotify =
    R"({"src":"shellyplus1-a","method":"NotifyStatus","params":{"ts":1631266595.44,"switch:0":{"id":0,"output":true}}})";

Scalar at(std::string_view payload, std::string_view pointer) {
  const auto parsed = Pointer::parse(pointer);
  REQUIRE(parsed);
  return Payload(payload).at(*parsed);
}

}  // namespace

TEST_CASE("pointers find values by member and index") {
  CHECK(at(kSwitch, "/output").text == "false");
  CHECK(at(kSwitch, "/output").kind == Scalar::Kind::boolean);
  CHECK(at(kSwitch, "/voltage").text == "241.4");
  CHECK(at(kSwitch, "/aenergy/total").text == "161.961");
  CHECK(at(kSwitch, "/aenergy/by_minute/1").text == "1.5");
  CHECK(at(kSwitch, "/apower").text == "0");
  CHECK(at(kSwitch, "/source").kind == Scalar::Kind::text);
  CHECK(at(kNotify, "/params/switch:0/output").text == "true");
  CHECK(at("[18446744073709551615,-9223372036854775808]", "/0").text == "18446744073709551615");
  CHECK(at("[18446744073709551615,-9223372036854775808]", "/1").text == "-9223372036854775808");
}

TEST_CASE("pointers escape what RFC 6901 escapes") {
  constexpr std::string_view kDocument = R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"m~n":8," ":7,"~1":9})";
  CHECK(at(kDocument, "/foo/0").text == "bar");
  CHECK(at(kDocument, "/").text == "0");
  CHECK(at(kDocument, "/a~1b").text == "1");
  CHECK(at(kDocument, "/c%d").text == "2");
  CHECK(at(kDocument, "/m~0n").text == "8");
  CHECK(at(kDocument, "/ ").text == "7");
  CHECK(at(kDocument, "/~01").text == "9");
  CHECK(at(kDocument, "").kind == Scalar::Kind::container);
  CHECK_FALSE(Pointer::parse("foo"));
  CHECK_FALSE(Pointer::parse("/a~2"));
  CHECK_FALSE(Pointer::parse("/a~"));
  CHECK(Pointer::of({"", "switch:0", "a/b", "m~n"}) == *Pointer::parse("//switch:0/a~1b/m~0n"));
  CHECK(Pointer::of({}) == *Pointer::parse(""));
}

TEST_CASE("what is not there is missing") {
  for (const char* pointer : {"/nosuch", "/aenergy/by_minute/3", "/aenergy/by_minute/-", "/aenergy/by_minute/01",
                              "/aenergy/by_minute/x", "/output/x", "/aenergy/by_minute/99999999999999999999"}) {
    CAPTURE(pointer);
    CHECK(at(kSwitch, pointer).kind == Scalar::Kind::missing);
  }
  CHECK(at(R"({"battery":null})", "/battery").kind == Scalar::Kind::null);
}

TEST_CASE("text loses white space and NULs around it") {
  CHECK(Payload(std::string_view("  21.5 \r\n\0\0", 11)).text() == "21.5");
  CHECK(Payload(std::string_view("\0 \n", 3)).text().empty());
  CHECK(Payload("two words").text() == "two words");
}

TEST_CASE("what is not a document says why") {
  for (const char* text : {"online", "{\"a\":", "{\"a\":1}x", "", "21.5", "\"text\"", "{\"a\":Nothing}", "{'a':1}"}) {
    CAPTURE(text);
    Payload payload(text);
    CHECK_FALSE(payload.is_json());
    CHECK_FALSE(payload.why_not_json().empty());
  }
}

TEST_CASE("depth and size are bounded") {
  const std::string deep = std::string(5000, '[') + std::string(5000, ']');
  CHECK_FALSE(Payload(deep).is_json());
  CHECK(Payload(std::string(32, '[') + std::string(32, ']')).is_json() == true);
  CHECK_FALSE(Payload(std::string(33, '[') + std::string(33, ']')).is_json());
  CHECK_FALSE(Payload("[1,2,3]", {6, 32}).is_json());
  CHECK(Payload("[1,2,3]", {7, 32}).is_json());
}

TEST_CASE("a number beyond all bounds is no value of a decimal") {
  Payload payload(R"({"t":1e999})");
  const Scalar huge = payload.at(*Pointer::parse("/t"));
  CHECK((huge.kind == Scalar::Kind::missing || !Decimal::parse(huge.text)));
}

TEST_CASE("what is no value is no text either") {
  CHECK(at(R"({"t":1e999})", "/t").kind != Scalar::Kind::number);
  CHECK(at(R"({"t":-1e999})", "/t").text.empty());
  CHECK(Payload(" null\n").whole().kind == Scalar::Kind::null);
  CHECK(at(R"({"t":"null"})", "/t").text == "null");
  CHECK(Payload("nullable").whole().text == "nullable");
}

TEST_CASE("strings that are not UTF-8 pass") { CHECK(at("{\"a\":\"x\xff\"}", "/a").text == "x\xff"); }
