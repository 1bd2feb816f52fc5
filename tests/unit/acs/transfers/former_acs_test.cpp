// SPDX-License-Identifier: Apache-2.0
// Shows what becomes of the transfers that the former ACS has asked for when there is another ACS.
#include "proxy/acs/transfers/transfers.hpp"

#include <string>
#include <vector>

#include "tests/unit/acs/transfers/transfers_under_test.hpp"

using namespace std::chrono_literals;
using namespace tests::transfers;

TEST_CASE("another ACS cancels what the former one asked for, and what runs ends without a report") {
  TransfersUnderTest endpoint;
  endpoint.server.give("/f", "content");
  REQUIRE(endpoint.ask("done", "/missing"));
  endpoint.run_until_completed("done");
  endpoint.server.hold("/f");
  REQUIRE(endpoint.ask("running", "/f"));
  REQUIRE(endpoint.ask("queued", "/f"));
  REQUIRE(endpoint.ask("later", "/f", 1000));
  REQUIRE(endpoint.server.wait_for("/f"));
  endpoint.events.clear();  // the caller discards them
  SECTION("at once") {
    endpoint.transfers->acs_changed();
    CHECK(endpoint.transfers->list(false).empty());
    CHECK(endpoint.transfers->list(true).size() == 1);
    CHECK(endpoint.transfers->cancel("running"));  // the new ACS has no such transfer
    endpoint.server.release();
    endpoint.run_until([&] { return endpoint.transfers->list(true).empty(); });
    CHECK(endpoint.installed == std::vector<std::string>{"content"});
  }
  SECTION("what runs and fails is not tried again") {
    endpoint.transfers->acs_changed();
    endpoint.installer = [](const InstallRequest&, const auto& done) { done({Fault::file_corrupted, "no YAML"}); };
    endpoint.server.release();
    endpoint.run_until([&] { return endpoint.transfers->list(true).empty(); });
  }
  SECTION("what ran when the process was killed is not begun again") {
    endpoint.transfers->acs_changed();
    endpoint.restart();
    CHECK(endpoint.transfers->list(true).empty());
    CHECK(endpoint.installed.empty());
  }
  SECTION("over a restart") {
    endpoint.restart(true);
    CHECK(endpoint.transfers->list(true).empty());
    CHECK(endpoint.installed.empty());
  }
  CHECK(endpoint.events.empty());
  CHECK(endpoint.session().empty());
  endpoint.restart();
  CHECK(endpoint.transfers->list(true).empty());
}

TEST_CASE("another ACS leaves an install that has begun, and what an operator has asked for") {
  TransfersUnderTest endpoint;
  endpoint.server.give("/f", "content");
  endpoint.installer = [](const InstallRequest& request, const auto&) { std::filesystem::remove(request.file); };
  REQUIRE(endpoint.ask("k", "/f"));
  endpoint.run_until([&] { return !endpoint.installed.empty(); });
  REQUIRE(endpoint.transfers->queue_autonomous("3 Vendor Configuration File", endpoint.server.url("/f")));
  endpoint.transfers->acs_changed();
  CHECK(endpoint.transfers->list(true).size() == 2);
  endpoint.installer = [](const InstallRequest&, const auto& done) { done({}); };
  endpoint.restart();
  endpoint.run_until([&] { return !endpoint.events.empty(); });
  CHECK(endpoint.events == std::vector<std::string>{"10 AUTONOMOUS TRANSFER COMPLETE"});
  CHECK(endpoint.session() == Told{"autonomous 0"});
  CHECK(endpoint.installed.size() == 2);
}

TEST_CASE("an install that a kill interrupts is not tried again for the former ACS, however it ends") {
  TransfersUnderTest endpoint;
  endpoint.server.give("/f", "content");
  endpoint.installer = [](const InstallRequest&, const auto&) {};  // until the kill
  REQUIRE(endpoint.schedule("k", "/f", {{0, 100, "3 When Idle", 9}, {200, 300, "3 When Idle", 9}}));
  endpoint.run_until([&] { return !endpoint.installed.empty(); });
  endpoint.transfers->acs_changed();
  const auto fails = InstallOutcome{Fault::file_corrupted, "no YAML"};
  SECTION("the file is still there") {
    endpoint.installer = [&](const InstallRequest&, const auto& done) { done(fails); };
    endpoint.restart();
    CHECK(endpoint.installed.size() == 2);
  }
  SECTION("the installer knows the outcome") {
    endpoint.decide_interrupted = [&](const InstallRequest&) { return fails; };
    endpoint.restart();
    CHECK(endpoint.installed.size() == 1);
  }
  CHECK(endpoint.transfers->list(true).empty());
  CHECK(endpoint.state.store->transfers.all().empty());
  CHECK(endpoint.events.empty());
}

TEST_CASE("a scheduled download that runs when the ACS changes has neither another try nor another window") {
  TransfersUnderTest endpoint;
  endpoint.server.answer("/f", tests::acs::http_status(503));
  endpoint.server.hold("/f");
  REQUIRE(endpoint.schedule("k", "/f", {{0, 100, "3 When Idle", 9}, {200, 300, "3 When Idle", 9}}));
  REQUIRE(endpoint.server.wait_for("/f"));
  endpoint.transfers->cancel_requests();
  endpoint.server.release();
  endpoint.run_until([&] { return endpoint.transfers->list(true).empty(); });
  CHECK(endpoint.events.empty());
}
