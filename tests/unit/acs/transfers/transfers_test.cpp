// SPDX-License-Identifier: Apache-2.0
// Shows a transfer from the request to the acknowledged report: when it begins, what is installed how often, which
// events it raises and when they are delivered, and what a restart in between makes of it.
#include "proxy/acs/transfers/transfers.hpp"

#include <string>
#include <vector>

#include "tests/unit/acs/transfers/transfers_under_test.hpp"

using namespace std::chrono_literals;
using namespace tests::transfers;

TEST_CASE("a file is fetched, installed once, and its end reported until it is acknowledged") {
  TransfersUnderTest endpoint;
  endpoint.server.give("/f", "content");
  REQUIRE(endpoint.ask("k", "/f"));
  CHECK(endpoint.state_of("k") == TransferState::in_progress);
  endpoint.run_until_completed("k");
  CHECK(endpoint.installed == std::vector<std::string>{"content"});
  CHECK(endpoint.events == std::vector<std::string>{"M Download k", "7 TRANSFER COMPLETE"});
  CHECK(std::filesystem::is_empty(endpoint.folder()));
  CHECK(endpoint.session() == Told{"k 0"});
  CHECK(endpoint.events.empty());
  CHECK(endpoint.transfers->list(true).empty());
  CHECK(endpoint.session().empty());
}

TEST_CASE("nothing begins and nothing is installed during a session") {
  TransfersUnderTest endpoint;
  endpoint.server.give("/f", "content");
  endpoint.server.give("/g", "other");
  endpoint.server.hold("/f");
  REQUIRE(endpoint.ask("k", "/f"));
  REQUIRE(endpoint.server.wait_for("/f"));
  endpoint.transfers->session_began(acs::Scheduler::Turn::events);
  REQUIRE(endpoint.ask("l", "/g"));
  endpoint.server.release();
  endpoint.run_until([&] { return content_of(endpoint.folder() / "1") == "content"; });
  for (int i = 0; i < 20; ++i) endpoint.context.poll();
  CHECK(endpoint.installed.empty());
  CHECK(endpoint.state_of("l") == TransferState::not_yet_started);
  endpoint.transfers->session_ended();
  endpoint.run_until_completed("l");
  CHECK(endpoint.installed == std::vector<std::string>{"content", "other"});
}

TEST_CASE("faults of the server, of the installer and of an upload are told") {
  TransfersUnderTest endpoint;
  endpoint.server.give("/f", "content");
  endpoint.installer = [](const InstallRequest&, const auto& done) { done({Fault::file_corrupted, "no YAML"}); };
  REQUIRE(endpoint.ask("missing", "/missing"));
  REQUIRE(endpoint.ask("bad", "/f"));
  REQUIRE(endpoint.ask_upload("log", "/up", "2 Vendor Log File"));
  REQUIRE(endpoint.ask_upload("config", "/up", "1 Vendor Configuration File"));
  endpoint.run_until_completed("config");
  CHECK(endpoint.server.file("/up") == "produced: 1 Vendor Configuration File");
  CHECK(endpoint.has_event("M Upload config"));
  CHECK(endpoint.session() == Told{"missing 9016", "bad 9018", "log 9011", "config 0"});
  CHECK(endpoint.events.empty());
}

TEST_CASE("an unknown type, and a file that can never be held, are refused at once") {
  TransfersUnderTest endpoint;
  cwmp::TransferArguments arguments{.command_key = "k", .file_type = "2 Web Content", .url = "http://f/"};
  const auto code = [&] { return endpoint.transfers->queue({QueueTransfer::Kind::download, arguments}).error().fault; };
  CHECK(code() == Fault::invalid_arguments);
  arguments.file_type = "3 Vendor Configuration File";
  arguments.file_size = 4'000'000'000;
  CHECK(code() == Fault::resources_exceeded);
  CHECK(endpoint.transfers->list(true).empty());
}

TEST_CASE("a delay is waited for") {
  TransfersUnderTest endpoint;
  endpoint.server.give("/f", "content");
  REQUIRE(endpoint.ask("k", "/f", 30));
  endpoint.clock.advance(29s);
  endpoint.transfers->clock_moved();
  CHECK(endpoint.state_of("k") == TransferState::not_yet_started);
  endpoint.clock.advance(1s);
  endpoint.transfers->clock_moved();
  CHECK(endpoint.state_of("k") == TransferState::in_progress);
  endpoint.run_until_completed("k");
}

