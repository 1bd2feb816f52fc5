// SPDX-License-Identifier: Apache-2.0
// Shows a transfer from the request to the acknowledged report: when it begins, what is installed how often, which
// events it raises and when they are delivered, and what a restart in between makes of it.
#include "proxy/acs/transfers/transfers.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/acs/http/file_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/acs/manual_clock.hpp"
#include "tests/unit/acs/state_folder.hpp"

using namespace std::chrono_literals;
using namespace proxy;
using acs::InstallOutcome;
using acs::InstallRequest;
using base::Fault;
using cwmp::EventCode;
using cwmp::QueueTransfer;
using cwmp::TransferState;
using tests::acs::FileServer;

namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The transfers of an endpoint whose sessions the test plays.
struct Endpoint final : acs::Transfers::Dependencies, acs::TransferFiles {
  StateFolder state;
  boost::asio::io_context context;
  ManualClock clock;
  FileServer server;
  acs::FileClient client{context.get_executor()};
  std::unique_ptr<acs::Transfers> transfers;

  std::vector<std::string> events;  ///< that wait, "M Download k"
  std::vector<std::string> installed;
  std::function<void(InstallRequest, std::function<void(InstallOutcome)>)> installer;
  std::function<std::optional<InstallOutcome>(const InstallRequest&)> decide_interrupted;
  bool reports_autonomous = true;

  Endpoint() {
    installer = [](const InstallRequest&, const auto& done) { done({}); };
    boot();
  }
  ~Endpoint() { transfers.reset(); }

  static std::string text(const cwmp::EventStruct& event) {
    const std::string code(cwmp::event_rule(event.event_code).text);
    return event.command_key.empty() ? code : code + " " + event.command_key;
  }
  void boot(bool is_another_acs = false) {
    transfers = std::make_unique<acs::Transfers>(
        acs::Transfers::Components{context.get_executor(), client, *state.store, clock, *this, folder()}, *this);
    transfers->load();
    if (is_another_acs) transfers->acs_changed();
    transfers->start();
  }

  config::Acs network() const override { return {}; }
  bool is_reported(const cwmp::AutonomousTransferComplete&) const override { return reports_autonomous; }
  void occurred(const std::vector<cwmp::EventStruct>& added) override {
    for (const auto& event : added) {
      const bool single = cwmp::event_rule(event.event_code).single;
      if (!single || std::ranges::find(events, text(event)) == events.end()) events.push_back(text(event));
    }
  }
  void delivered(const std::vector<cwmp::EventStruct>& acknowledged) override {
    for (const auto& event : acknowledged) {
      const auto found = std::ranges::find(events, text(event));
      REQUIRE(found != events.end());
      events.erase(found);
    }
  }

  Refusal refuse_download(const std::string& type) const override {
    if (type == "3 Vendor Configuration File") return std::nullopt;
    return base::Error{Fault::invalid_arguments, "FileType", ""};
  }
  Refusal refuse_upload(const std::string&) const override { return std::nullopt; }
  void install(const InstallRequest& request, const Done& done) override {
    installed.push_back(content_of(request.file));
    installer(request, done);
  }
  std::optional<InstallOutcome> after_restart(const InstallRequest& request) const override {
    return decide_interrupted ? decide_interrupted(request) : std::nullopt;
  }
  base::Result<void> produce(const std::string& type, const std::filesystem::path& into) const override {
    if (type == "2 Vendor Log File") return base::Error{Fault::request_denied, "", "there is no log"};
    std::ofstream(into) << "produced: " << type;
    return {};
  }

  std::filesystem::path folder() const { return state.folder.file("transfers"); }
  /// As after kill -9; the events come back with the store, which is not shown here.
  void restart(bool is_another_acs = false) {
    transfers.reset();
    state.reopen();
    boot(is_another_acs);
  }

