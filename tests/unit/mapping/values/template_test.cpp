// SPDX-License-Identifier: Apache-2.0
// Shows that values get into payloads as the template means it, and cannot break out of JSON.
#include "adapters/mapping/values/template.hpp"
#include "tests/support/catch.hpp"

using namespace adapters::mapping;

namespace {

std::string render(std::string_view text, std::string_view value, const Captures& captures = {}) {
  std::vector<std::string> names;
  for (const Capture& capture : captures) names.push_back(capture.name);
  const auto parsed = Template::parse(text, names);
  REQUIRE(parsed);
  return parsed->render(value, captures);
}

}  // namespace

TEST_CASE("a value stands where the template has it") {
  CHECK(render("${value}", "ON") == "ON");
  CHECK(render("on,${value}", "10") == "on,10");
  CHECK(render(R"({"state": "${value}"})", "ON") == R"({"state": "ON"})");
  CHECK(render(R"({"id":1,"src":"${name}","params":{"on":${value}}})", "true", {{"name", "plug"}}) ==
        R"({"id":1,"src":"plug","params":{"on":true}})");
  CHECK(render("${value}${value}", "a") == "aa");
  CHECK(render("refresh", "ignored") == "refresh");
}

TEST_CASE("in JSON a value cannot leave its string") {
  CHECK(render(R"({"state": "${value}"})", R"(x","evil":"y)") == R"({"state": "x\",\"evil\":\"y"})");
  CHECK(render(R"({"state": "${value}"})", "a\\b\n\x01") == R"({"state": "a\\b\u000a\u0001"})");
  CHECK(render(R"(["\"${value}"])", "\"") == R"(["\"\""])");
  CHECK(render(R"("${value}")", "\"") == R"("\"")");
  CHECK(render(R"({"n": "${name}"})", "", {{"name", "a\"b"}}) == R"({"n": "a\"b"})");
}

TEST_CASE("outside of a string a number stays one, and anything else becomes a string") {
  constexpr std::string_view kBare = R"({"v": ${value}})";
  for (const char* as_it_is : {"0", "-7", "21.5", "1e3", "true", "false", "null"}) {
    CHECK(render(kBare, as_it_is) == R"({"v": )" + std::string(as_it_is) + "}");
  }
  CHECK(render(kBare, "heat") == R"({"v": "heat"})");
  CHECK(render(kBare, "1,\"evil\":2") == R"({"v": "1,\"evil\":2"})");
  CHECK(render(kBare, "007") == R"({"v": "007"})");
  CHECK(render(kBare, "") == R"({"v": ""})");
  CHECK(render(kBare, "1.") == R"({"v": "1."})");
}

TEST_CASE("what is not JSON is raw") {
  CHECK(render("${value}", "\"x\"\n") == "\"x\"\n");
  CHECK(render("{${value}}", "\"") == "{\"}");
  CHECK(render("<v>${value}</v>", "\"") == "<v>\"</v>");
}

TEST_CASE("a place that names nothing is refused") {
  CHECK_FALSE(Template::parse("${vaule}", {}));
  CHECK_FALSE(Template::parse("${name}", {}));
  CHECK(Template::parse("${name}", {"name"}));
  CHECK_FALSE(Template::parse("${value", {}));
}
