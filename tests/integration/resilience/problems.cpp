// SPDX-License-Identifier: Apache-2.0
// Shows that an ACS and an operator see what is wrong: a broker that dies, a login that is refused, a certificate of
// another host; and that it goes when it is mended.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <string>

using namespace tests;
using namespace tests::acs;
using namespace tests::integration;
namespace json = boost::json;

namespace {

const std::string kRow = "Device.X_00D09E_Adapter.1.";
const std::string kBroker = "Device.MQTT.Client.1.";
constexpr int kHasProblems = 3;

// The Inform of the session that the gateway opens by itself.
Exchange next_inform(Gateway& gateway) {
  std::optional<Exchange> inform;
  gateway.session(&inform).run_to_end();
  return std::move(*inform);
}

// The reasons of the kind, by subject.
std::map<std::string, std::string> problems(const Gateway& gateway, std::string_view kind) {
  const json::value list = json::parse(gateway.ctl({"--json", "problems"}).output);
  std::map<std::string, std::string> found;
  for (const json::value& one : list.as_array()) {
    if (one.at("kind").as_string() == kind)
      found[std::string(one.at("subject").as_string())] = one.at("reason").as_string();
  }
  return found;
}

// A gateway whose one adapter has this section of its broker and cannot log in.
struct Refused {
  explicit Refused(const std::string& broker_section, support::BrokerOptions broker)
      : gateway({.settings = {.adapters = "- {name: home, plugin: mqtt, mount: Device.X_00D09E_Home., broker: {" +
                                          broker_section + "}, parameters: [{path: A, source: {topic: a}}]}"},
                 .broker = std::move(broker),
                 .start = false}) {
    gateway.start();
    next_inform(gateway).with_event("0 BOOTSTRAP");
    gateway.wait_for_value(kRow + "Status", "Error");
  }
  Gateway gateway;
};

}  // namespace

TEST_CASE("a broker that dies is a VALUE CHANGE of the adapter's status, without one attribute set",
          "[resilience_problems]") {
  Home home;
  home.start();
  home.wait_for_value(kRow + "Status", "Up");
  CHECK(home.value(kRow + "Name") == "home");
  CHECK(home.value(kBroker + "Status") == "Connected");
  CHECK(home.value(kBroker + "BrokerAddress") == "127.0.0.1");
  CHECK(home.ctl({"problems"}).output == "no problems\n");
  CHECK(home.ctl({"problems"}).exit_code == 0);
  CHECK(home.adapter().at("status") == "Up");

  home.stop_broker();
  next_inform(home.gateway()).with_only_events({"4 VALUE CHANGE"}).with_parameter(kRow + "Status", "Down");
  CHECK(home.value(kRow + "StatusText").starts_with("127.0.0.1:"));
  CHECK(home.value(kBroker + "Status") == "Error_BrokerUnreachable");
  CHECK(home.ctl({"problems"}).exit_code == kHasProblems);
  CHECK(problems(home.gateway(), "adapter").at("home").starts_with("Down: 127.0.0.1:"));

  home.start_broker();
  next_inform(home.gateway()).with_only_events({"4 VALUE CHANGE"}).with_parameter(kRow + "Status", "Up");
  CHECK(home.value(kRow + "StatusText").empty());
  CHECK(problems(home.gateway(), "adapter").empty());
}

TEST_CASE("a broker that refuses the login is an error with the reason and without the password",
          "[resilience_problems]") {
  Refused refused("url: \"@BROKER@\", username: anna, password: wrong-word", {.users = {{"anna", "right-word"}}});
  Gateway& gateway = refused.gateway;
  CHECK(gateway.get(kRow + "Status") == "Error");
  CHECK_THAT(gateway.get(kRow + "StatusText"), Catch::Matchers::ContainsSubstring("Connection Refused"));
  CHECK_THAT(gateway.get(kRow + "StatusText"),
             Catch::Matchers::EndsWith(": correct broker.password, or broker.username 'anna'"));
  CHECK_THAT(gateway.log(), Catch::Matchers::ContainsSubstring(" no connection to the broker at 127.0.0.1:"));
  CHECK(gateway.get(kBroker + "Status") == "Error");
  CHECK(gateway.get(kBroker + "Username") == "anna");
  CHECK(problems(gateway, "adapter").at("home").starts_with("Error: 127.0.0.1:"));
  for (const char* command : {"problems", "tree", "adapters", "status"})
    CHECK_THAT(gateway.ctl({command}).output, !Catch::Matchers::ContainsSubstring("wrong-word"));
}

TEST_CASE("a broker with the certificate of another host is an error with the reason", "[resilience_problems]") {
  support::CertificateAuthority authority("House CA");
  const auto other = authority.issue({.common_name = "elsewhere", .names = {"DNS:elsewhere"}});
  Refused refused("url: \"@BROKER@\", ca_file: " + authority.ca_file(),
                  {.certificate_file = other.certificate_file, .key_file = other.key_file});
  CHECK(refused.gateway.get(kRow + "Status") == "Error");
  CHECK_THAT(refused.gateway.get(kRow + "StatusText"), Catch::Matchers::ContainsSubstring("certificate"));
  CHECK_THAT(refused.gateway.get(kRow + "StatusText"),
             Catch::Matchers::EndsWith("is not for the host 127.0.0.1 of broker.url"));
}

TEST_CASE("a document above the limit is one line of problems and of devices, until one is read",
          "[resilience_problems]") {
  Home home;
  home.start();
  for (int i = 0; i < 3; ++i) home.publish("plug/one", R"({"note":")" + std::string(1'500'000, 'x') + "\"}");
  home.fence();
  const auto skipped = problems(home.gateway(), "skipped");
  REQUIRE(skipped.size() == 1);
  CHECK_THAT(skipped.at("plug/one"), Catch::Matchers::ContainsSubstring("is longer than max_payload_bytes"));
  CHECK(problems(home.gateway(), "rejected").empty());
  CHECK_THAT(home.ctl({"devices"}).output, Catch::Matchers::ContainsSubstring("is longer than max_payload_bytes"));
  home.publish("plug/one", R"({"state":"ON","power":7})");
  home.wait_for_value(home.row_of("one") + "Power", "7");
  CHECK(problems(home.gateway(), "skipped").empty());
}

TEST_CASE("problems lists what was rejected by its subject, and the session that fails", "[resilience_problems]") {
  Home home;
  home.start();
  home.publish("plug/one", R"({"state":"ON","power":"much"})");
  home.publish("plug/one", R"({"state":"ON","power":"more"})");
  home.fence();
  const auto rejected = problems(home.gateway(), "rejected");
  CAPTURE(rejected);
  CHECK(std::ranges::count_if(rejected, [](const auto& one) { return one.second.find("'more'") != one.second.npos; }) ==
        1);
  CHECK(std::ranges::count_if(rejected, [](const auto& one) { return one.second.find("'much'") != one.second.npos; }) ==
        0);
  REQUIRE(home.ctl({"inform"}).exit_code == 0);
  home.acs().expect("Inform").reply(http_status(503));
  home.gateway().wait_for_log("acs.session.failed");
  const auto sessions = problems(home.gateway(), "acs");
  REQUIRE(sessions.size() == 1);
  CHECK_THAT(sessions.begin()->second, Catch::Matchers::ContainsSubstring("503"));
  next_inform(home.gateway());
}
