// SPDX-License-Identifier: Apache-2.0
// Shows an endpoint in conversation with an ACS: what it says first, what it says again after a failure and after a
// restart, and that it carries out what it is asked.
#include "proxy/acs/endpoint.hpp"

#include <boost/asio/ip/tcp.hpp>

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

TEST_CASE("first contact is 0 BOOTSTRAP and 1 BOOT, a restart 1 BOOT alone") {
  ScriptedAcs server({.auth = tests::acs::Auth{.user = "cpe", .password = "secret"}});
  EndpointUnderTest under_test(server.url());
  Exchange inform = pass_session(server);
  inform.with_only_events({"0 BOOTSTRAP", "1 BOOT"}).with_parameter("Device.DeviceInfo.SoftwareVersion", "1.0");
  inform.with_argument("RetryCount", "0")
      .with_parameter("Device.ManagementServer.ConnectionRequestURL", under_test.url());
  under_test.restart();
  pass_session(server).with_only_events({"1 BOOT", "4 VALUE CHANGE"});  // port 0: another URL

  under_test.in_force.connection_request.url = "http://192.0.2.1/fixed";
  under_test.restart();
  pass_session(server);
  under_test.restart();
  pass_session(server).with_only_events({"1 BOOT"});
  under_test.software_version = "2.0";
  under_test.restart();
  pass_session(server)
      .with_only_events({"1 BOOT", "4 VALUE CHANGE"})
      .with_parameter("Device.DeviceInfo.SoftwareVersion", "2.0");
}

TEST_CASE("a failed session is tried again with its events and a count") {
  ScriptedAcs server;
  EndpointUnderTest under_test(server.url());
  server.expect("Inform").reply(tests::acs::http_status(503));
  Exchange inform = pass_session(server);
  inform.with_only_events({"0 BOOTSTRAP", "1 BOOT"}).with_argument("RetryCount", "1");
  const proxy::acs::EndpointStatus status = under_test.status();
  CHECK(status.last_successful);
  CHECK(status.retry_count == 0);
  CHECK(status.pending_events.empty());
}

TEST_CASE("a connection request starts one session, also during another") {
  ScriptedAcs server;
  EndpointUnderTest under_test(server.url());
  std::optional<Exchange> inform;
  tests::acs::Session session = server.accept_session(&inform);
  Exchange post = session.expect_empty_post();
  for (int i = 0; i < 2; ++i) CHECK(tests::acs::connection_request(under_test.url(), "acs", "secret").status == 200);
  // One that is refused: once it is answered, the loop is through with those before it.
  CHECK(tests::acs::connection_request(under_test.url(), "acs", "wrong").status == 401);
  post.reply_no_content();
  pass_session(server).with_only_events({"6 CONNECTION REQUEST"});
  server.expect_silence(200ms);
}

TEST_CASE("an active change is told in a session of its own") {
  ScriptedAcs server;
  EndpointUnderTest under_test(server.url());
  pass_session(server);
  under_test.run([&] { under_test.set("Device.X.Window", "open"); });
  pass_session(server).with_only_events({"4 VALUE CHANGE"}).with_parameter("Device.X.Window", "open");
}

TEST_CASE("the ACS sets, reads, and is not told of its own change") {
  ScriptedAcs server;
  EndpointUnderTest under_test(server.url());
  tests::acs::Session session = server.accept_session();
  Exchange post = session.expect_empty_post();
  Exchange answer = session.ask(post, tests::acs::set_parameter_values({{"Device.X.Window", "shut"}}, "key"));
  answer.with_argument("Status", "0");
  Exchange read = session.ask(answer, tests::acs::get_parameter_values({"Device.X."}));
  read.with_parameter("Device.X.Window", "shut");
  Exchange attributes =
      session.ask(read, tests::acs::set_parameter_attributes({{.name = "Device.X.Window", .notification = 0}}));
  attributes.reply_no_content();
  session.expect_end();
  server.expect_silence(200ms);
  under_test.run([&] {
    CHECK(under_test.state.store->facts.parameter_key() == "key");
    CHECK(under_test.state.store->attributes.all().size() == 1);
  });
}

TEST_CASE("what the ACS set is no change after a restart, what an operator set is") {
  ScriptedAcs server;
  EndpointUnderTest under_test(server.url());
  pass_session(server);
  under_test.in_force.connection_request.url = "http://192.0.2.1/fixed";
  under_test.restart();
  std::optional<Exchange> inform;
  tests::acs::Session session = server.accept_session(&inform);
  Exchange post = session.expect_empty_post();
  session.ask(post, tests::acs::set_parameter_values({{"Device.DeviceInfo.ProvisioningCode", "A"}}, "key"))
      .reply_no_content();
  session.expect_end();
  under_test.provisioning_code = "A";
  under_test.restart();
  pass_session(server).with_event("1 BOOT").without_event("4 VALUE CHANGE");
  under_test.provisioning_code = "B";
  under_test.restart();
  pass_session(server).with_event("4 VALUE CHANGE").with_parameter("Device.DeviceInfo.ProvisioningCode", "B");
}

