// SPDX-License-Identifier: Apache-2.0
// Shows the order of a session: which POST follows which answer, when it succeeds, when it fails, and which version of
// CWMP it is held in.
#include "proxy/cwmp/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/cwmp/sample.hpp"

using namespace proxy::cwmp;
using tests::cwmp::acs_fault;
using tests::cwmp::acs_request;
using tests::cwmp::envelope;
using tests::cwmp::inform_response;
using tests::cwmp::inside;
using tests::cwmp::Sample;

namespace {

const std::string kHold = "<c:HoldRequests soap:mustUnderstand=\"1\">1</c:HoldRequests>";
const std::string kGetMethods = acs_request("<c:GetRPCMethods/>", "m");

/// Drives a session. What it does is told in words: the RPC posted, "empty", "perform", "success", "failure".
struct Driver {
  explicit Driver(Session::Options options = {}) : session(sample.tree, options) {}

  std::string begin(std::deque<OutgoingRequest> requests = {}) {
    return tell(session.resume(Begin{tests::cwmp::sample_inform(sample), std::move(requests)}));
  }
  std::string receive(std::string_view text) { return tell(session.resume(Received{text})); }
  std::string done(EffectResult result = Done{}) { return tell(session.resume(EffectDone{std::move(result)})); }
  /// Until the InformResponse is acknowledged; what is posted then.
  std::string begin_and_inform(std::deque<OutgoingRequest> requests = {}, const std::string& header = "") {
    CHECK(begin(std::move(requests)) == "Inform");
    CHECK(receive(inform_response(header)) == "perform");
    return done();
  }

  std::string tell(Action action) {
    if (auto* post = std::get_if<Post>(&action)) {
      posted = post->body ? tests::cwmp::read_all(*post->body) : "";
      if (posted.empty()) return "empty";
      const auto body = posted.find("<soap-env:Body><") + 16;
      const auto name = posted.substr(body, posted.find('>', body) - body);
      return name == "soap-env:Fault" ? inside(posted, "FaultCode") : name.substr(name.find(':') + 1);
    }
    if (auto* perform = std::get_if<Perform>(&action)) {
      effect = std::move(perform->effect);
      return "perform";
    }
    end = std::get<End>(action);
    return end.successful ? "success" : "failure";
  }

  Sample sample;
  Session session;
  std::string posted;
  Effect effect;
  End end;
};

OutgoingRequest transfer_complete(std::uint64_t token) {
  return {"TransferComplete", [token](Version) { return "<CommandKey>" + std::to_string(token) + "</CommandKey>"; },
          token};
}
const std::string kTransferCompleteResponse = envelope("<c:TransferCompleteResponse/>");

}  // namespace

TEST_CASE("the shortest session") {
  Driver driver;
  CHECK(driver.begin() == "Inform");
  CHECK(inside(driver.posted, "cwmp:SupportedCWMPVersions") == "1.0,1.1,1.2,1.3,1.4");
  CHECK(driver.posted.find("SessionTimeout") == std::string::npos);
  CHECK(driver.receive(inform_response()) == "perform");
  const auto& acknowledged = std::get<AcknowledgeInform>(driver.effect).events;
  CHECK(acknowledged == std::vector<EventStruct>{{EventCode::boot}, {EventCode::m_reboot, "key <1>"}});
  CHECK(driver.done() == "empty");
  CHECK(driver.receive("") == "success");
  CHECK(driver.receive("") == "failure");
}

TEST_CASE("a body of white space ends a session like an empty one") {
  for (const char* nothing : {"\r\n", " ", "\n\t \n"}) {
    Driver driver;
    driver.begin();
    driver.receive(inform_response());
    CHECK(driver.done() == "empty");
    CHECK(driver.receive(nothing) == "success");
  }
}

