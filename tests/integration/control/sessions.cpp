// SPDX-License-Identifier: Apache-2.0
// Shows the history of the sessions: what was asked, how it ended, and the envelopes without secrets.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <string>
#include <vector>

using namespace tests;
using namespace tests::integration;
using Catch::Matchers::ContainsSubstring;
namespace json = boost::json;

namespace {

json::array sessions(const Gateway& gateway, std::vector<std::string> arguments = {}) {
  arguments.insert(arguments.begin(), {"--json", "sessions"});
  return json::parse(gateway.ctl(std::move(arguments)).output).as_array();
}

/// Waits until the newest session has this number.
json::array wait_for_session(const Gateway& gateway, std::int64_t number) {
  json::array list;
  wait_until("session " + std::to_string(number), [&] {
    list = sessions(gateway);
    return !list.empty() && list.front().at("number") == number;
  });
  return list;
}

const std::string kPassword = "Device.ManagementServer.ConnectionRequestPassword";

GatewayOptions with_debug() {
  GatewayOptions options;
  options.settings.log_level = "debug";
  return options;
}

std::string all_envelopes(const json::array& list) {
  std::string all;
  for (const json::value& session : list) {
    for (const json::value& envelope : session.at("envelopes").as_array()) all += envelope.at("text").as_string();
  }
  return all;
}

}  // namespace

TEST_CASE("a session is listed with its events, requests, faults and outcome", "[control_sessions]") {
  Gateway gateway;
  CHECK(sessions(gateway).empty());
  acs::Session first = gateway.session();
  acs::Exchange last = first.expect_empty_post();
  last = first.ask(last, acs::get_parameter_values({"Device.DeviceInfo."}));
  last.reply(acs::get_parameter_values({"Device.NoSuch."}));
  last = first.expect("Fault");
  last.reply_no_content();
  first.expect_end();
  json::array list = wait_for_session(gateway, 1);
  REQUIRE(list.size() == 1);
  const json::object session = list.front().as_object();
  CHECK(session.at("events") == json::array{"0 BOOTSTRAP", "1 BOOT"});
  CHECK(session.at("outcome") == "success");
  CHECK(session.at("failure") == "");
  CHECK(session.at("retry_count") == 0);
  CHECK(session.at("acs").as_string() == gateway.acs().url());
  CHECK(session.at("begin").as_string().starts_with("20"));
  CHECK(session.at("duration_ms").as_int64() >= 0);
  const json::array& requests = session.at("requests").as_array();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].at("rpc") == "GetParameterValues");
  CHECK(requests[0].at("fault") == 0);
  CHECK(requests[1].at("rpc") == "GetParameterValues");
  CHECK(requests[1].at("fault") == 9005);
  CHECK(session.at("envelopes").as_array().empty());

  gateway.ctl({"inform"});
  gateway.acs().expect("Inform").reply(acs::http_status(503));
  list = wait_for_session(gateway, 2);
  CHECK(list[0].at("outcome") == "failed");
  CHECK_THAT(std::string(list[0].at("failure").as_string()), ContainsSubstring("503"));
  CHECK(list[1].at("number") == 1);

  CHECK(sessions(gateway, {"1"}).size() == 1);
  CHECK(sessions(gateway, {"50", "1"}).front().at("number") == 2);
  CHECK(sessions(gateway, {"50", "2"}).empty());
  CHECK(gateway.ctl({"sessions", "many"}).exit_code == 1);

  const std::string text = gateway.ctl({"sessions"}).output;
  CHECK_THAT(text, ContainsSubstring("GetParameterValues, GetParameterValues (fault 9005)"));
  CHECK_THAT(text, ContainsSubstring("0 BOOTSTRAP, 1 BOOT"));
  CHECK_THAT(text, ContainsSubstring("HTTP 503"));
}

TEST_CASE("at most 50 sessions are kept, the newest", "[control_sessions]") {
  Gateway gateway;
  gateway.first_contact();
  for (int session = 0; session < 52; ++session) {
    gateway.ctl({"inform"});
    gateway.session().run_to_end();
    wait_for_session(gateway, session + 2);
  }
  const json::array list = sessions(gateway);
  CHECK(list.size() == 50);
  CHECK(list.front().at("number") == 53);
  CHECK(list.back().at("number") == 4);
}

TEST_CASE("while debug is on the envelopes are kept, without secrets", "[control_sessions]") {
  Gateway gateway(with_debug());
  acs::Session session = gateway.session();
  acs::Exchange last = session.expect_empty_post();
  last = session.ask(
      last, acs::set_parameter_values({{kPassword, "open-sesame"}, {"Device.DeviceInfo.ProvisioningCode", "visible"}}));
  last = session.ask(last, acs::get_parameter_values({kPassword}));
  last.reply_no_content();
  session.expect_end();
  const json::array list = wait_for_session(gateway, 1);
  const json::array& envelopes = list.front().at("envelopes").as_array();
  REQUIRE(envelopes.size() >= 6);
  CHECK(envelopes[0].at("direction") == "sent");
  CHECK_THAT(std::string(envelopes[0].at("text").as_string()), ContainsSubstring("<cwmp:Inform>"));
  CHECK(envelopes[1].at("direction") == "received");
  CHECK(envelopes[1].at("time").as_string().starts_with("20"));
  const std::string all = all_envelopes(list);
  CHECK_THAT(all, ContainsSubstring(kPassword) && ContainsSubstring("visible") && ContainsSubstring("***"));
  CHECK_THAT(all, !ContainsSubstring("open-sesame"));
  CHECK_THAT(gateway.ctl({"sessions"}).output, !ContainsSubstring("cwmp:Inform"));
  CHECK_THAT(gateway.ctl({"sessions", "-v"}).output,
             ContainsSubstring("cwmp:Inform") && !ContainsSubstring("open-sesame"));
}

TEST_CASE("the envelopes of all sessions have a bound, the oldest go first", "[control_sessions]") {
  Gateway gateway(with_debug());
  gateway.first_contact();
  for (int number = 2; number < 12; ++number) {
    acs::Session session = gateway.open_session();
    acs::Exchange last = session.expect_empty_post();
    last = session.ask(last, acs::get_parameter_values({"Device."}));
    last.reply_no_content();
    session.expect_end();
    wait_for_session(gateway, number);
  }
  const json::array list = sessions(gateway);
  REQUIRE(list.size() == 11);
  CHECK(all_envelopes(list).size() <= 256U * 1024U);
  CHECK_FALSE(list.front().at("envelopes").as_array().empty());
}
