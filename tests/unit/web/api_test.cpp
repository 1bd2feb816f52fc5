// SPDX-License-Identifier: Apache-2.0
// Shows which command of the daemon a path is, and how the daemon's reply becomes a response.
#include "proxy/web/routes/api.hpp"
#include "proxy/web/routes/pass_on.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace proxy::web;
using Command = proxy::control::Request;

namespace {

/// "command argument argument", or the status of a refusal, or "none".
std::string command_of(const std::string& target) {
  Request request;
  REQUIRE(read_target(target, request));
  const auto command = read_command(request);
  if (!command) return "none";
  if (const auto* refusal = std::get_if<Response>(&*command)) return std::to_string(refusal->status);
  std::string text = std::get<Command>(*command).command;
  for (const std::string& argument : std::get<Command>(*command).arguments) text += " " + argument;
  return text;
}

Request post(const std::string& body, const char* type = "application/json") {
  Request request;
  request.message.set("Content-Type", type);
  request.message.body() = body;
  return request;
}

std::vector<std::string> set_of(const std::string& body) {
  const auto command = set_command(post(body));
  const auto* set = std::get_if<Command>(&command);
  return set != nullptr ? set->arguments : std::vector<std::string>{};
}

}  // namespace

TEST_CASE("a path is one command, and nothing that manages the daemon is among them", "[web]") {
  CHECK(command_of("/api/status") == "status");
  CHECK(command_of("/api/tree") == "tree");
  CHECK(command_of("/api/tree?path=Device.") == "tree Device.");
  CHECK(command_of("/api/get?path=Device.Time.") == "get Device.Time.");
  CHECK(command_of("/api/get") == "400");
  CHECK(command_of("/api/children?path=Device.") == "children Device.");
  CHECK(command_of("/api/children") == "400");
  CHECK(command_of("/api/sessions?count=10&after=7") == "sessions 10 7");
  CHECK(command_of("/api/sessions?after=7") == "sessions");
  CHECK(command_of("/api/explain?argument=a%20b&argument=c") == "explain a b c");
  for (const char* path :
       {"/api/inform", "/api/reload", "/api/download", "/api/set", "/api/", "/api/status/", "/api/watch"})
    CHECK(command_of(path) == "none");
  // Arguments would change levels.
  CHECK(command_of("/api/log?path=debug") == "log");
}

TEST_CASE("a set takes texts, numbers and booleans", "[web]") {
  CHECK(set_of(R"({"path": "Device.A", "value": "on"})") == std::vector<std::string>{"Device.A", "on"});
  CHECK(set_of(R"({"path": "Device.A", "value": 21.5})") == std::vector<std::string>{"Device.A", "21.5"});
  CHECK(set_of(R"({"path": "Device.A", "value": 7})") == std::vector<std::string>{"Device.A", "7"});
  CHECK(set_of(R"({"path": "Device.A", "value": true})") == std::vector<std::string>{"Device.A", "true"});
  for (const char* wrong : {"", "[]", R"({"path": "Device.A"})", R"({"path": "Device.A", "value": {}})",
                            R"({"path": "Device.A", "value": [[[[[[1]]]]]]})"})
    CHECK(set_of(wrong).empty());
  // A form of another site can send this type without asking first.
  CHECK(std::holds_alternative<Response>(set_command(post(R"({"path": "a", "value": "b"})", "text/plain"))));
}

TEST_CASE("a result is passed on as it is, a refusal with a status that fits", "[web]") {
  CHECK(to_response("{\"result\":{\"a\":[1,2]}}\n").body == R"({"a":[1,2]})");
  const auto refusal = [](const char* fault) {
    return to_response(std::string(R"({"error":{"fault":)") + fault + R"(,"path":"p","message":"m"}})" + "\n");
  };
  CHECK(refusal("9005").status == 404);
  CHECK(refusal("9005").body == R"({"error":{"fault":9005,"path":"p","message":"m"}})");
  CHECK(refusal("9001").status == 403);
  CHECK(refusal("9007").status == 400);
  CHECK(refusal("0").status == 400);
  CHECK(to_response("nonsense\n").status == 503);
}