  base::Result<void> ask(const std::string& key, const std::string& path, unsigned delay = 0) {
    return transfers->queue({.kind = QueueTransfer::Kind::download,
                             .arguments = {.command_key = key,
                                           .file_type = "3 Vendor Configuration File",
                                           .url = server.url(path),
                                           .delay_seconds = delay}});
  }
  base::Result<void> schedule(const std::string& key, const std::string& path,
                              std::vector<cwmp::TimeWindowStruct> windows) {
    return transfers->queue({.kind = QueueTransfer::Kind::schedule_download,
                             .arguments = {.command_key = key,
                                           .file_type = "3 Vendor Configuration File",
                                           .url = server.url(path),
                                           .time_window_list = std::move(windows)}});
  }
  base::Result<void> ask_upload(const std::string& key, const std::string& path, const std::string& type) {
    return transfers->queue({.kind = QueueTransfer::Kind::upload,
                             .arguments = {.command_key = key, .file_type = type, .url = server.url(path)}});
  }
  /// A session that fails at its first report, or succeeds if it has none. Returns how many reports it began with.
  std::size_t session_without_answer() {
    const auto requests = transfers->session_began(acs::Scheduler::Turn::events);
    const bool fails = !requests.empty();
    transfers->reports().session_ended(!fails, fails ? std::optional(requests.front().token) : std::nullopt);
    transfers->session_ended();
    return requests.size();
  }
  /// How many sessions fail at reports, then how many carry none, until the ACS has no report to come.
  std::vector<int> sessions_until_dropped() {
    std::vector<int> sessions{0};
    while (!events.empty()) {
      const bool reports = session_without_answer() != 0;
      if (reports != (sessions.size() % 2 == 1)) sessions.push_back(0);
      ++sessions.back();
    }
    return sessions;
  }
  template <class Condition>
  void run_until(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (!condition()) {
      REQUIRE(std::chrono::steady_clock::now() < end);
      context.restart();
      context.run_one_for(1s);
    }
  }
  TransferState state_of(const std::string& key) const {
    for (const auto& each : transfers->list(true))
      if (each.command_key == key) return each.state;
    FAIL("no transfer " << key);
    return {};
  }
  void run_until_completed(const std::string& key) {
    run_until([&] { return state_of(key) == TransferState::completed; });
  }
  bool has_event(const std::string& event) const { return std::ranges::find(events, event) != events.end(); }

  /// A session that answers all reports well, or with these faults; what it was told, "k 0".
  std::vector<std::string> session(const std::map<std::string, std::uint32_t>& faults = {}) {
    std::vector<std::string> told;
    for (const cwmp::OutgoingRequest& request : transfers->session_began(acs::Scheduler::Turn::events)) {
      const std::string arguments = request.arguments(cwmp::Version::v1_4);
      const auto inside = [&](const std::string& name) {
        const auto at = arguments.find("<" + name + ">");
        if (at == std::string::npos) return std::string("-");
        const auto begin = at + name.size() + 2;
        return arguments.substr(begin, arguments.find('<', begin) - begin);
      };
      const std::string key = inside("CommandKey");
      told.push_back((request.method == "TransferComplete" ? key : "autonomous") + " " + inside("FaultCode"));
      cwmp::AcknowledgeRequest effect{.token = request.token, .fault = {}};
      if (const auto fault = faults.find(key); fault != faults.end()) effect.fault = cwmp::Fault{fault->second, "no"};
      transfers->reports().acknowledged(effect);
    }
    transfers->session_ended();
    return told;
  }
};

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("a file is fetched, installed once, and its end reported until it is acknowledged") {
  Endpoint endpoint;
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
  Endpoint endpoint;
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
  Endpoint endpoint;
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
  Endpoint endpoint;
  cwmp::TransferArguments arguments{.command_key = "k", .file_type = "2 Web Content", .url = "http://f/"};
  const auto code = [&] { return endpoint.transfers->queue({QueueTransfer::Kind::download, arguments}).error().fault; };
  CHECK(code() == Fault::invalid_arguments);
  arguments.file_type = "3 Vendor Configuration File";
  arguments.file_size = 4'000'000'000;
  CHECK(code() == Fault::resources_exceeded);
  CHECK(endpoint.transfers->list(true).empty());
}

TEST_CASE("a delay is waited for") {
  Endpoint endpoint;
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
  Endpoint endpoint;
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
  Endpoint endpoint;
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
  Endpoint endpoint;
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
  Endpoint endpoint;
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
  Endpoint endpoint;
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

TEST_CASE("7 TRANSFER COMPLETE is delivered with the last of the reports") {
  Endpoint endpoint;
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
  Endpoint endpoint;
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
  Endpoint endpoint;
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
  Endpoint endpoint;
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
  Endpoint endpoint;
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
  Endpoint endpoint;
  REQUIRE(endpoint.ask("a", "/missing"));
  endpoint.run_until_completed("a");
  for (int session = 0; session < 2; ++session) CHECK(endpoint.session_without_answer() == 1U);
  CHECK(endpoint.session() == Told{"a 9016"});
  CHECK(endpoint.events.empty());
}

TEST_CASE("a transfer that the ACS has not asked for is told if the policy wants it") {
  Endpoint endpoint;
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

TEST_CASE("another ACS cancels what the former one asked for, and what runs ends without a report") {
  Endpoint endpoint;
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
  Endpoint endpoint;
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
  Endpoint endpoint;
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
  Endpoint endpoint;
  endpoint.server.answer("/f", tests::acs::http_status(503));
  endpoint.server.hold("/f");
  REQUIRE(endpoint.schedule("k", "/f", {{0, 100, "3 When Idle", 9}, {200, 300, "3 When Idle", 9}}));
  REQUIRE(endpoint.server.wait_for("/f"));
  endpoint.transfers->cancel_requests();
  endpoint.server.release();
  endpoint.run_until([&] { return endpoint.transfers->list(true).empty(); });
  CHECK(endpoint.events.empty());
}
