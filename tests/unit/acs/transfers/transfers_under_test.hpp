// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the tests of transfers share: the transfers of an endpoint whose sessions, installer and ACS the test plays.
// Thread: any one thread at a time

#include "proxy/acs/transfers/transfers.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/acs/http/file_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/run_until.hpp"
#include "tests/unit/acs/manual_clock.hpp"
#include "tests/unit/acs/state_folder.hpp"

namespace tests::transfers {

namespace acs = proxy::acs;
namespace base = proxy::base;
namespace config = proxy::config;
namespace cwmp = proxy::cwmp;
using acs::InstallOutcome;
using acs::InstallRequest;
using base::Fault;
using cwmp::QueueTransfer;
using cwmp::TransferState;
using tests::acs::FileServer;

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The transfers of an endpoint whose sessions the test plays.
struct TransfersUnderTest final : acs::Transfers::Dependencies, acs::TransferFiles {
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

  TransfersUnderTest() {
    installer = [](const InstallRequest&, const auto& done) { done({}); };
    boot();
  }
  ~TransfersUnderTest() { transfers.reset(); }

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
    REQUIRE(support::run_until(context, condition));
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

}  // namespace tests::transfers
