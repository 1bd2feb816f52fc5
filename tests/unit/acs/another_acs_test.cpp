// SPDX-License-Identifier: Apache-2.0
// Shows what an endpoint keeps and what it drops when it gets another ACS: events, requests, reports, the version.
#include "proxy/acs/endpoint.hpp"

#include <optional>
#include <string>

#include "tests/acs/connection_request.hpp"
#include "tests/unit/acs/endpoint_under_test.hpp"

using namespace std::chrono_literals;
namespace model = proxy::model;
using tests::acs::Exchange;
using tests::acs::ScriptedAcs;
using tests::endpoint::EndpointUnderTest;
using tests::endpoint::pass_session;

TEST_CASE("another ACS URL is 0 BOOTSTRAP there") {
  ScriptedAcs old;
  ScriptedAcs next;
  EndpointUnderTest under_test(old.url());
  pass_session(old);
  under_test.run([&] {
    under_test.in_force.acs.url = next.url();
    under_test.process->endpoint->notify_settings_changed();
  });
  pass_session(next).with_event("0 BOOTSTRAP").without_event("1 BOOT");
}

TEST_CASE("0 BOOTSTRAP discards an undelivered 4 VALUE CHANGE, and the retries of the former ACS do not count") {
  ScriptedAcs old;
  ScriptedAcs next;
  EndpointUnderTest under_test(old.url());
  pass_session(old);
  SECTION("between two tries") {
    under_test.in_force.acs.retry_minimum_wait = 1h;
    under_test.run([&] {
      under_test.process->endpoint->notify_settings_changed();
      under_test.set("Device.X.Window", "open");
    });
    tests::acs::Session session = old.expect_session();
    session.expect("Inform").with_event("4 VALUE CHANGE").reply(tests::acs::http_status(503));
    session.expect_end();  // what runs on the loop from here on finds the session failed
    CHECK(under_test.status().retry_count == 1);
    under_test.change_acs(next.url());
  }
  SECTION("while the former ACS has the Inform") {
    const auto last = GENERATE(false, true);
    under_test.run([&] { under_test.set("Device.X.Window", "open"); });
    Exchange inform = old.expect("Inform").with_event("4 VALUE CHANGE");
    under_test.change_acs(next.url());
    if (last) {
      inform.reply_inform_response();
      old.expect("").reply(tests::acs::http_status(500));
    } else {
      inform.reply(tests::acs::http_status(503));
    }
  }
  pass_session(next).with_only_events({"0 BOOTSTRAP"}).with_argument("RetryCount", "0");
  CHECK(under_test.status().pending_events.empty());
  under_test.in_force.connection_request.url = "http://192.0.2.1/fixed";
  under_test.restart();
  pass_session(next);
  under_test.restart();
  pass_session(next).with_only_events({"1 BOOT"});
  under_test.run([&] { under_test.set("Device.X.Window", "shut"); });
  pass_session(next).with_only_events({"4 VALUE CHANGE"}).with_parameter("Device.X.Window", "shut");
}

TEST_CASE("0 BOOTSTRAP discards an undelivered 4 VALUE CHANGE over a restart, and later ones are reported") {
  ScriptedAcs old;
  ScriptedAcs next;
  EndpointUnderTest under_test(old.url());
  pass_session(old);
  under_test.run([&] { under_test.set("Device.X.Window", "open"); });
  old.expect("Inform").with_event("4 VALUE CHANGE").reply(tests::acs::http_status(503));
  old.expect("Inform").reply(tests::acs::hang());
  under_test.in_force.acs.url = next.url();
  under_test.software_version = "2.0";
  under_test.restart();
  next.expect("Inform")
      .with_only_events({"0 BOOTSTRAP", "1 BOOT"})
      .with_argument("RetryCount", "0")
      .reply(tests::acs::http_status(503));
  under_test.run(
      [&] { under_test.set("Device.X.Window", "ajar"); });  // 0 BOOTSTRAP waits already: this one is for the new ACS
  Exchange inform = next.expect("Inform");
  while (!inform.message().values().contains("Device.X.Window")) {
    inform.reply(tests::acs::http_status(503));
    inform = next.expect("Inform");
  }
  inform.with_only_events({"0 BOOTSTRAP", "1 BOOT", "4 VALUE CHANGE"}).reply(tests::acs::http_status(503));
}

TEST_CASE("another ACS cancels scheduled Informs of the former one, also those asked for once the new URL is set") {
  ScriptedAcs old;
  ScriptedAcs next;
  EndpointUnderTest under_test(old.url());
  tests::acs::Session session = old.accept_session();
  Exchange post = session.expect_empty_post();
  Exchange answer = session.ask(post, tests::acs::schedule_inform(3600, "before"));
  CHECK(under_test.run([&] { return under_test.state.store->scheduled_informs.all().size(); }) == 1);
  under_test.change_acs(next.url());
  CHECK(under_test.run([&] { return under_test.state.store->scheduled_informs.all().empty(); }));
  answer = session.ask(answer, tests::acs::schedule_inform(3600, "after"));
  answer.reply_no_content();
  session.expect_end();
  pass_session(next).with_only_events({"0 BOOTSTRAP"});
  CHECK_FALSE(under_test.status().next_due);
  CHECK(under_test.run([&] { return under_test.state.store->scheduled_informs.all().empty(); }));

  tests::acs::Session asked =
      (under_test.run([&] { under_test.process->endpoint->inform_now(); }), next.accept_session());
  Exchange last = asked.expect_empty_post();
  asked.ask(last, tests::acs::schedule_inform(3600, "new")).reply_no_content();
  asked.expect_end();
  under_test.in_force.acs.url = old.url();
  under_test.restart();
  pass_session(old).with_event("0 BOOTSTRAP");
  CHECK(under_test.run([&] { return under_test.state.store->scheduled_informs.all().empty(); }));
}

