// SPDX-License-Identifier: Apache-2.0
// Shows file transfers as an ACS asks for them: the answer at once, the report in a later session, with its events.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "tests/acs/http/file_server.hpp"
#include "tests/integration/fixture/moved_clock.hpp"
#include "tests/integration/fixture/transfer_pump.hpp"
#include "tests/support/text.hpp"

using namespace std::chrono_literals;
using namespace tests;
using namespace tests::integration;
using acs::DownloadOrder;
using acs::element;
using acs::FileServer;
using support::occurrences;

namespace {

const std::string kUnknownTime = "0001-01-01T00:00:00Z";
const std::string kConfiguration =
    "adapters:\n  - { name: example, plugin: example_c, mount: Device.X_00D09E_Example., interval_ms: 60000 }\n";

std::string downloaded(const Gateway& gateway) {
  std::ifstream file(std::filesystem::path(gateway.folder().file("state")) / "adapters.yaml");
  return {std::istreambuf_iterator<char>(file), {}};
}

acs::Reply cancel_transfer(const std::string& key) {
  return acs::request("CancelTransfer", {element("CommandKey", key)});
}

acs::Reply schedule_download(const std::string& key, const std::string& url, unsigned start, unsigned end) {
  return acs::request(
      "ScheduleDownload",
      {element("CommandKey", key), element("FileType", "3 Vendor Configuration File"), element("URL", url),
       element("Username", ""), element("Password", ""), element("FileSize", "0"), element("TargetFileName", ""),
       "<TimeWindowList soap-enc:arrayType=\"cwmp:TimeWindowStruct[1]\"><TimeWindowStruct>" +
           element("WindowStart", std::to_string(start)) + element("WindowEnd", std::to_string(end)) +
           element("WindowMode", "1 At Any Time") + element("UserMessage", "") + element("MaxRetries", "0") +
           "</TimeWindowStruct></TimeWindowList>"});
}

// One session in which the ACS asks for all of these; each must be answered with Status 1.
void ask_for(Gateway& gateway, const std::vector<DownloadOrder>& orders) {
  acs::Session session = gateway.open_session();
  acs::Exchange last = session.expect_empty_post();
  for (const DownloadOrder& order : orders) last = session.ask(last, acs::download(order)).with_argument("Status", "1");
  last.reply_no_content();
  session.expect_end();
}

}  // namespace

TEST_CASE("D01 a Download is answered at once, and its end reported in a later session", "[cwmp_transfers]") {
  FileServer server;
  server.give("/conf.yaml", kConfiguration);
  Gateway gateway;
  gateway.first_contact();
  gateway.ask(acs::download({.command_key = "conf-1", .url = server.url("/conf.yaml")}))
      .with_argument("Status", "1")
      .with_argument("StartTime", kUnknownTime)
      .with_argument("CompleteTime", kUnknownTime);
  std::optional<acs::Exchange> inform;
  acs::Session session = gateway.session(&inform);
  inform->with_event("7 TRANSFER COMPLETE").with_event("M Download", "conf-1");
  acs::Exchange report = session.expect("TransferComplete");
  report.with_argument("CommandKey", "conf-1").with_argument("FaultStruct.FaultCode", "0");
  report.with_argument("FaultStruct.FaultString", "");
  CHECK(report->argument("StartTime") != kUnknownTime);
  CHECK(report->argument("CompleteTime") != kUnknownTime);
  report.reply_response();
  session.expect_empty_post().reply_no_content();
  session.expect_end();
  CHECK(downloaded(gateway).ends_with("interval_ms: 60000\n"));
  gateway.acs().expect_silence(200ms);
  gateway.restart();
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT"});
}

