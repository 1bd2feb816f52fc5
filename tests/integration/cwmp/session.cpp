// SPDX-License-Identifier: Apache-2.0
// Shows the course of a session and its envelopes: whose turn it is, IDs, faults, holding back, prefixes, versions.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

#include <set>

using namespace tests;
using tests::integration::Gateway;

namespace {

const std::string kVersion = "Device.DeviceInfo.SoftwareVersion";

std::string use_version(const std::string& version) {
  return "<cwmp:UseCWMPVersion soap-env:mustUnderstand=\"1\">" + version + "</cwmp:UseCWMPVersion>";
}

// The session must have failed for that reason, and the next one must count it. The test does not wait for the retry
// timer.
void expect_failure(Gateway& gateway, const std::string& reason) {
  CHECK_THAT(gateway.wait_for_log("acs.session.failed"), Catch::Matchers::ContainsSubstring(reason));
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_argument("RetryCount", "1");
}

}  // namespace

TEST_CASE("S01 a session of nothing but an Inform", "[cwmp_session]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  session.expect_empty_post().reply_no_content();
  session.expect_end();
  CHECK(gateway.acs().stats().connections == 1);
  CHECK(gateway.acs().stats().messages == 2);
  std::optional<acs::Exchange> inform;
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  gateway.session(&inform).run_to_end();
  inform->with_argument("RetryCount", "0");
}

TEST_CASE("S02 whatever ID the ACS gives comes back, in responses and in faults", "[cwmp_session]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  // With each request the scripted ACS compares the IDs.
  for (const std::string& id : {std::string("<&>\"'"), std::string(" two  spaces "), std::string(200, 'x'),
                                std::string("Größe Ω 🌡"), std::string("-0")}) {
    answer = session.ask(answer, acs::get_parameter_values({kVersion}).id(id));
    answer.reply(acs::get_parameter_values({"Device.Nothing"}).id(id));
    answer = session.expect("Fault").with_fault(9005).with_id(id);
  }
  answer = session.ask(answer, acs::get_parameter_values({kVersion}).without_id());
  CHECK_FALSE(answer->id);
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("S07 requests of the ACS are answered one after the other", "[cwmp_session]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::get_parameter_values({kVersion}));
  answer = session.ask(answer, acs::set_parameter_values({{"Device.DeviceInfo.ProvisioningCode", "s07"}}));
  answer = session.ask(answer, acs::get_parameter_names("Device.", true));
  answer = session.ask(answer, acs::get_parameter_attributes({kVersion}));
  answer = session.ask(answer, acs::get_rpc_methods());
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("S08 an RPC that is not supported is a fault 9000, and the session goes on", "[cwmp_session]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  for (const char* rpc : {"FooBar", "X_00256D_Do", "SetVouchers"}) {
    answer.reply(acs::request(rpc, {acs::element("Argument", "1")}));
    answer = session.expect("Fault").with_fault(9000);
    CHECK(answer->fault->soap_code == "Server");
    CHECK(answer->fault->soap_text == "CWMP fault");
  }
  session.ask(answer, acs::get_parameter_values({kVersion})).reply_no_content();
  session.expect_end();
}

TEST_CASE("8005 to an Inform has the identical message sent again", "[cwmp_session]") {
  Gateway gateway;
  acs::Session session = gateway.acs().expect_session();
  auto inform = session.expect("Inform");
  const std::string body = inform->body;
  for (int i = 0; i < 3; ++i) {
    inform.reply(acs::fault(8005));
    inform = session.expect("Inform");
    CHECK(inform->body == body);
  }
  inform.reply_inform_response();
  session.run_to_end();
}

TEST_CASE("S04 any other fault to an Inform ends the session, and it is tried again", "[cwmp_session]") {
  Gateway gateway;
  const int code = GENERATE(8000, 8001, 8002, 8004, 8800);
  gateway.acs().expect("Inform").reply(acs::fault(code));
  expect_failure(gateway, std::to_string(code));
}

TEST_CASE("A CPE that is held back sends nothing of its own until it is not", "[cwmp_session]") {
  Gateway gateway;
  acs::Session session = gateway.acs().expect_session();
  session.expect("Inform").reply(acs::inform_response().hold_requests());
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::get_parameter_values({kVersion}).hold_requests("true"));
  answer = session.ask(answer, acs::get_parameter_values({kVersion}).hold_requests("false"));
  answer.reply_no_content();
  // Only an empty POST that was not held back says that there is nothing more.
  session.expect_empty_post().reply_no_content();
  session.expect_end();
}

TEST_CASE("A connection that closes between two messages ends no session", "[cwmp_session]") {
  Gateway gateway({.acs = {.close_connections = true}});
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::get_parameter_values({kVersion}));
  answer = session.ask(answer, acs::get_rpc_methods());
  answer.reply_no_content();
  session.expect_end();
  CHECK(gateway.acs().stats().connections == 4);
  CHECK(gateway.acs().stats().sessions == 1);
}