TEST_CASE("a schedule is retried within its windows, and is over with them") {
  TransfersUnderTest endpoint;
  endpoint.server.give("/late", "content");
  endpoint.server.answer("/late", tests::acs::http_status(503));
  REQUIRE(endpoint.schedule("k", "/late", {{10, 100, "3 When Idle", 1}}));
  REQUIRE(endpoint.schedule("slow", "/late", {{10, 100, "3 When Idle", -1}}));
  endpoint.clock.advance(10s);
  endpoint.transfers->clock_moved();
  endpoint.run_until([&] { return endpoint.state_of("slow") == TransferState::in_progress; });
  CHECK(endpoint.state_of("k") == TransferState::not_yet_started);
  endpoint.run_until([&] { return endpoint.state_of("slow") == TransferState::not_yet_started; });
  endpoint.server.answer("/late", tests::acs::raw("content"));
  endpoint.clock.advance(10s);
  endpoint.server.hold("/late");
  endpoint.transfers->clock_moved();
  CHECK(endpoint.state_of("k") == TransferState::in_progress);
  endpoint.clock.advance(80s);  // it does not come in time
  endpoint.transfers->clock_moved();
  CHECK(endpoint.session() == Told{"k 9020", "slow 9020"});
  CHECK(endpoint.installed.empty());
}

TEST_CASE("a restart begins again what was under way, and forgets nothing that was completed") {
  TransfersUnderTest endpoint;
  endpoint.server.give("/f", "content");
  endpoint.server.hold("/f");
  REQUIRE(endpoint.ask("a", "/f"));
  REQUIRE(endpoint.ask("b", "/f"));
  REQUIRE(endpoint.ask("later", "/f", 1000));
  REQUIRE(endpoint.server.wait_for("/f"));
  endpoint.restart();
  endpoint.server.release();
  endpoint.run_until_completed("a");
  endpoint.restart();
  endpoint.run_until_completed("b");
  CHECK(endpoint.installed.size() == 2);
  CHECK(endpoint.state_of("later") == TransferState::not_yet_started);
  CHECK(endpoint.session() == Told{"a 0", "b 0"});
}

TEST_CASE("what was being installed when the process ended is installed once") {
  TransfersUnderTest endpoint;
  endpoint.server.give("/f", "content");
  SECTION("it was taken") {
    endpoint.installer = [](const InstallRequest& request, const auto&) { std::filesystem::remove(request.file); };
    REQUIRE(endpoint.ask("k", "/f"));
    endpoint.run_until([&] { return !endpoint.installed.empty(); });
    endpoint.restart();
    CHECK(endpoint.installed.size() == 1);
    CHECK(endpoint.session() == Told{"k 0"});
  }
  SECTION("it was not taken") {
    endpoint.installer = [](const InstallRequest&, const auto&) {};
    REQUIRE(endpoint.ask("k", "/f"));
    endpoint.run_until([&] { return !endpoint.installed.empty(); });
    endpoint.installer = [](const InstallRequest&, const auto& done) { done({}); };
    endpoint.restart();
    CHECK(endpoint.installed == std::vector<std::string>{"content", "content"});
    CHECK(endpoint.session() == Told{"k 0"});
  }
  SECTION("whoever installs knows") {
    endpoint.installer = [](const InstallRequest&, const auto&) {};
    endpoint.decide_interrupted = [](const InstallRequest& request) {
      CHECK(request.command_key == "k");
      return InstallOutcome{Fault::file_corrupted, "the old firmware runs"};
    };
    REQUIRE(endpoint.ask("k", "/f"));
    endpoint.run_until([&] { return !endpoint.installed.empty(); });
    endpoint.restart();
    CHECK(endpoint.installed.size() == 1);
    CHECK(endpoint.session() == Told{"k 9018"});
  }
}

TEST_CASE("a late word of an installer that was stopped is not heard") {
  TransfersUnderTest endpoint;
  endpoint.server.give("/f", "content");
  std::function<void(InstallOutcome)> late;
  endpoint.installer = [&](const InstallRequest&, const auto& done) { late = done; };
  REQUIRE(endpoint.ask("k", "/f"));
  endpoint.run_until([&] { return late != nullptr; });
  endpoint.transfers->stop();
  late({Fault::file_corrupted, "too late"});
  CHECK(endpoint.state_of("k") == TransferState::in_progress);
  CHECK(endpoint.events.empty());
}

TEST_CASE("transfers are cancelled by their key until they are being installed") {
  TransfersUnderTest endpoint;
  endpoint.server.give("/f", "content");
  endpoint.server.hold("/f");
  REQUIRE(endpoint.ask("k", "/f"));
  REQUIRE(endpoint.ask("k", "/f", 1000));
  REQUIRE(endpoint.ask("other", "/f"));
  REQUIRE(endpoint.server.wait_for("/f"));
  CHECK(endpoint.transfers->cancel("unknown"));
  CHECK(endpoint.transfers->list(true).size() == 3);
  std::function<void(InstallOutcome)> install;
  endpoint.installer = [&](const InstallRequest&, const auto& done) { install = done; };
  CHECK(endpoint.transfers->cancel("k"));
  CHECK(endpoint.transfers->list(true).size() == 1);
  endpoint.server.release();
  endpoint.run_until([&] { return install != nullptr; });
  CHECK(endpoint.transfers->cancel("other").error().fault == Fault::cancel_not_permitted);
  install({});
  CHECK(endpoint.transfers->cancel("other").error().fault == Fault::cancel_not_permitted);
  CHECK(endpoint.session() == Told{"other 0"});
  CHECK(endpoint.installed.size() == 1);
}
