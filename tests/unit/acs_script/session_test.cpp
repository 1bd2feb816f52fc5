// SPDX-License-Identifier: Apache-2.0
// Shows that a script reads as the protocol does, and that it fails, with the message it met, when the CPE departs.
#include "tests/acs/scripted_acs.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/acs_script/cpe.hpp"

using namespace tests::acs;
using namespace tests::acs_script;
using namespace std::chrono_literals;

TEST_CASE("a session is told step by step") {
  ScriptedAcs acs;
  const Beside cpe([url = acs.url()] {
    Cpe device(url);
    device.post(inform());
    device.post("");
    device.post(values_response("acs-2", "Device.A", "1"));
  });
  Session session = acs.expect_session();
  session.expect("Inform")
      .with_event("0 BOOTSTRAP")
      .with_event("1 BOOT")
      .without_event("2 PERIODIC")
      .with_only_events({"1 BOOT", "0 BOOTSTRAP"})
      .with_parameter("Device.ManagementServer.ParameterKey", "")
      .with_argument("RetryCount", "0")
      .with_id("1")
      .reply_inform_response();
  session.expect_empty_post().reply(get_parameter_values({"Device."}));
  Exchange answer = session.expect("GetParameterValuesResponse");
  answer.with_parameter("Device.A", "1", "xsd:string");
  CHECK(answer.values().at("Device.A").value == "1");
  CHECK(answer->round_trip() > 0ns);
  CHECK(answer->arrays.at(0).declared == 1U);
  answer.reply_no_content();
  session.expect_end();

  const std::vector<Record> records = acs.transcript();
  REQUIRE(records.size() == 6);
  CHECK(records[0].body == inform());
  CHECK(records[1].rpc == "InformResponse");
  CHECK(records[5].status == 204);
  CHECK(acs.violations().empty());
}

TEST_CASE("an InformResponse carries the ID of the Inform, a request one of the ACS") {
  ScriptedAcs acs;
  std::vector<std::string> bodies;
  Beside cpe([&] {
    Cpe device(acs.url());
    bodies.push_back(device.post(inform("id &lt;of&gt; it")).body);
    bodies.push_back(device.post("").body);
  });
  acs.expect("Inform").reply_inform_response();
  acs.expect("").reply(get_rpc_methods().id("mine").hold_requests());
  cpe.join();
  CHECK_THAT(bodies.at(0), Catch::Matchers::ContainsSubstring("MaxEnvelopes>1<") &&
                               Catch::Matchers::ContainsSubstring(">id &lt;of&gt; it</cwmp:ID>"));
  CHECK_THAT(bodies.at(1), Catch::Matchers::ContainsSubstring(">mine</cwmp:ID>") &&
                               Catch::Matchers::ContainsSubstring("HoldRequests"));
}

TEST_CASE("what was expected and what came instead is in the error") {
  ScriptedAcs acs({.deadline = 100ms});
  CHECK_THROWS_WITH(acs.expect_session(), Catch::Matchers::ContainsSubstring("none came in time"));
  Beside cpe([&] { Cpe(acs.url()).post(inform()); });
  acs.wait_for([](const Stats& stats) { return stats.messages == 1; });
  Session session = acs.expect_session();
  Exchange first = session.expect("Inform");
  CHECK_THROWS_WITH(first.with_event("4 VALUE CHANGE"), Catch::Matchers::ContainsSubstring("4 VALUE CHANGE") &&
                                                            Catch::Matchers::ContainsSubstring("0 BOOTSTRAP"));
  CHECK_THROWS_WITH(first.with_parameter("Device.None"), Catch::Matchers::ContainsSubstring("Device.None"));
  CHECK_THROWS_WITH(session.expect_end(), Catch::Matchers::ContainsSubstring("stays open"));
  CHECK_THROWS_WITH(session.expect_empty_post(), Catch::Matchers::ContainsSubstring("nothing came in time"));
  first.reply_no_content();
}

TEST_CASE("another message than the expected one fails") {
  ScriptedAcs acs;
  Beside cpe([&] { Cpe(acs.url()).post(inform()); });
  CHECK_THROWS_WITH(acs.expect("TransferComplete"), Catch::Matchers::ContainsSubstring("expected TransferComplete") &&
                                                        Catch::Matchers::ContainsSubstring("<cwmp:Inform>"));
  acs.stop();
}

