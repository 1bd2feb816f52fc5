// SPDX-License-Identifier: Apache-2.0
// Shows which transfers are taken into the queue, and how they are listed and cancelled.
#include "tests/unit/cwmp/handlers/asking.hpp"

using namespace proxy::cwmp;
using namespace tests::cwmp;

TEST_CASE("a transfer is taken into the queue as it was asked for") {
  const Sample sample;
  const Download request{{.command_key = "k", .file_type = "3 Vendor Configuration File", .url = "http://f/x"}};
  const auto download = effect<QueueTransfer>(ask(sample, request));
  CHECK(download.kind == QueueTransfer::Kind::download);
  CHECK(download.arguments.command_key == "k");
  CHECK(download.arguments.url == "http://f/x");
  CHECK(effect<QueueTransfer>(ask(sample, Upload{request})).kind == QueueTransfer::Kind::upload);
  CHECK(std::holds_alternative<DownloadResponse>(std::get<Response>(finish_request(request, Done{}, sample.tree))));
  using base = proxy::base::Fault;
  CHECK(fault_code(finish_request(request, Refused{{{base::resources_exceeded, "", ""}}}, sample.tree)) == 9004);
}

TEST_CASE("a URL that files cannot be fetched from is refused at once") {
  const Sample sample;
  const auto code = [&](std::string url) { return fault_code(ask(sample, Download{{.url = std::move(url)}})); };
  for (const auto* url : {"http://files.example/a", "HTTPS://files.example:8443", "http://[2001:db8::1]/a?b@c"}) {
    INFO(url);
    CHECK(code(url) == 0);
  }
  for (const auto* url : {"ftp://files.example/a", "tftp://files.example/a", "file:///etc/passwd", "mailto:a@b"}) {
    INFO(url);
    CHECK(code(url) == 9013);
  }
  for (const auto* url : {"", "files.example/a", "http:files.example", "http://", "http:///a", "http://:80/",
                          "http://me:secret@files.example/", "http://me@files.example", "http://a b/", "http://a/\n",
                          "1http://a/", "://a/", "http://good\\@evil/"}) {
    INFO(url);
    CHECK(code(url) == 9003);
  }
}

TEST_CASE("ScheduleDownload has one or two windows, one after the other, that need no confirmation") {
  const Sample sample;
  const auto code = [&](std::vector<TimeWindowStruct> windows) {
    return fault_code(ask(sample, ScheduleDownload{{.url = "http://f/x", .time_window_list = std::move(windows)}}));
  };
  CHECK(code({{0, 60, "1 At Any Time", 0}}) == 0);
  CHECK(code({{0, 60, "2 Immediately", -1}, {60, 120, "3 When Idle", 5}}) == 0);
  CHECK(code({}) == 9003);
  CHECK(code({{0, 1, "1 At Any Time", 0}, {1, 2, "1 At Any Time", 0}, {2, 3, "1 At Any Time", 0}}) == 9003);
  CHECK(code({{60, 60, "1 At Any Time", 0}}) == 9003);
  CHECK(code({{0, 60, "1 At Any Time", -2}}) == 9003);
  CHECK(code({{0, 60, "1 At Any Time", 0}, {59, 120, "1 At Any Time", 0}}) == 9003);
  CHECK(code({{0, 60, "5 On Sundays", 0}}) == 9003);
  CHECK(code({{0, 60, "4 Confirmation Needed", 0}}) == 9001);
}

TEST_CASE("transfers are listed and cancelled") {
  const Sample sample;
  using base = proxy::base::Fault;
  CHECK(effect<CancelTransfers>(ask(sample, CancelTransfer{"k"})).command_key == "k");
  CHECK(fault_code(finish_request(CancelTransfer{"k"}, Refused{{{base::cancel_not_permitted, "", ""}}}, sample.tree)) ==
        9021);
  CHECK_FALSE(effect<ListTransfers>(ask(sample, GetQueuedTransfers{})).all);
  CHECK(effect<ListTransfers>(ask(sample, GetAllQueuedTransfers{})).all);
  const Outcome outcome = finish_request(GetAllQueuedTransfers{}, Transfers{{{.command_key = "k"}}}, sample.tree);
  CHECK(std::get<GetAllQueuedTransfersResponse>(std::get<Response>(outcome)).transfer_list.at(0).command_key == "k");
  CHECK(fault_code(finish_request(GetQueuedTransfers{}, Done{}, sample.tree)) == 9002);
}