TEST_CASE("D02 each failure is reported with its fault", "[cwmp_transfers]") {
  unsigned short nobody = 0;
  {
    FileServer gone;
    nobody = gone.port();
  }
  FileServer guarded({.auth = acs::Auth{.user = "cpe", .password = "right"}});
  FileServer server;
  server.answer("/cut", acs::truncated(kConfiguration));
  server.give("/corrupt", "adapters: [ {");
  Gateway gateway;
  gateway.first_contact();
  ask_for(gateway, {{.command_key = "missing", .url = server.url("/missing")},
                    {.command_key = "nobody", .url = "http://127.0.0.1:" + std::to_string(nobody) + "/f"},
                    {.command_key = "auth", .url = guarded.url("/f"), .username = "cpe", .password = "never-logged"},
                    {.command_key = "cut", .url = server.url("/cut")},
                    {.command_key = "corrupt", .url = server.url("/corrupt"), .file_size = 4711}});
  CHECK(hear_reports(gateway, 5) ==
        std::vector<std::string>{"missing 9016", "nobody 9015", "auth 9012", "cut 9017", "corrupt 9018"});
  CHECK(downloaded(gateway).empty());
  CHECK(gateway.log().find("never-logged") == std::string::npos);
}

TEST_CASE("D05 a Download with DelaySeconds begins when they are over", "[cwmp_transfers]") {
  FileServer server;
  server.give("/f", kConfiguration);
  Gateway gateway({.controllable_clock = true});
  gateway.first_contact();
  ask_for(gateway, {{.command_key = "k", .url = server.url("/f"), .delay_seconds = 600}});
  gateway.advance(590s);
  gateway.acs().expect_silence(200ms);
  CHECK(server.seen("/f").empty());
  gateway.advance(10s);
  CHECK(hear_reports(gateway, 1) == std::vector<std::string>{"k 0"});
}

TEST_CASE("D06 of three transfers none is lost or reported twice when the daemon is killed", "[cwmp_transfers]") {
  FileServer server;
  for (const char* path : {"/a", "/b", "/c"}) server.give(path, kConfiguration);
  server.hold("/b");
  Gateway gateway;
  gateway.first_contact();
  ask_for(gateway, {{.command_key = "a", .url = server.url("/a")},
                    {.command_key = "b", .url = server.url("/b")},
                    {.command_key = "c", .url = server.url("/c")}});
  CHECK(hear_reports(gateway, 1) == std::vector<std::string>{"a 0"});
  REQUIRE(server.wait_for("/b"));
  gateway.kill();
  server.release();
  gateway.start();
  CHECK(hear_reports(gateway, 2) == std::vector<std::string>{"b 0", "c 0"});
  gateway.acs().expect_silence(200ms);
}

TEST_CASE("D07 an Upload is a PUT with digest authentication", "[cwmp_transfers]") {
  FileServer server({.auth = acs::Auth{.user = "cpe", .password = "secret"}});
  Gateway gateway;
  gateway.first_contact();
  gateway
      .ask(acs::upload({.command_key = "up-1",
                        .file_type = "1 Vendor Configuration File",
                        .url = server.url("/up"),
                        .username = "cpe",
                        .password = "secret"}))
      .with_argument("Status", "1");
  std::optional<acs::Exchange> inform;
  acs::Session session = gateway.session(&inform);
  inform->with_event("7 TRANSFER COMPLETE").with_event("M Upload", "up-1");
  session.expect("TransferComplete").with_argument("FaultStruct.FaultCode", "0").reply_response();
  session.run_to_end();
  REQUIRE(server.file("/up"));
  CHECK(server.file("/up")->find("HomeGateway") != std::string::npos);
  CHECK(server.seen("/up").back().method == "PUT");
}