TEST_CASE("what came with a later version is neither asked of the ACS nor taken from it") {
  Driver driver;
  OutgoingRequest newer = transfer_complete(2);
  newer.since = Version::v1_1;
  CHECK(driver.begin({newer, transfer_complete(1)}) == "Inform");
  CHECK(driver.receive(inform_response("<c:UseCWMPVersion soap:mustUnderstand=\"1\">1.0</c:UseCWMPVersion>")) ==
        "perform");
  CHECK(std::get<AcknowledgeInform>(driver.effect).version == Version::v1_0);
  CHECK(driver.done() == "TransferComplete");
  CHECK(driver.receive(kTransferCompleteResponse) == "perform");
  CHECK(std::get<AcknowledgeRequest>(driver.effect).token == 1);
  CHECK(driver.done() == "empty");
  const auto notify = [](const char* value) {
    return acs_request(std::string("<c:SetParameterAttributes><ParameterList><a><Name>Device.DeviceInfo.UpTime</Name>"
                                   "<NotificationChange>1</NotificationChange><Notification>") +
                       value +
                       "</Notification><AccessListChange>0</AccessListChange><AccessList/></a></ParameterList>"
                       "</c:SetParameterAttributes>");
  };
  CHECK(driver.receive(notify("3")) == "9003");
  CHECK(driver.receive(notify("2")) == "perform");
  CHECK(driver.done() == "SetParameterAttributesResponse");
  CHECK(driver.receive("") == "success");
}

TEST_CASE("the Inform names each parameter once, with its value of that moment") {
  Driver driver;
  Inform inform = tests::cwmp::sample_inform(driver.sample);
  inform.parameter_list.insert(inform.parameter_list.begin(), inform.parameter_list.back());
  driver.sample.set("Device.X_00D09E_Home.Sensor.1.Temperature", "-3.5");
  CHECK(driver.tell(driver.session.resume(Begin{inform, {}})) == "Inform");
  CHECK(driver.posted.find("ParameterValueStruct[3]") != std::string::npos);
  CHECK(inside(driver.posted, "Value") == "-3.5");
}

TEST_CASE("requests of the ACS are answered one a POST; no empty one follows") {
  Driver driver;
  CHECK(driver.begin_and_inform() == "empty");
  CHECK(driver.receive(kGetMethods) == "GetRPCMethodsResponse");
  CHECK(inside(driver.posted, "cwmp:ID") == "m");
  CHECK(driver.receive(acs_request("<c:GetParameterValues><ParameterNames><string>Device.DeviceInfo.</string>"
                                   "</ParameterNames></c:GetParameterValues>")) == "perform");
  CHECK(std::holds_alternative<ReadLive>(driver.effect));
  driver.sample.set("Device.DeviceInfo.UpTime", "42");
  CHECK(driver.done() == "GetParameterValuesResponse");
  CHECK(driver.posted.find(">42<") != std::string::npos);
  CHECK(driver.receive("") == "success");
}

TEST_CASE("effects and what came of them") {
  Driver driver;
  CHECK(driver.begin_and_inform() == "empty");
  const std::string set = acs_request(
      "<c:SetParameterValues><ParameterList><a><Name>Device.DeviceInfo.ProvisioningCode</Name><Value>a&#13;b</Value>"
      "</a></ParameterList><ParameterKey>k</ParameterKey></c:SetParameterValues>");
  CHECK(driver.receive(set) == "perform");
  CHECK(std::get<CommitValues>(driver.effect).assignments.at(0).value == "a\rb");
  CHECK(driver.done(Committed{}) == "SetParameterValuesResponse");
  CHECK(driver.receive(set) == "perform");
  CHECK(driver.done(Refused{{{proxy::base::Fault::internal_error, "", ""}}}) == "9002");
  CHECK(driver.receive(set) == "perform");
  CHECK(driver.done(Refused{}) == "9002");
  CHECK(driver.receive("") == "success");
}