TEST_CASE(
    "what the former ACS requests once it has set the new URL is cancelled if the process ends before the session") {
  ScriptedAcs old;
  ScriptedAcs next;
  EndpointUnderTest under_test(old.url());
  tests::acs::Session session = old.accept_session();
  Exchange post = session.expect_empty_post();
  under_test.change_acs(next.url());
  const bool is_back = GENERATE(false, true);  // this session is still of what was the ACS before
  if (is_back) under_test.change_acs(old.url());
  under_test.run([&] { under_test.files.accepts = true; });
  Exchange answer = session.ask(post, tests::acs::schedule_inform(600, "of the former ACS"));
  answer = session.ask(answer, tests::acs::download({.command_key = "k", .url = old.url(), .delay_seconds = 600}));
  const auto requests = [&] {
    return under_test.run([&] {
      return under_test.state.store->scheduled_informs.all().size() + under_test.state.store->transfers.all().size();
    });
  };
  CHECK(requests() == 2);
  SECTION("by a kill, or by SIGTERM") { under_test.restart(); }
  SECTION("the endpoint stops, and starts again in the same process") {
    under_test.run([&] {
      under_test.process->endpoint->stop();
      under_test.process->endpoint->start();
    });
  }
  CHECK(requests() == 0);
  pass_session(is_back ? old : next).with_only_events({"0 BOOTSTRAP", "1 BOOT"});
  CHECK(requests() == 0);
  CHECK_FALSE(under_test.status().next_due);
}

TEST_CASE("what the present ACS has requested stays over a restart, though a Bootstrap waited at the start before") {
  ScriptedAcs server;
  EndpointUnderTest under_test(server.url());
  server.expect("Inform").with_event("0 BOOTSTRAP").reply(tests::acs::http_status(503));
  under_test.restart();
  tests::acs::Session session = server.accept_session();
  Exchange post = session.expect_empty_post();
  session.ask(post, tests::acs::schedule_inform(600, "k")).reply_no_content();
  session.expect_end();
  under_test.restart();
  pass_session(server).with_event("1 BOOT").without_event("0 BOOTSTRAP");
  CHECK(under_test.run([&] { return under_test.state.store->scheduled_informs.all().size(); }) == 1);
}

TEST_CASE("a report without an HTTP answer, or with HTTP 503, is sent until it has an answer") {
  ScriptedAcs server;
  EndpointUnderTest under_test(server.url());
  pass_session(server);
  under_test.run([&] {
    proxy::state::StoredTransfer transfer{.command_key = "k", .state = proxy::state::StoredTransfer::State::completed};
    REQUIRE_FALSE(under_test.state.store->transfers.add(transfer));
  });
  under_test.restart();
  const auto session_failed_by = [&](tests::acs::Reply reply) {
    tests::acs::Session session = server.accept_session();
    session.expect("TransferComplete").with_argument("CommandKey", "k").reply(std::move(reply));
    under_test.run([&] { under_test.process->endpoint->inform_now(); });  // does not wait for the retry
  };
  for (const auto& failure : {tests::acs::http_status(503), tests::acs::http_status(503), tests::acs::http_status(503),
                              tests::acs::truncated("<half"), tests::acs::redirect(302, "ftp://192.0.2.1/")})
    session_failed_by(failure);
  SECTION("and then it is delivered") {}
  SECTION("and it does not reset the count of answers that are none of its own") {
    for (const auto& wrong : {tests::acs::no_content(), tests::acs::malformed_xml()}) session_failed_by(wrong);
    session_failed_by(tests::acs::http_status(503));
    session_failed_by(tests::acs::http_status(404));
    for (int session = 0; session < 5; ++session) {
      pass_session(server);
      under_test.run([&] { under_test.process->endpoint->inform_now(); });
    }
    CHECK(under_test.run([&] { return under_test.state.store->transfers.all().empty(); }));
    return;
  }
  tests::acs::Session session = server.accept_session();
  session.expect("TransferComplete").reply_response();
  session.run_to_end();
  CHECK(under_test.run([&] { return under_test.state.store->transfers.all().empty(); }));
}

TEST_CASE("an ACS that is left with 8006 lowers no version for the next one") {
  ScriptedAcs old;
  ScriptedAcs next;
  EndpointUnderTest under_test(old.url());
  Exchange inform = old.expect("Inform");
  under_test.change_acs(next.url());
  inform.reply(tests::acs::fault(8006));
  CHECK(pass_session(next).message().supported_versions == "1.0,1.1,1.2,1.3,1.4");
}

TEST_CASE("a version given up for one ACS is offered to the next") {
  ScriptedAcs old;
  ScriptedAcs next;
  EndpointUnderTest under_test(old.url());
  old.expect("Inform").reply(tests::acs::fault(8006));
  Exchange less = old.expect("Inform");
  CHECK_FALSE(less.message().supported_versions);  // 1.3 and less have no such header
  under_test.run([&] {
    under_test.in_force.acs.url = next.url();
    under_test.process->endpoint->notify_settings_changed();
  });
  less.reply(tests::acs::http_status(503));
  CHECK(pass_session(next).message().supported_versions == "1.0,1.1,1.2,1.3,1.4");
}
