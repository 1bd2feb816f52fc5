// SPDX-License-Identifier: Apache-2.0
// Shows which lines are requests.
#include "proxy/control/protocol.hpp"

#include "tests/support/catch.hpp"

#include <boost/json.hpp>

using namespace proxy::control;

TEST_CASE("a request survives the line", "[protocol]") {
  const auto request = parse_request(to_line({"set", {"Device.A", "va\"l\nue"}}));
  REQUIRE(request);
  CHECK(request->command == "set");
  CHECK(request->arguments == std::vector<std::string>{"Device.A", "va\"l\nue"});
  CHECK(parse_request(R"({"command":"status"})")->arguments.empty());
}

TEST_CASE("anything else is not a request", "[protocol]") {
  for (const char* line : {"", "status", "[]", "{}", R"({"command":1})", R"({"command":"a","arguments":"b"})",
                           R"({"command":"a","arguments":[1]})", R"({"command":"a","arguments":[[[[[["x"]]]]]]})"}) {
    INFO(line);
    CHECK_FALSE(parse_request(line));
  }
}

TEST_CASE("a reply is one line", "[protocol]") {
  CHECK(result_line("a\nb") == "{\"result\":\"a\\nb\"}\n");
  CHECK(refusal_line({9005, "Device.X", "there is none"}) ==
        "{\"error\":{\"fault\":9005,\"path\":\"Device.X\",\"message\":\"there is none\"}}\n");
}