TEST_CASE("S10 reports wait while the ACS asks, and come again in the next session when they failed",
          "[cwmp_transfers]") {
  FileServer server;
  Gateway gateway;
  gateway.first_contact();
  ask_for(gateway, {{.command_key = "a", .url = server.url("/a")},
                    {.command_key = "b", .url = server.url("/b")},
                    {.command_key = "c", .url = server.url("/c")}});
  acs::Session session = gateway.acs().expect_session();
  std::optional<acs::Exchange> inform = session.expect("Inform");
  while (occurrences((*inform)->body, "<EventCode>M Download<") < 3) {  // nothing begins during a session
    inform->reply(acs::http_status(503));
    session = gateway.acs().expect_session();
    inform = session.expect("Inform");
  }
  inform->reply_inform_response();
  inform->with_event("M Download", "a").with_event("M Download", "b").with_event("M Download", "c");
  acs::Exchange first = session.expect("TransferComplete").with_argument("CommandKey", "a");
  acs::Exchange asked = session.ask(first, acs::get_rpc_methods());
  asked.reply(acs::response("TransferCompleteResponse"));
  session.expect("TransferComplete").with_argument("CommandKey", "b").reply(acs::fault(8002));
  session.expect("TransferComplete").with_argument("CommandKey", "c").reply_response();
  acs::Exchange post = session.expect_empty_post();
  session.ask(post, acs::get_rpc_methods()).reply_no_content();
  session.expect_end();
  gateway.acs().expect_silence(200ms);

  // A report that got a fault comes in the next session, and a report that a failed session did not deliver comes in
  // the one after.
  session = gateway.open_session();
  session.expect("TransferComplete").with_argument("CommandKey", "b").reply(acs::http_status(503));
  session = gateway.session(&inform);
  inform->with_event("7 TRANSFER COMPLETE").with_event("M Download", "b");
  session.expect("TransferComplete").with_argument("CommandKey", "b").reply_response();
  session.expect_empty_post().reply_no_content();
  session.expect_end();
  gateway.open_session().run_to_end();
}

TEST_CASE("S10 an ACS that cannot answer a TransferComplete can send its requests again after three sessions",
          "[cwmp_transfers]") {
  const auto wrong = GENERATE_REF(values<acs::Reply>(
      {acs::no_content(), acs::response("InformResponse"), acs::malformed_xml(), acs::http_status(500)}));
  Gateway gateway(with_clock());
  gateway.first_contact();
  gateway.ask(acs::download({.command_key = "k", .url = "http://127.0.0.1:1/"}));
  const std::vector<std::string> events = {"7 TRANSFER COMPLETE", "M Download"};
  std::optional<acs::Exchange> inform;
  for (int failed = 0; failed < 3; ++failed) {
    acs::Session session = gateway.session(&inform);
    inform->with_only_events(events).with_argument("RetryCount", std::to_string(failed));
    session.expect("TransferComplete").reply(wrong);
    gateway.wait_for_log("acs.session.failed");
    gateway.advance(1h);  // past the wait for the retry
  }
  for (int answered = 0; answered < 5; ++answered) {
    acs::Session session = answered == 0 ? gateway.session(&inform) : gateway.open_session();
    if (answered == 0) inform->with_only_events(events).with_argument("RetryCount", "3");
    acs::Exchange post = session.expect_empty_post();
    session.ask(post, acs::get_rpc_methods()).reply_no_content();
    session.expect_end();
  }
  gateway.wait_for_log("acs.transfer.report_dropped");
  CHECK(gateway.ctl({"events"}).output == "none\n");
  gateway.ask(acs::get_rpc_methods());
  CHECK(gateway.log().find("acs.transfer.report_dropped") == gateway.log().rfind("acs.transfer.report_dropped"));
}