TEST_CASE("the ID comes back as it was, or not at all") {
  Driver driver;
  CHECK(driver.begin_and_inform() == "empty");
  const std::string weird = " &lt;&amp;&quot;&apos;&gt; " + std::string(200, 'x');
  CHECK(driver.receive(acs_request("<c:GetRPCMethods/>", weird)) == "GetRPCMethodsResponse");
  CHECK(inside(driver.posted, "cwmp:ID") == weird);
  CHECK(driver.receive(acs_request("<c:FooBar/>", "f")) == "9000");
  CHECK(inside(driver.posted, "cwmp:ID") == "f");
  CHECK(driver.receive(envelope("<c:GetRPCMethods/>")) == "GetRPCMethodsResponse");
  CHECK(driver.posted.find("cwmp:ID") == std::string::npos);
}

TEST_CASE("unknown RPCs and bad arguments are faults, and the session goes on") {
  Driver driver;
  CHECK(driver.begin_and_inform() == "empty");
  CHECK(driver.receive(acs_request("<c:X_00D09E_Dance/>")) == "9000");
  CHECK(driver.receive(acs_request("<c:Reboot/>")) == "9003");
  CHECK(driver.receive(acs_request("<c:Reboot><CommandKey>k</CommandKey></c:Reboot>")) == "perform");
  CHECK(driver.done() == "RebootResponse");
  CHECK(driver.receive("") == "success");
}

TEST_CASE("8005 has the identical Inform sent again, but not for ever") {
  Driver driver;
  CHECK(driver.begin() == "Inform");
  const std::string inform = driver.posted;
  driver.sample.set("Device.X_00D09E_Home.Sensor.1.Temperature", "99");
  for (int i = 0; i < 10; ++i) {
    CHECK(driver.receive(acs_fault(8005)) == "Inform");
    CHECK(driver.posted == inform);
  }
  CHECK(driver.receive(acs_fault(8005)) == "failure");
}

TEST_CASE("any other answer to the Inform fails the session") {
  const auto answered = [](const std::string& text) {
    Driver driver;
    CHECK(driver.begin() == "Inform");
    CHECK(driver.receive(text) == "failure");
    CHECK_FALSE(driver.end.reason.empty());
    return driver.end.inform_fault ? driver.end.inform_fault->fault_code : 0;
  };
  CHECK(answered(acs_fault(8001)) == 8001);
  CHECK(answered(acs_fault(8006)) == kVersionIncompatible);
  CHECK(answered("") == 0);
  CHECK(answered(kGetMethods) == 0);
  CHECK(answered(kTransferCompleteResponse) == 0);
  CHECK(answered("<html/>") == 0);
}

TEST_CASE("what is no message fails a session at any time") {
  Driver driver;
  CHECK(driver.begin_and_inform() == "empty");
  CHECK(driver.receive("<a>") == "failure");
  CHECK(driver.end.reason.find("no message of CWMP") != std::string::npos);
  Driver unasked;
  CHECK(unasked.begin_and_inform() == "empty");
  CHECK(unasked.receive(inform_response()) == "failure");
  Driver fault;
  CHECK(fault.begin_and_inform() == "empty");
  CHECK(fault.receive(acs_fault(8001)) == "failure");
}

TEST_CASE("our requests go out one by one before the empty POST") {
  Driver driver;
  CHECK(driver.begin_and_inform({transfer_complete(1), transfer_complete(2)}) == "TransferComplete");
  const std::string first_id = inside(driver.posted, "cwmp:ID");
  CHECK(driver.receive(kTransferCompleteResponse) == "perform");
  CHECK(std::get<AcknowledgeRequest>(driver.effect).token == 1);
  CHECK(driver.done() == "TransferComplete");
  CHECK(inside(driver.posted, "cwmp:ID") != first_id);
  CHECK(driver.receive(acs_fault(8001)) == "perform");
  CHECK(std::get<AcknowledgeRequest>(driver.effect).token == 2);
  CHECK(std::get<AcknowledgeRequest>(driver.effect).fault.value().fault_code == 8001);
  CHECK(driver.done() == "empty");
  CHECK(driver.receive("") == "success");
}

