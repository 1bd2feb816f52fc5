// SPDX-License-Identifier: Apache-2.0
// Shows how the end of a transfer is reported: until the ACS has acknowledged it, has refused it three times, or has
// never answered it; and transfers that the ACS has not asked for.
#include "proxy/acs/transfers/transfers.hpp"

#include <string>
#include <vector>

#include "tests/unit/acs/transfers/transfers_under_test.hpp"

using namespace std::chrono_literals;
using namespace tests::transfers;

TEST_CASE("7 TRANSFER COMPLETE is delivered with the last of the reports") {
  TransfersUnderTest endpoint;
  for (const char* key : {"a", "b", "c"}) REQUIRE(endpoint.ask(key, "/missing"));
  endpoint.run_until_completed("c");
  std::deque<cwmp::OutgoingRequest> requests = endpoint.transfers->session_began(acs::Scheduler::Turn::events);
  REQUIRE(requests.size() == 3);
  endpoint.transfers->reports().acknowledged({.token = requests[0].token, .fault = {}});
  endpoint.transfers->session_ended();  // it failed then
  CHECK(endpoint.events == std::vector<std::string>{"7 TRANSFER COMPLETE", "M Download b", "M Download c"});
  CHECK(endpoint.session() == Told{"b 9016", "c 9016"});
  CHECK(endpoint.events.empty());
}

TEST_CASE("a report that the ACS refuses is told three times in all") {
  TransfersUnderTest endpoint;
  REQUIRE(endpoint.ask("a", "/missing"));
  REQUIRE(endpoint.ask("b", "/missing"));
  endpoint.run_until_completed("b");
  CHECK(endpoint.session({{"a", 8002}}) == Told{"a 9016", "b 9016"});
  CHECK(endpoint.events == std::vector<std::string>{"M Download a", "7 TRANSFER COMPLETE"});
  endpoint.restart();
  CHECK(endpoint.session({{"a", 8002}}) == Told{"a 9016"});
  CHECK(endpoint.session({{"a", 8002}}) == Told{"a 9016"});
  CHECK(endpoint.events.empty());
  CHECK(endpoint.session().empty());
}

TEST_CASE("a report that the ACS never answers fails three sessions, is left out of five, and is dropped") {
  TransfersUnderTest endpoint;
  SECTION("TransferComplete") {
    REQUIRE(endpoint.ask("a", "/missing"));
    endpoint.run_until_completed("a");
  }
  SECTION("AutonomousTransferComplete") {
    REQUIRE(endpoint.transfers->queue_autonomous("3 Vendor Configuration File", endpoint.server.url("/missing")));
    endpoint.run_until([&] { return !endpoint.events.empty(); });
  }
  CHECK(endpoint.sessions_until_dropped() == std::vector{3, 5});
  CHECK(endpoint.transfers->list(true).empty());
  CHECK(endpoint.session().empty());
  endpoint.restart();
  CHECK(endpoint.session().empty());
}

TEST_CASE("each report has its sessions, and the next one keeps 7 TRANSFER COMPLETE") {
  TransfersUnderTest endpoint;
  REQUIRE(endpoint.ask("a", "/missing"));
  REQUIRE(endpoint.ask("b", "/missing"));
  endpoint.run_until_completed("b");
  SECTION("neither is answered") { CHECK(endpoint.sessions_until_dropped() == std::vector{3, 5, 3, 5}); }
  SECTION("the second one is") {
    for (int session = 0; session < 8; ++session) endpoint.session_without_answer();
    CHECK(endpoint.events == std::vector<std::string>{"7 TRANSFER COMPLETE", "M Download b"});
    CHECK(endpoint.session() == Told{"b 9016"});
  }
  CHECK(endpoint.events.empty());
}

TEST_CASE("sessions without an answer are counted over a restart; heartbeats and failures elsewhere are not counted") {
  TransfersUnderTest endpoint;
  REQUIRE(endpoint.ask("a", "/missing"));
  endpoint.run_until_completed("a");
  const auto other_session = [&](acs::Scheduler::Turn turn, bool successful) {
    endpoint.transfers->session_began(turn);
    endpoint.transfers->reports().session_ended(successful, std::nullopt);
    endpoint.transfers->session_ended();
  };
  int failed = 0;
  int put_off = 0;
  while (!endpoint.events.empty()) {
    ++(endpoint.session_without_answer() != 0 ? failed : put_off);
    other_session(acs::Scheduler::Turn::events, false);  // the Inform had no answer
    other_session(acs::Scheduler::Turn::heartbeat, true);
    endpoint.restart();
  }
  CHECK(failed == 3);
  CHECK(put_off == 5);
}

TEST_CASE("a report that is answered after all is delivered") {
  TransfersUnderTest endpoint;
  REQUIRE(endpoint.ask("a", "/missing"));
  endpoint.run_until_completed("a");
  for (int session = 0; session < 2; ++session) CHECK(endpoint.session_without_answer() == 1U);
  CHECK(endpoint.session() == Told{"a 9016"});
  CHECK(endpoint.events.empty());
}

TEST_CASE("a transfer that the ACS has not asked for is told if the policy wants it") {
  TransfersUnderTest endpoint;
  endpoint.server.give("/f", "content");
  CHECK(endpoint.transfers->queue_autonomous("3 Vendor Configuration File", "ftp://f/").error().fault ==
        Fault::unsupported_transfer_protocol);
  REQUIRE(endpoint.transfers->queue_autonomous("3 Vendor Configuration File", endpoint.server.url("/f")));
  CHECK(endpoint.transfers->list(true).size() == 1);
  CHECK(endpoint.transfers->list(false).empty());
  CHECK(endpoint.transfers->cancel(""));  // it has no key
  endpoint.run_until([&] { return !endpoint.events.empty(); });
  CHECK(endpoint.events == std::vector<std::string>{"10 AUTONOMOUS TRANSFER COMPLETE"});
  CHECK(endpoint.transfers->list(true).at(0).file_size == 7);
  CHECK(endpoint.session() == Told{"autonomous 0"});
  CHECK(endpoint.events.empty());
  endpoint.reports_autonomous = false;
  REQUIRE(endpoint.transfers->queue_autonomous("3 Vendor Configuration File", endpoint.server.url("/f")));
  endpoint.run_until([&] { return endpoint.transfers->list(true).empty(); });
  CHECK(endpoint.events.empty());
  CHECK(endpoint.installed.size() == 2);
}