TEST_CASE("what cannot be done is refused in the response's place", "[cwmp_transfers]") {
  Gateway gateway;
  gateway.first_contact();
  const auto code = [&](const DownloadOrder& order) { return gateway.ask_in_vain(acs::download(order))->fault->code; };
  CHECK(code({.url = "ftp://127.0.0.1/f"}) == "9013");
  CHECK(code({.url = "http://me:secret@127.0.0.1/f"}) == "9003");
  CHECK(code({.url = ""}) == "9003");
  CHECK(code({.file_type = "5 Ringer File", .url = "http://127.0.0.1/f"}) == "9003");
  CHECK(code({.file_type = "1 Firmware Upgrade Image", .url = "http://127.0.0.1/f"}) == "9001");
  CHECK(code({.url = "http://127.0.0.1/f", .file_size = 4'000'000'000}) == "9004");
}

TEST_CASE("sixteen transfers are held and listed, and cancelled by their keys", "[cwmp_transfers]") {
  FileServer server;
  server.give("/f", kConfiguration);
  server.hold("/f");
  Gateway gateway;
  gateway.first_contact();
  std::vector<DownloadOrder> orders = {{.command_key = "now", .url = server.url("/f")}};
  for (int i = 1; i < 16; ++i)
    orders.push_back({.command_key = i < 8 ? "low" : "high", .url = server.url("/f"), .delay_seconds = 3600});
  ask_for(gateway, orders);
  gateway.ask_in_vain(acs::download({.url = server.url("/f")})).with_fault(9004);
  REQUIRE(server.wait_for("/f"));
  const std::string all = gateway.ask(acs::request("GetAllQueuedTransfers"))->body;
  CHECK(occurrences(all, "<AllQueuedTransferStruct>") == 16);
  CHECK(occurrences(all, "<State>2</State>") == 1);
  CHECK(occurrences(gateway.ask(acs::request("GetQueuedTransfers"))->body, "<QueuedTransferStruct>") == 16);
  gateway.ask(cancel_transfer("nobody knows"));
  gateway.ask(cancel_transfer("low"));
  gateway.ask(cancel_transfer("now"));
  CHECK(occurrences(gateway.ask(acs::request("GetAllQueuedTransfers"))->body, "<CommandKey>high</CommandKey>") == 8);
  server.release();
  gateway.acs().expect_silence(200ms);
  CHECK(downloaded(gateway).empty());
}

TEST_CASE("a ScheduleDownload is done within its window, or is 9020", "[cwmp_transfers]") {
  FileServer server;
  server.give("/f", kConfiguration);
  server.give("/slow", kConfiguration);
  Gateway gateway({.controllable_clock = true});
  gateway.first_contact();
  gateway.ask(schedule_download("in time", server.url("/f"), 600, 1200));
  gateway.advance(600s);
  std::optional<acs::Exchange> inform;
  acs::Session session = gateway.session(&inform);
  inform->with_event("M ScheduleDownload", "in time");
  session.expect("TransferComplete").with_argument("FaultStruct.FaultCode", "0").reply_response();
  session.run_to_end();
  server.hold("/slow");
  gateway.ask(schedule_download("late", server.url("/slow"), 0, 600));
  REQUIRE(server.wait_for("/slow"));
  gateway.advance(600s);
  CHECK(hear_reports(gateway, 1) == std::vector<std::string>{"late 9020"});
}

TEST_CASE("a transfer started at the gateway is reported if the policy requires it", "[cwmp_transfers]") {
  FileServer server;
  server.give("/f", kConfiguration);
  Gateway gateway;
  gateway.first_contact();
  const std::string type = "3 Vendor Configuration File";
  CHECK(gateway.ctl({"download", type, server.url("/f")}).exit_code == 0);
  CHECK(gateway.ctl({"download", type, "ftp://127.0.0.1/f"}).output.find("9013") != std::string::npos);
  gateway.wait_for_log("acs.transfer.completed");
  gateway.acs().expect_silence(200ms);
  gateway.ask(acs::set_parameter_values(
      {{"Device.ManagementServer.AutonomousTransferCompletePolicy.Enable", "1", "xsd:boolean"}}));
  CHECK(gateway.ctl({"download", type, server.url("/missing")}).exit_code == 0);
  std::optional<acs::Exchange> inform;
  acs::Session session = gateway.session(&inform);
  inform->with_only_events({"10 AUTONOMOUS TRANSFER COMPLETE"});
  session.expect("AutonomousTransferComplete")
      .with_argument("TransferURL", server.url("/missing"))
      .with_argument("IsDownload", "1")
      .with_argument("FileType", type)
      .with_argument("FaultStruct.FaultCode", "9016")
      .reply_response();
  session.expect_empty_post().reply_no_content();
  session.expect_end();
}