TEST_CASE("8005 has the identical request sent again before others") {
  Driver driver;
  CHECK(driver.begin_and_inform({transfer_complete(1), transfer_complete(2)}) == "TransferComplete");
  const std::string first = driver.posted;
  CHECK(driver.receive(acs_fault(8005)) == "TransferComplete");
  CHECK(driver.posted == first);
  CHECK(driver.receive(acs_fault(8005, kHold)) == "empty");
  CHECK(driver.receive(kGetMethods) == "GetRPCMethodsResponse");
  CHECK(driver.receive("") == "TransferComplete");
  CHECK(driver.posted == first);
  CHECK(driver.receive(kTransferCompleteResponse) == "perform");
  CHECK(driver.done() == "TransferComplete");
  CHECK(driver.posted != first);
}

TEST_CASE("an ACS may ask before it answers") {
  Driver driver;
  CHECK(driver.begin_and_inform({transfer_complete(1)}) == "TransferComplete");
  CHECK(driver.receive(kGetMethods) == "GetRPCMethodsResponse");
  CHECK(driver.receive(kTransferCompleteResponse) == "perform");
  CHECK(driver.done() == "empty");
  CHECK(driver.receive("") == "success");
}

TEST_CASE("a request left without an answer, or answered by another's, fails the session") {
  Driver driver;
  CHECK(driver.begin_and_inform({transfer_complete(1)}) == "TransferComplete");
  CHECK(driver.receive("") == "failure");
  Driver other;
  CHECK(other.begin_and_inform({transfer_complete(1)}) == "TransferComplete");
  CHECK(other.receive(inform_response()) == "failure");
}

TEST_CASE("a session names the request of ours that it failed at") {
  Driver refused;
  CHECK(refused.begin({transfer_complete(1)}) == "Inform");
  CHECK(refused.receive("") == "failure");
  CHECK_FALSE(refused.session.unanswered());
  Driver driver;
  CHECK(driver.begin_and_inform({transfer_complete(1), transfer_complete(2)}) == "TransferComplete");
  CHECK(driver.session.unanswered() == 1U);
  CHECK(driver.receive(kTransferCompleteResponse) == "perform");
  CHECK_FALSE(driver.session.unanswered());
  CHECK(driver.done() == "TransferComplete");
  SECTION("204") { CHECK(driver.receive("") == "failure"); }
  SECTION("another response") {
    CHECK(driver.receive(envelope("<c:AutonomousTransferCompleteResponse/>")) == "failure");
  }
  SECTION("what is no message") { CHECK(driver.receive("<html>") == "failure"); }
  SECTION("204 after a request of the ACS") {
    CHECK(driver.receive(kGetMethods) == "GetRPCMethodsResponse");
    CHECK(driver.receive("") == "failure");
  }
  SECTION("8005 for ever") {
    while (driver.receive(acs_fault(8005)) == "TransferComplete") {
    }
    CHECK_FALSE(driver.end.successful);
  }
  CHECK(driver.session.unanswered() == 2U);
}

TEST_CASE("while requests are held only answers and empty POSTs go out") {
  Driver driver;
  CHECK(driver.begin_and_inform({transfer_complete(1)}, kHold) == "empty");
  CHECK(driver.receive(envelope("<c:GetRPCMethods/>", kHold)) == "GetRPCMethodsResponse");
  CHECK(driver.receive("") == "TransferComplete");
  CHECK(driver.receive(kTransferCompleteResponse) == "perform");
  CHECK(driver.done() == "empty");
  CHECK(driver.receive("") == "success");
}

TEST_CASE("an empty POST while requests are held does not end the session") {
  Driver driver;
  CHECK(driver.begin_and_inform({}, kHold) == "empty");
  CHECK(driver.receive("") == "empty");
  CHECK(driver.receive("") == "success");
}