TEST_CASE("a reboot is carried out after the session, and M Reboot survives it") {
  ScriptedAcs server;
  EndpointUnderTest under_test(server.url());
  tests::acs::Session session = server.accept_session();
  Exchange post = session.expect_empty_post();
  Exchange answer = session.ask(post, tests::acs::reboot("why"));
  auto rebooted = under_test.rebooted.get_future();
  CHECK(rebooted.wait_for(0s) == std::future_status::timeout);
  answer.reply_no_content();
  rebooted.wait();
  under_test.in_force.connection_request.url = "http://192.0.2.1/fixed";
  under_test.restart();
  pass_session(server).with_event("1 BOOT").with_event("M Reboot", "why").without_event("0 BOOTSTRAP");
}

TEST_CASE(
    "the tree is thawed before the end of a session whose long answer meets half an answer or a redirect to nowhere") {
  for (const auto& last : {tests::acs::truncated("<half"), tests::acs::redirect(302, "ftp://192.0.2.1/")}) {
    ScriptedAcs server;
    EndpointUnderTest under_test(server.url());
    auto rebooted = under_test.rebooted.get_future();
    tests::acs::Session session = server.accept_session();
    Exchange post = session.expect_empty_post();
    Exchange answer = session.ask(post, tests::acs::reboot("why"));
    session.ask(answer, tests::acs::get_parameter_values({"Device."})).reply(last);
    rebooted.wait();
    CHECK_FALSE(under_test.run([&] { return under_test.frozen_at_reboot; }));
  }
}

TEST_CASE("redirects are followed five times, for this session only") {
  ScriptedAcs home;
  ScriptedAcs other({.continued_sessions = true});
  EndpointUnderTest under_test(home.url());
  home.expect("Inform").reply(tests::acs::redirect(307, other.url()));
  tests::acs::Session session = other.accept_session();
  session.expect_empty_post().reply_no_content();
  session.expect_end();
  under_test.run([&] { under_test.process->endpoint->inform_now(); });
  home.expect("Inform").with_only_events({}).reply(tests::acs::redirect(302, home.url()));
  for (int i = 0; i < 5; ++i) home.expect("Inform").reply(tests::acs::redirect(302, home.url()));
  home.expect("Inform").with_argument("RetryCount", "1").reply(tests::acs::http_status(500));
  CHECK(under_test.status().retry_count >= 1);
}

TEST_CASE("without an ACS the first session waits for one, and comes with all events") {
  ScriptedAcs server;
  EndpointUnderTest under_test("");
  under_test.run([&] {
    under_test.process->endpoint->inform_now();
    under_test.process->endpoint->notify_settings_changed();
  });
  CHECK(under_test.url().empty());
  CHECK_FALSE(under_test.status().next_due);
  under_test.run([&] {
    under_test.in_force.acs.url = server.url();
    under_test.process->endpoint->notify_settings_changed();
  });
  pass_session(server).with_only_events({"0 BOOTSTRAP", "1 BOOT"});
  under_test.run([&] {
    under_test.in_force.acs.url.clear();
    under_test.process->endpoint->notify_settings_changed();
  });
  CHECK_FALSE(under_test.status().next_due);
}

TEST_CASE("an ACS that no connection comes about with is unreachable, one that refuses is not") {
  ScriptedAcs server;
  EndpointUnderTest under_test(server.url());
  auto unreachable = under_test.unreachable.get_future();
  server.expect("Inform").reply(tests::acs::http_status(503));
  under_test.run([&] { under_test.in_force.unreachable_after = 0s; });
  pass_session(server);
  CHECK(unreachable.wait_for(0s) == std::future_status::timeout);
  under_test.run([&] {
    under_test.in_force.acs.url = "http://127.0.0.1:1/";  // no server listens there
    under_test.process->endpoint->notify_settings_changed();
  });
  CHECK(unreachable.wait_for(20s) == std::future_status::ready);
}

TEST_CASE("unreachable for so long is counted from the first attempt that failed") {
  using proxy::base::SteadyTime;
  proxy::acs::Reachability reachability;
  const SteadyTime start{1000s};
  CHECK_FALSE(reachability.lost(start, 300s));
  reachability.attempted(start);
  reachability.attempted(start + 200s);
  CHECK_FALSE(reachability.lost(start + 299s, 300s));
  CHECK(reachability.lost(start + 300s, 300s));
  CHECK_FALSE(reachability.lost(start + 301s, 300s));
  CHECK(reachability.lost(start + 600s, 300s));
  reachability.reset();
  CHECK_FALSE(reachability.lost(start + 2000s, 300s));
}

TEST_CASE("a port that was taken at the start is taken with a later session") {
  ScriptedAcs server;
  EndpointUnderTest under_test(server.url());
  pass_session(server);
  boost::asio::io_context other;
  using boost::asio::ip::tcp;
  tcp::acceptor taken(other, {boost::asio::ip::address_v4::loopback(), 0});
  under_test.in_force.connection_request.listen.port = taken.local_endpoint().port();
  under_test.restart();
  pass_session(server);
  CHECK(under_test.url().empty());
  taken.close();
  under_test.run([&] { under_test.process->endpoint->inform_now(); });
  pass_session(server).with_event("4 VALUE CHANGE");
  CHECK_FALSE(under_test.url().empty());
}

TEST_CASE("an endpoint stops at once in the middle of a session") {
  ScriptedAcs server;
  EndpointUnderTest under_test(server.url());
  Exchange inform = server.expect("Inform");
  under_test.run([&] { under_test.process->endpoint->stop(); });
  CHECK_FALSE(under_test.status().in_session);
  under_test.run([&] { under_test.process->endpoint->start(); });
  pass_session(server).with_only_events({"0 BOOTSTRAP", "1 BOOT"});
}