TEST_CASE("A message whose connection dies before its answer is sent once more, on a new one", "[cwmp_session]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  session.expect_empty_post().reply(acs::reset_connection());
  session.expect_empty_post().reply_no_content();
  session.expect_end();
  gateway.wait_for_log("acs.session.completed");
}

TEST_CASE("A connection that the ACS drops without a word after an answer ends no session", "[cwmp_session]") {
  Gateway gateway;
  acs::Session session = gateway.acs().expect_session();
  session.expect("Inform").reply(acs::inform_response().dropping());
  auto answer = session.expect_empty_post();
  for (int i = 0; i < 3; ++i) answer = session.ask(answer, acs::get_parameter_values({"Device."}).dropping());
  answer.reply_no_content();
  session.expect_end();
  gateway.wait_for_log("acs.session.completed");
  CHECK(gateway.acs().stats().connections == 5);
  CHECK(gateway.acs().stats().sessions == 1);
}

TEST_CASE("S13 a change during a session is reported in a session of its own, right after", "[cwmp_session]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  const std::string code = "Device.DeviceInfo.ProvisioningCode";
  REQUIRE(gateway.ctl({"set", code, "s13"}).exit_code == 0);
  answer = session.ask(answer, acs::get_parameter_values({code}));
  answer.with_parameter(code, "s13").reply_no_content();
  session.expect_end();
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(code, "s13").with_argument("RetryCount", "0");
}

TEST_CASE("T14 204 and an empty 200 end a session alike", "[cwmp_session]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  session.expect_empty_post().reply(acs::empty_ok());
  session.expect_end();
  std::optional<acs::Exchange> inform;
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  gateway.session(&inform).run_to_end();
  inform->with_argument("RetryCount", "0");
}

TEST_CASE("T19 X06 what is no SOAP of CWMP ends the session without a fault", "[cwmp_session]") {
  const std::string cwmp12(acs::kCwmp12);
  const auto envelope = [](const std::string& soap, const std::string& cwmp, const std::string& content) {
    return "<s:Envelope xmlns:s=\"" + soap + "\" xmlns:c=\"" + cwmp + "\"><s:Body>" + content +
           "</s:Body></s:Envelope>";
  };
  const std::string soap11(acs::kSoapEnvelope);
  const std::string methods = "<c:GetRPCMethods/>";
  const std::string body =
      GENERATE_COPY(std::string("<html><body>Service unavailable</body></html>"), std::string("{\"no\": \"xml\"}"),
                    std::string("<?xml version=\"1.0\"?><a><b></a>"), std::string("\xff\xfe\x01"),
                    envelope("http://www.w3.org/2003/05/soap-envelope", cwmp12, methods),
                    envelope(soap11, "urn:dslforum-org:cwmp-2-0", methods), envelope(soap11, cwmp12, ""),
                    envelope(soap11, cwmp12, methods + methods),
                    "<!DOCTYPE x [<!ENTITY e \"x\">]>" + envelope(soap11, cwmp12, methods),
                    envelope(soap11, cwmp12, "<c:NoRequestResponse/>"));
  INFO(body);
  Gateway gateway;
  acs::Session session = gateway.session();
  session.expect_empty_post().reply(acs::raw(body));
  session.expect_end();
  CHECK(gateway.acs().stats().messages == 2);
  expect_failure(gateway, "session failed");
}

TEST_CASE("X02 prefixes are the choice of the ACS", "[cwmp_session]") {
  const auto style = GENERATE(acs::Prefixes::soap_env, acs::Prefixes::upper_case, acs::Prefixes::other,
                              acs::Prefixes::default_namespace);
  Gateway gateway;
  acs::Session session = gateway.acs().expect_session();
  session.expect("Inform").reply(acs::inform_response().with_prefixes(style));
  auto answer = session.expect_empty_post();
  const std::string code = "Device.DeviceInfo.ProvisioningCode";
  answer = session.ask(answer, acs::set_parameter_values({{code, "x02"}}, "key").with_prefixes(style));
  answer = session.ask(answer, acs::get_parameter_values({code}).hold_requests().with_prefixes(style));
  answer.with_parameter(code, "x02");
  answer.reply(acs::get_parameter_values({"Device.Nothing"}).with_prefixes(style));
  session.expect("Fault").with_fault(9005).reply_no_content();
  session.run_to_end();
}

TEST_CASE("X05 a header that must be understood and is not ends the session; any other is ignored", "[cwmp_session]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  const std::string header = "<x:Trace xmlns:x=\"urn:example:x\" soap-env:mustUnderstand=\"";
  answer = session.ask(answer, acs::get_rpc_methods().with_soap_header(header + "0\">1</x:Trace>"));
  answer.reply(acs::get_rpc_methods().with_soap_header(header + "1\">1</x:Trace>"));
  session.expect_end();
  expect_failure(gateway, "must be understood");
}

