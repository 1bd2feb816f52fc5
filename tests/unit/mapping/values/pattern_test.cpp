// SPDX-License-Identifier: Apache-2.0
// Shows what an address pattern matches, captures, subscribes to and refuses.
#include "adapters/mapping/values/pattern.hpp"
#include "tests/support/catch.hpp"

using namespace adapters::mapping;

namespace {

Pattern pattern(std::string_view text) {
  const auto parsed = Pattern::parse(text);
  REQUIRE(parsed);
  return *parsed;
}

}  // namespace

TEST_CASE("a capture takes exactly one level") {
  const Pattern availability = pattern("zigbee2mqtt/{name}/availability");
  CHECK(availability.filter() == "zigbee2mqtt/+/availability");
  CHECK(availability.match("zigbee2mqtt/weather/availability") == Captures{{"name", "weather"}});
  CHECK_FALSE(availability.match("zigbee2mqtt/kitchen/bulb/availability"));
  CHECK_FALSE(availability.match("zigbee2mqtt/availability"));
  CHECK_FALSE(availability.match("zigbee2mqtt//availability"));
  CHECK_FALSE(availability.match("zigbee2mqtt/weather/availability/"));
  CHECK_FALSE(availability.match("zigbee2mqtt/weather"));
  CHECK_FALSE(availability.match(""));
}

TEST_CASE("several levels are captured by their names") {
  const Pattern relay = pattern("{prefix}/{device}/relay/0");
  CHECK(relay.filter() == "+/+/relay/0");
  CHECK(relay.names() == std::vector<std::string>{"prefix", "device"});
  CHECK(relay.match("shellies/shelly1-1/relay/0") == Captures{{"prefix", "shellies"}, {"device", "shelly1-1"}});
}

TEST_CASE("an address without captures is itself and nothing else") {
  const Pattern exact = pattern("/boiler//state");
  CHECK(exact.is_exact());
  CHECK(exact.filter() == "/boiler//state");
  CHECK(exact.match("/boiler//state") == Captures{});
  CHECK_FALSE(exact.match("boiler//state"));
}

TEST_CASE("the system's own topics are not captured") {
  CHECK_FALSE(pattern("{name}/state").match("$SYS/state"));
  CHECK(pattern("$SYS/{name}").match("$SYS/uptime"));
}

TEST_CASE("captures make an address again") {
  const Pattern sink = pattern("zigbee2mqtt/{name}/set");
  CHECK(sink.address({{"name", "my_plug"}}) == "zigbee2mqtt/my_plug/set");
  CHECK_FALSE(sink.address({{"other", "my_plug"}}));
}

TEST_CASE("a text takes captures and keeps other braces") {
  const Captures captures = {{"name", "plug"}, {"room", "{name}"}};
  CHECK(substitute("{name}", captures) == "plug");
  CHECK(substitute("The {name} in {room}.", captures) == "The plug in {name}.");
  CHECK(substitute("{other} {name", captures) == "{other} {name");
  CHECK(substitute("{{name}}", captures) == "{plug}");
}

TEST_CASE("patterns that say nothing clear are refused") {
  for (const char* text : {"", "a/+/b", "a/#", "a{name}", "{name}b", "a/{}", "a/{na me}", "a/{name", "a/name}",
                           "{a}/{a}", "a/{b}{c}", "{"}) {
    CAPTURE(text);
    CHECK_FALSE(Pattern::parse(text));
  }
  CHECK_FALSE(Pattern::parse(std::string("a\0b", 3)));
  CHECK_FALSE(Pattern::parse(std::string(65536, 'a')));
}

TEST_CASE("a path may hold what is a wildcard elsewhere") {
  CHECK_FALSE(Pattern::parse("/sys/c++/{name}"));
  const auto path = Pattern::parse_path("/sys/c++/{name}/#1");
  REQUIRE(path);
  CHECK(path->match("/sys/c++/a/#1") == Captures{{"name", "a"}});
  CHECK_FALSE(Pattern::parse_path("/sys/{name}x"));
  CHECK_FALSE(Pattern::parse_path(""));
}

TEST_CASE("a literal address means nothing but itself, and has members one level below") {
  const Pattern literal = Pattern::literal("cat '{a}' /b/+/#");
  CHECK(literal.is_exact());
  CHECK(literal.match("cat '{a}' /b/+/#"));
  CHECK(literal.address({}) == "cat '{a}' /b/+/#");
  const Pattern members = Pattern::below("cat '{a}' /b", "name");
  CHECK(members.match("cat '{a}' /b/x") == Captures{{"name", "x"}});
  CHECK_FALSE(members.match("cat '{a}' /b"));
  CHECK(members.address({{"name", "x"}}) == "cat '{a}' /b/x");
}

TEST_CASE("an identity gives its captures back, and only those it was made of") {
  const Captures captures = {{"a", "x"}, {"b", "y z"}};
  CHECK(identity_of(captures) == "x/y z");
  CHECK(captures_of("x/y z", {"a", "b"}) == captures);
  CHECK_FALSE(captures_of("x", {"a", "b"}));
  CHECK_FALSE(captures_of("x/y/z", {"a", "b"}));
  CHECK_FALSE(captures_of("/y", {"a", "b"}));
}