TEST_CASE("the ACS chooses a version that was offered") {
  const auto chosen = [](const std::string& version) {
    Driver driver;
    CHECK(driver.begin() == "Inform");
    const auto told = driver.receive(
        inform_response("<c:UseCWMPVersion soap:mustUnderstand=\"1\">" + version + "</c:UseCWMPVersion>"));
    if (told != "perform") return told;
    driver.done();
    driver.receive(kGetMethods);
    const auto uri = driver.posted.find("urn:dslforum-org:");
    return driver.posted.substr(uri, driver.posted.find('"', uri) - uri) + " " +
           std::string(version_name(driver.session.version()));
  };
  CHECK(chosen("1.0") == "urn:dslforum-org:cwmp-1-0 1.0");
  CHECK(chosen("1.1") == "urn:dslforum-org:cwmp-1-1 1.1");
  CHECK(chosen("1.2") == "urn:dslforum-org:cwmp-1-2 1.2");
  CHECK(chosen(" 1.4 ") == "urn:dslforum-org:cwmp-1-2 1.4");
  CHECK(chosen("1.5") == "failure");
  CHECK(chosen("") == "failure");
}

TEST_CASE("an ACS that says nothing of versions is taken at its namespace") {
  Driver driver;
  CHECK(driver.begin() == "Inform");
  CHECK(driver.receive(inform_response("", "urn:dslforum-org:cwmp-1-0")) == "perform");
  CHECK(driver.session.version() == Version::v1_0);
  CHECK(driver.done() == "empty");
  CHECK(driver.receive(kGetMethods) == "GetRPCMethodsResponse");
  CHECK(driver.posted.find("cwmp-1-0") != std::string::npos);
}

TEST_CASE("an older Inform offers nothing newer") {
  Driver driver({.highest_version = Version::v1_0, .session_timeout = std::chrono::seconds{60}});
  CHECK(driver.begin() == "Inform");
  CHECK(driver.posted.find("cwmp-1-0") != std::string::npos);
  CHECK(driver.posted.find("SupportedCWMPVersions") == std::string::npos);
  CHECK(driver.posted.find("SessionTimeout") == std::string::npos);
  CHECK(driver.receive(inform_response()) == "failure");
  Driver newer({.session_timeout = std::chrono::seconds{60}});
  CHECK(newer.begin() == "Inform");
  CHECK(inside(newer.posted, "cwmp:SessionTimeout") == "60");
}

TEST_CASE("what the agreed version has not is neither taken nor sent") {
  Driver driver;
  OutgoingRequest autonomous{"AutonomousTransferComplete", [](Version) { return ""; }, 1, Version::v1_1};
  CHECK(driver.begin({autonomous, transfer_complete(2), autonomous}) == "Inform");
  CHECK(driver.receive(inform_response("", "urn:dslforum-org:cwmp-1-0")) == "perform");
  CHECK(driver.done() == "TransferComplete");
  const std::string schedule = "<c:ScheduleDownload><CommandKey/></c:ScheduleDownload>";
  CHECK(driver.receive(envelope(schedule, "", "urn:dslforum-org:cwmp-1-0")) == "9000");
  CHECK(driver.receive(envelope("<c:GetRPCMethods/>", "", "urn:dslforum-org:cwmp-1-0")) == "GetRPCMethodsResponse");
  CHECK(driver.posted.find("<string>Download</string>") != std::string::npos);
  CHECK(driver.posted.find("ScheduleDownload") == std::string::npos);
  CHECK(driver.receive(kTransferCompleteResponse) == "perform");
  CHECK(driver.done() == "empty");
  CHECK(driver.receive("") == "success");
}

TEST_CASE("events out of turn end the session") {
  Driver unbegun;
  CHECK(unbegun.receive("") == "failure");
  Driver driver;
  CHECK(driver.begin() == "Inform");
  CHECK(driver.done() == "failure");
  Driver twice;
  CHECK(twice.begin() == "Inform");
  CHECK(twice.begin() == "failure");
  Driver performing;
  CHECK(performing.begin() == "Inform");
  CHECK(performing.receive(inform_response()) == "perform");
  CHECK(performing.receive("") == "failure");
}