TEST_CASE("departures from the order of a session are found") {
  ScriptedAcs acs;
  std::string second;
  std::string expected;
  SECTION("an answer with another ID") {
    second = values_response("7", "Device.A", "1");
    expected = "does not echo cwmp:ID \"acs-1\"";
  }
  SECTION("no answer at all") {
    second = "";
    expected = "the answer to GetParameterValues is nothing";
  }
  SECTION("the answer to something else") {
    second = envelope("acs-1", "<cwmp:RebootResponse/>");
    expected = "the answer to GetParameterValues is RebootResponse";
  }
  Beside cpe([&] {
    Cpe device(acs.url());
    device.post(inform());
    device.post(second);
  });
  acs.expect("Inform").reply(get_parameter_values({"Device."}));
  acs.wait_for([](const Stats& stats) { return stats.messages == 2; });
  const auto violations = acs.violations();
  REQUIRE(violations.size() == 1);
  CHECK_THAT(violations[0], Catch::Matchers::ContainsSubstring(expected));
  CHECK_THROWS_WITH(acs.expect(second.empty() ? "" : "Other"), Catch::Matchers::ContainsSubstring(expected));
  acs.stop();
}

TEST_CASE("requests after an empty POST and messages before the Inform are found") {
  ScriptedAcs acs({.strict = false});
  Beside cpe([&] {
    Cpe device(acs.url());
    device.post("");
    device.post(envelope("2", "<cwmp:GetRPCMethods/>"));
  });
  acs.expect("").reply(empty_ok());
  acs.expect("GetRPCMethods").reply_no_content();
  cpe.join();
  REQUIRE(acs.violations().size() == 2);
  CHECK_THAT(acs.violations()[0], Catch::Matchers::ContainsSubstring("no Inform"));
  CHECK_THAT(acs.violations()[1], Catch::Matchers::ContainsSubstring("after an empty POST"));
}

TEST_CASE("two CPEs at once are two sessions") {
  ScriptedAcs acs;
  const auto part = [&] {
    Cpe device(acs.url());
    device.post(inform());
    device.post("");
  };
  const Beside one(part);
  const Beside two(part);
  Session first = acs.accept_session();
  Session second = acs.accept_session();
  CHECK(first.number() != second.number());
  second.run_to_end();
  first.run_to_end();
  CHECK(acs.stats().sessions == 2);
}

TEST_CASE("a fault is read with the faults of its parameters") {
  ScriptedAcs acs;
  const Beside cpe([&] {
    Cpe device(acs.url());
    device.post(inform());
    device.post("");
    device.post(envelope("acs-2",
                         "<s:Fault><faultcode>Client</faultcode><faultstring>CWMP fault</faultstring><detail>"
                         "<cwmp:Fault><FaultCode>9003</FaultCode><FaultString>Invalid arguments</FaultString>"
                         "<SetParameterValuesFault><ParameterName>Device.A</ParameterName><FaultCode>9005</FaultCode>"
                         "<FaultString>Invalid parameter name</FaultString></SetParameterValuesFault>"
                         "</cwmp:Fault></detail></s:Fault>"));
  });
  Session session = acs.accept_session();
  session.expect_empty_post().reply(set_parameter_values({{.name = "Device.A", .value = "x"}}));
  Exchange refusal = session.expect("Fault");
  refusal.with_fault(9003).with_parameter_fault("Device.A", 9005);
  CHECK_THROWS_AS(refusal.with_fault(9002), ExpectationFailed);
  refusal.reply_no_content();
  session.expect_end();
}

TEST_CASE("a stopped ACS is gone and comes back on its port") {
  ScriptedAcs acs;
  const std::string url = acs.url();
  acs.stop();
  CHECK(Cpe(url).post(inform()).status == 0);
  acs.resume();
  CHECK(acs.url() == url);
  const Beside cpe([&] { Cpe(url).post(inform()); });
  acs.expect("Inform").reply_no_content();
  CHECK_NOTHROW(acs.expect_silence(20ms));
}
