// SPDX-License-Identifier: Apache-2.0
// Shows that JSON which is nearly JSON costs the values that are none, and no others.
#include <boost/json/serialize.hpp>
#include <string>

#include "adapters/mapping/values/device_json.hpp"
#include "adapters/mapping/values/value.hpp"
#include "tests/support/catch.hpp"

using namespace adapters::mapping;

namespace {

std::string read(std::string_view text, Grammar grammar = Grammar::lenient) {
  boost::json::error_code error;
  const boost::json::value document = parse_json(text, grammar, 32, error);
  return error ? error.message() : boost::json::serialize(document);
}

}  // namespace

TEST_CASE("a bare NaN or infinity reads as null and spoils no other value of its message") {
  for (const char* word : {"nan", "-nan", "NaN", "inf", "Infinity", "-Infinity", "+inf", "NAN", "-INF", "nan(ind)",
                           "-nan(snan)", "1.#QNAN", "-1.#IND00", "1.#INF"}) {
    CAPTURE(word);
    CHECK(read(R"({"a":)" + std::string(word) + R"(,"b":[21, )" + word + R"(], "c":"nan"})") ==
          R"({"a":null,"b":[21,null],"c":"nan"})");
    CHECK(read("[" + std::string(word) + "]") == "[null]");
    const std::string text = R"({"a":)" + std::string(word) + "}";
    Payload payload(text);
    CHECK(payload.at(*Pointer::parse("/a")).kind == Scalar::Kind::null);
  }
}

TEST_CASE("numbers that printf and people write are numbers") {
  CHECK(read(R"({"a":.5,"b":-.25,"c":5.,"d":+7,"e":007,"f":-05.50})") ==
        R"({"a":5E-1,"b":-2.5E-1,"c":5,"d":7,"e":7,"f":-5.5E0})");
  CHECK(read(R"({"a":[1,2,],"b":3,})") == R"({"a":[1,2],"b":3})");
}

TEST_CASE("words in strings and in names stay as they are") {
  CHECK(read(R"({"nan":nan,"x":"\",nan,\\","inf":"a:inf,.5"})") == R"({"nan":null,"x":"\",nan,\\","inf":"a:inf,.5"})");
}

TEST_CASE("what is no JSON by far is none") {
  for (const char* text : {"nan", "{nan:1}", R"({"a":nano})", R"({"a":unknown,"b":1})", "{'a':nan}", R"({"a":nan)",
                           R"({"a":nan,"b":"no end)", R"({"a":nan nan})", "{\"a\":nan}x"}) {
    CAPTURE(text);
    boost::json::error_code error;
    parse_json(text, Grammar::lenient, 32, error);
    CHECK(error);
  }
  const std::string deep = std::string(40, '[') + "nan" + std::string(40, ']');
  CHECK(read(deep) != read("[nan]"));
  boost::json::error_code error;
  parse_json(deep, Grammar::lenient, 32, error);
  CHECK(error);
}

TEST_CASE("a byte order mark is passed over, in JSON and in text") {
  CHECK(read("\xEF\xBB\xBF{\"a\":1}") == R"({"a":1})");
  CHECK(read("\xEF\xBB\xBF \r\n{\"a\":nan}\n") == R"({"a":null})");
  CHECK(Payload("\xEF\xBB\xBFonline\n").text() == "online");
  CHECK(Payload("\xEF\xBB\xBF"
                "21.5")
            .whole()
            .text == "21.5");
  CHECK(Payload("\xEF\xBB\xBF").text().empty());
  CHECK(Payload("a\xEF\xBB\xBF").text() == "a\xEF\xBB\xBF");
}

TEST_CASE("JSON that an ACS sets is read to the letter") {
  Conversion conversion;
  conversion.json = true;
  CHECK(conversion.to_device(R"({"a":1})"));
  CHECK_FALSE(conversion.to_device(R"({"a":nan})"));
  CHECK_FALSE(conversion.to_device(R"({"a":1,})"));
  CHECK(read("[nan]", Grammar::strict) != "[null]");
}