TEST_CASE("S11 an envelope of 32 KiB and more is read", "[cwmp_session]") {
  Gateway gateway;
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  const std::vector<std::string> names(1200, kVersion);
  REQUIRE(names.size() * kVersion.size() > 32768);
  answer = session.ask(answer, acs::get_parameter_values(names));
  answer.with_parameter(kVersion, "3.2.1").reply_no_content();
  session.expect_end();
}

TEST_CASE("V03 the version that the ACS chooses holds from there on", "[cwmp_session]") {
  const auto [version, uri] = GENERATE(table<std::string, std::string>({{"1.0", std::string(acs::kCwmp10)},
                                                                        {"1.1", std::string(acs::kCwmp11)},
                                                                        {"1.2", std::string(acs::kCwmp12)},
                                                                        {"1.4", std::string(acs::kCwmp12)}}));
  Gateway gateway;
  acs::Session session = gateway.acs().expect_session();
  auto inform = session.expect("Inform");
  CHECK(inform->cwmp_namespace == acs::kCwmp12);
  CHECK(inform->supported_versions == "1.0,1.1,1.2,1.3,1.4");
  inform.reply(acs::inform_response().with_soap_header(use_version(version)));
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::get_parameter_values({kVersion}).in_namespace(uri));
  CHECK(answer->cwmp_namespace == uri);
  answer.reply(acs::request("FooBar").in_namespace(uri));
  answer = session.expect("Fault").with_fault(9000);
  CHECK(answer->cwmp_namespace == uri);
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("V03 what came with a later version is not there for an ACS of an earlier one", "[cwmp_session]") {
  Gateway gateway({.acs = {.cwmp_version = "1.0"}});
  acs::Session session = gateway.session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::get_rpc_methods());
  const std::set<std::string> listed(answer->methods.begin(), answer->methods.end());
  for (const char* later : {"GetAllQueuedTransfers", "ScheduleDownload", "CancelTransfer"}) {
    INFO(later);
    CHECK_FALSE(listed.contains(later));
    answer.reply(acs::request(later));
    answer = session.expect("Fault").with_fault(9000);
  }
  const std::string interval = "Device.ManagementServer.PeriodicInformInterval";
  for (const int value : {3, 4, 5, 6}) {
    answer.reply(acs::set_parameter_attributes({{.name = interval, .notification = value}}));
    answer = session.expect("Fault").with_fault(9003);
  }
  answer = session.ask(answer, acs::set_parameter_attributes({{.name = interval, .notification = 2}}));
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("V03 a version that was not offered ends the session", "[cwmp_session]") {
  const std::string version = GENERATE("1.5", "2.0", "", "one");
  Gateway gateway;
  gateway.acs().expect("Inform").reply(acs::inform_response().with_soap_header(use_version(version)));
  expect_failure(gateway, "not offered");
}

TEST_CASE("S15 with slow devices the Inform says how long an answer may take, unless the ACS is too old for it",
          "[cwmp_session]") {
  const std::string adapter = "- name: example\n  plugin: example_c\n  mount: Device.X_00D09E_Example.\n";
  std::optional<acs::Exchange> inform;
  {
    Gateway gateway;
    gateway.session(&inform).run_to_end();
    CHECK_FALSE((*inform)->session_timeout);
  }
  Gateway gateway({.settings = {.adapters = adapter}});
  acs::Session session = gateway.acs().accept_session(&inform);
  REQUIRE((*inform)->session_timeout);
  CHECK(std::stoi(*(*inform)->session_timeout) >= 30);
  session.run_to_end();
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  auto old = gateway.acs().expect("Inform");
  CHECK(old->session_timeout == (*inform)->session_timeout);
  old.reply(acs::inform_response().in_namespace(acs::kCwmp11));
  gateway.acs().expect("").reply_no_content();
  gateway.wait_for_log("acs.session.completed");
  gateway.restart();
  gateway.session(&inform).run_to_end();
  CHECK_FALSE((*inform)->session_timeout);
  CHECK((*inform)->supported_versions == "1.0,1.1,1.2,1.3,1.4");
}

TEST_CASE("V04 an ACS of CWMP 1.0 is answered in CWMP 1.0", "[cwmp_session]") {
  const std::string_view uri = GENERATE(acs::kCwmp10, acs::kCwmp11);
  Gateway gateway;
  acs::Session session = gateway.acs().expect_session();
  session.expect("Inform").reply(acs::inform_response().in_namespace(uri));
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::get_parameter_values({kVersion}).in_namespace(uri));
  CHECK(answer->cwmp_namespace == uri);
  answer.reply_no_content();
  session.expect_end();
}
