// SPDX-License-Identifier: Apache-2.0
// Shows the configuration in effect as tr069-proxyctl config has it: without secrets, and with what a check finds.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <string>

using namespace tests;
using namespace tests::integration;
using Catch::Matchers::ContainsSubstring;
namespace json = boost::json;

namespace {

Settings settings(const std::string& url) {
  return {.acs = "password: acs-secret\n",
          .adapters = "- name: web\n  plugin: http\n  mount: Device.X_Web.\n  server: { url: \"" + url +
                      "\", username: user, password: door-secret }\n"
                      "  parameters: [{ path: A, type: string, source: { url: /a } }]\n"};
}

}  // namespace

TEST_CASE("config shows what is in effect, without secrets", "[control_shown_config]") {
  Gateway gateway({.settings = settings("http://127.0.0.1:9")});
  const json::object shown = json::parse(gateway.ctl({"--json", "config"}).output).as_object();
  CHECK(shown.at("file").as_string() == gateway.folder().file("tr069-proxy.yaml"));
  const std::string text(shown.at("text").as_string());
  CHECK_THAT(text,
             ContainsSubstring("GW0001") && ContainsSubstring("http://127.0.0.1:9") && ContainsSubstring("name: web"));
  CHECK_THAT(text, !ContainsSubstring("acs-secret") && !ContainsSubstring("door-secret") &&
                       !ContainsSubstring("password: secret"));
  CHECK_THAT(gateway.ctl({"config"}).output, ContainsSubstring("\nacs:\n") && !ContainsSubstring("secret"));
}

TEST_CASE("config says what is wrong with the file now, and shows what stays in effect", "[control_shown_config]") {
  Gateway gateway({.settings = settings("http://127.0.0.1:9")});
  const json::object good = json::parse(gateway.ctl({"--json", "config"}).output).as_object();
  for (const json::value& message : good.at("messages").as_array())
    CHECK_THAT(std::string(message.as_string()), ContainsSubstring(": warning: "));

  Settings wrong = settings("http://127.0.0.1:10");
  wrong.top = "no_such_key: 1\n";
  gateway.configure(wrong);
  CHECK(gateway.ctl({"reload"}).exit_code == 1);
  const json::object shown = json::parse(gateway.ctl({"--json", "config"}).output).as_object();
  CHECK_THAT(std::string(shown.at("text").as_string()),
             ContainsSubstring("http://127.0.0.1:9") && !ContainsSubstring("no_such_key"));
  const json::array& messages = shown.at("messages").as_array();
  REQUIRE_FALSE(messages.empty());
  const std::string all = json::serialize(messages);
  CHECK_THAT(all, ContainsSubstring("tr069-proxy.yaml:") && ContainsSubstring(":1: unknown key") &&
                      ContainsSubstring("no_such_key"));
  CHECK_THAT(gateway.ctl({"config"}).output, ContainsSubstring("\n# ") && ContainsSubstring("no_such_key"));
}
