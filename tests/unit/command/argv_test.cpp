// SPDX-License-Identifier: Apache-2.0
// Shows which commands a configuration may have, that equal ones have one address, and that a value stays one argument.
#include "adapters/command/argv.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"

using namespace adapters::command;
using test::ConfigText;

namespace {

std::string refusal(const std::string& command) {
  ConfigText text(R"({"command": )" + command + "}");
  const auto argv = read_argv(text.root());
  return argv ? std::string{} : argv.error().reason;
}

Argv rendered(const std::string& command, std::string_view value) {
  ConfigText text(R"({"command": )" + command + "}");
  const ArgvTemplate arguments(text.root(), {"name"});
  CHECK(text.errors().empty());
  return arguments.render(value, {{"name", "kitchen; reboot"}});
}

}  // namespace

TEST_CASE("a command is a program and its arguments") {
  CHECK(refusal(R"(["uptime"])").empty());
  CHECK(refusal(R"(["/bin/cat", "a b", ""])").empty());
  CHECK(refusal("[]").starts_with("expected a program"));
  CHECK(refusal(R"(["", "x"])").starts_with("expected a program"));
  CHECK(refusal(R"(["bin/cat"])").find("absolute") != std::string::npos);
  CHECK(refusal(R"(["./cat"])").find("absolute") != std::string::npos);
  CHECK(refusal(R"(["${value}"])").find("must not depend") != std::string::npos);
  CHECK(refusal(R"([["cat"]])").find("texts") != std::string::npos);
}

TEST_CASE("different lists never look alike") {
  CHECK(text_of({"echo", "a", "b"}) == "echo a b");
  CHECK(text_of({"echo", "a b"}) == "echo 'a b'");
  CHECK(text_of({"echo", "a' 'b"}) == R"(echo 'a'\'' '\''b')");
  CHECK(text_of({"echo", ""}) == "echo ''");
  CHECK(text_of({"echo", "$(x)"}) == "echo '$(x)'");
}

TEST_CASE("each argument stays one, whatever the value holds") {
  CHECK(rendered(R"(["set", "--to=${value}", "${name}"])", "a b\"; rm -rf $HOME") ==
        Argv{"set", "--to=a b\"; rm -rf $HOME", "kitchen; reboot"});
  // An argument that is JSON is escaped as JSON asks.
  CHECK(rendered(R"(["set", "{\"on\": \"${value}\"}"])", "a\"b") == Argv{"set", R"({"on": "a\"b"})"});
  CHECK(rendered(R"(["set", "${value}"])", "").back().empty());
}

TEST_CASE("an unknown name in an argument is a mistake at that argument") {
  ConfigText text(R"({"command": ["set", "${worth}"]})");
  const ArgvTemplate arguments(text.root(), {});
  REQUIRE(text.errors().size() == 1);
  CHECK(text.errors().front().find("${worth}") != std::string::npos);
}
