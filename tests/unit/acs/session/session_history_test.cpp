// SPDX-License-Identifier: Apache-2.0
// Shows what the history of sessions keeps of them, and that it stays within its bounds whatever an ACS sends.
#include "proxy/acs/session/session_history.hpp"

#include "proxy/base/log.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/acs/manual_clock.hpp"

#include <memory>
#include <string>

using namespace proxy;
using namespace proxy::acs;
using namespace std::chrono_literals;

namespace {

/// The log shows debug lines as long as it lives.
struct DebugLog {
  DebugLog() { base::log::configure({.level = base::log::Level::debug}); }
  ~DebugLog() { base::log::configure({}); }
};

struct Fixture {
  void begin(const std::string& acs = "http://acs/") {
    cwmp::Inform inform{};
    inform.event = {{.event_code = cwmp::EventCode::periodic}};
    history.began(inform, acs);
  }
  void send(const std::string& text) {
    const auto body = cwmp::make_text_body(std::make_shared<const std::string>(text));
    history.sending(body.get());
    std::string sent(text.size(), '\0');
    CHECK(body->read(sent) == text.size());  // it was rewound
    CHECK(sent == text);
  }
  std::size_t envelope_bytes() const {
    std::size_t size = 0;
    for (const SessionRecord& session : history.sessions())
      for (const SessionRecord::Envelope& envelope : session.envelopes) size += envelope.text.size();
    return size;
  }

  ManualClock clock;
  model::Tree tree;
  SessionHistory history{tree, clock};
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a session has the times that its requests took", "[acs]") {
  begin("https://user:sesame@acs.example/cwmp?token=sesame");
  clock.advance(2s);
  history.received("<a/>");
  clock.advance(3s);
  history.answered("GetParameterValues", 0);
  history.received("<a/>");
  clock.advance(1s);
  history.answered("Download", 9001);
  history.ended(false, "the ACS answered with HTTP 500");
  REQUIRE(history.sessions().size() == 1);
  const SessionRecord& session = history.sessions().front();
  CHECK(session.number == 1);
  CHECK(session.acs == "https://acs.example/cwmp");
  CHECK(session.duration == 6s);
  CHECK(session.events == std::vector<std::string>{"2 PERIODIC"});
  REQUIRE(session.requests.size() == 2);
  CHECK(session.requests[0].duration == 3s);
  CHECK(session.requests[1].rpc == "Download");
  CHECK(session.requests[1].fault == 9001);
  CHECK(session.requests[1].duration == 1s);
  CHECK_FALSE(session.successful);
  CHECK(session.failure == "the ACS answered with HTTP 500");
  CHECK(session.envelopes.empty());  // no debug
}

TEST_CASE_METHOD(Fixture, "a dropped session is not kept, and what comes after its end changes nothing", "[acs]") {
  begin();
  history.dropped();
  history.received("<a/>");
  history.answered("Reboot", 0);
  history.sending(nullptr);
  history.ended(true, "");
  CHECK(history.sessions().empty());
  begin();
  history.ended(true, "");
  CHECK(history.sessions().front().number == 2);
}

TEST_CASE_METHOD(Fixture, "the sessions, and what an ACS can make of one, have bounds", "[acs]") {
  for (int session = 0; session < 60; ++session) {
    begin("http://" + std::string(5000, 'a') + "/");
    for (int request = 0; request < 1000; ++request) history.answered(std::string(5000, 'x'), 9000);
    history.ended(false, std::string(5000, 'y'));
  }
  CHECK(history.sessions().back().number == 60);
  CHECK(history.sessions().back().requests.size() == SessionHistory::kMaxRequests);
  std::size_t size = 0;
  for (const SessionRecord& session : history.sessions()) {
    size += session.acs.size() + session.failure.size();
    for (const SessionRecord::Request& request : session.requests) size += request.rpc.size();
  }
  CHECK(size <= SessionHistory::kMaxBytes);
  for (int session = 0; session < 60; ++session) {
    begin();
    history.ended(true, "");
  }
  CHECK(history.sessions().size() == SessionHistory::kMaxSessions);
}

TEST_CASE_METHOD(Fixture, "a value whose parameter is not in the tree, such as one of a row to be made, is masked",
                 "[acs]") {
  const DebugLog debug;
  begin();
  history.received("<S><Name>Device.Table.[new].Word</Name><Value>sesame</Value></S>");
  history.ended(true, "");
  REQUIRE(history.sessions().front().envelopes.size() == 1);
  CHECK(history.sessions().front().envelopes[0].text ==
        "<S><Name>Device.Table.[new].Word</Name><Value>***</Value></S>");
}

TEST_CASE_METHOD(Fixture, "with debug the envelopes are kept, the newest within their bound", "[acs]") {
  const DebugLog debug;
  begin();
  send("<Inform><Name>Device.A</Name></Inform>");
  history.received("<S><Name>Device.A.Password</Name><Value>sesame</Value></S>");
  history.sending(nullptr);
  history.ended(true, "");
  const auto& envelopes = history.sessions().front().envelopes;
  REQUIRE(envelopes.size() == 3);
  CHECK(envelopes[0].sent);
  CHECK(envelopes[0].text == "<Inform><Name>Device.A</Name></Inform>");
  CHECK_FALSE(envelopes[1].sent);
  CHECK(envelopes[1].text == "<S><Name>Device.A.Password</Name><Value>***</Value></S>");
  CHECK(envelopes[2].text.empty());

  std::string list = "<L>";
  while (list.size() < 2 * SessionHistory::kMaxEnvelope) list += "<N>Device.A.B.C</N>";
  list += "</L>";
  for (int session = 0; session < 3; ++session) {
    begin();
    for (int message = 0; message < 20; ++message) {
      send(list);
      history.received("\x1b[2J\xff");
    }
    history.ended(true, "");
    CHECK(envelope_bytes() <= SessionHistory::kMaxEnvelopeBytes);
  }
  CHECK(history.sessions().front().envelopes.empty());
  CHECK(history.sessions().back().envelopes.size() > 4);
  const auto& last = history.sessions().back().envelopes;
  CHECK(last.back().text == "... (5 bytes)");
  CHECK(last[last.size() - 2].text.ends_with("... (" + std::to_string(list.size()) + " bytes)"));
}
