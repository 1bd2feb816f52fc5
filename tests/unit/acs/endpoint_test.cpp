// SPDX-License-Identifier: Apache-2.0
// Shows an endpoint in conversation with an ACS: what it says first, what it says again after a failure and after a
// restart, and that it carries out what it is asked.
#include "proxy/acs/endpoint.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include "tests/acs/connection_request.hpp"
#include "tests/acs/scripted_acs.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/acs/state_folder.hpp"

using namespace std::chrono_literals;
namespace acs = proxy::acs;
namespace model = proxy::model;
using tests::acs::Exchange;
using tests::acs::ScriptedAcs;

namespace {

/// No file may be transferred, unless the test says so.
struct NoFiles final : acs::TransferFiles {
  bool accepts = false;
  Refusal refuse_download(const std::string&) const override { return accepts ? Refusal() : refusal(); }
  Refusal refuse_upload(const std::string&) const override { return refusal(); }
  void install(const acs::InstallRequest&, const Done&) override {}
  proxy::base::Result<void> produce(const std::string&, const std::filesystem::path&) const override {
    return refusal();
  }
  static proxy::base::Error refusal() { return {proxy::base::Fault::request_denied, "", "no file"}; }
};

/// An endpoint on a loop of its own; the test speaks to it as its ACS does, or over run().
struct World final : acs::Endpoint::Dependencies {
  NoFiles files;
  StateFolder state;
  boost::asio::io_context context;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
  proxy::base::RealClock clock;
  acs::EndpointSettings in_force;
  std::string software_version = "1.0";
  std::string provisioning_code;
  std::promise<void> rebooted;
  bool frozen_at_reboot = false;
  std::promise<void> unreachable;

  /// What goes with a restart of the process.
  struct Process {
    model::Tree tree;
    std::function<void()> on_active = [] {};
    model::ChangeTracker changes{tree, [this] { on_active(); }};
    acs::HttpClient http;
    acs::FileClient files;
    std::optional<acs::Endpoint> endpoint;
    explicit Process(boost::asio::io_context& context) : http(context.get_executor()), files(context.get_executor()) {}
  };
  std::unique_ptr<Process> process;
  std::thread thread;

  explicit World(const std::string& url) {
    in_force.acs.url = url;
    in_force.acs.username = "cpe";
    in_force.acs.password = proxy::config::Secret("secret");
    in_force.acs.periodic_inform.enable = false;
    in_force.acs.retry_minimum_wait = 1s;
    in_force.acs.retry_interval_multiplier = 1000;
    in_force.connection_request.listen = {.host = "127.0.0.1", .port = 0};
    in_force.connection_request.username = "acs";
    in_force.connection_request.password = proxy::config::Secret("secret");
    thread = std::thread([this] { context.run(); });
    run([this] { boot(); });
  }
  ~World() {
    run([this] { process.reset(); });
    work.reset();
    thread.join();
  }

  template <class Function>
  std::invoke_result_t<Function> run(Function function) {
    std::packaged_task<std::invoke_result_t<Function>()> task(std::move(function));
    auto result = task.get_future();
    boost::asio::post(context, [&] { task(); });
    return result.get();
  }

  void boot() {
    process = std::make_unique<Process>(context);
    model::Tree& tree = process->tree;
    const auto declare = [&](model::Parameter parameter) {
      REQUIRE(tree.declare(tree.root(), std::move(parameter)).has_value());
    };
    declare({.name = "RootDataModelVersion", .forced_inform = true, .default_value = "2.17"});
    declare({.name = "DeviceInfo.HardwareVersion", .forced_inform = true});
    declare({.name = "DeviceInfo.SoftwareVersion",
             .forced_inform = true,
             .notification = model::Notification::active,
             .default_value = software_version});
    declare({.name = "DeviceInfo.ProvisioningCode",
             .writable = true,
             .forced_inform = true,
             .notification = model::Notification::active,
             .default_value = provisioning_code});
    declare({.name = "ManagementServer.ParameterKey", .forced_inform = true});
    declare({.name = "ManagementServer.ConnectionRequestURL",
             .forced_inform = true,
             .notification = model::Notification::active});
    declare({.name = "X.Window", .writable = true, .notification = model::Notification::active});
    process->endpoint.emplace(
        acs::Endpoint::Components{context.get_executor(), process->http, tree, process->changes, *state.store, clock,
                                  process->files, files, state.folder.file("transfers")},
        *this);
    process->on_active = [this] { process->endpoint->active_change(); };
    process->endpoint->start();
  }
  void restart() {
    run([this] {
      process.reset();
      state.reopen();
      boot();
    });
  }
  acs::EndpointSettings settings() const override { return in_force; }
  proxy::cwmp::DeviceIdStruct device_id() const override { return {"Maker", "00D09E", "Class", "1"}; }
  void connection_request_url_changed(const std::string& url, model::Origin origin) override {
    set("Device.ManagementServer.ConnectionRequestURL", url, origin);
  }
  void reboot() override {
    frozen_at_reboot = process->tree.frozen();
    rebooted.set_value();
  }
  void acs_unreachable() override {
    in_force.unreachable_after = 300s;
    process->endpoint->notify_settings_changed();
    unreachable.set_value();
  }

  void set(const char* path, const std::string& value, model::Origin origin = model::Origin::local) {
    process->tree.set_value(process->tree.find(path).value(), value, origin);
  }
  void change_acs(const std::string& to) {
    run([&] {
      in_force.acs.url = to;
      process->endpoint->notify_settings_changed();
    });
  }
  std::string url() { return status().connection_request_url; }
  acs::EndpointStatus status() {
    return run([this] { return process->endpoint->status(); });
  }
};

/// The whole of a session in which the ACS asks for nothing.
Exchange pass_session(ScriptedAcs& server) {
  std::optional<Exchange> inform;
  tests::acs::Session session = server.accept_session(&inform);
  session.expect_empty_post().reply_no_content();
  session.expect_end();
  return *inform;
}

}  // namespace

TEST_CASE("first contact is 0 BOOTSTRAP and 1 BOOT, a restart 1 BOOT alone") {
  ScriptedAcs server({.auth = tests::acs::Auth{.user = "cpe", .password = "secret"}});
  World world(server.url());
  Exchange inform = pass_session(server);
  inform.with_only_events({"0 BOOTSTRAP", "1 BOOT"}).with_parameter("Device.DeviceInfo.SoftwareVersion", "1.0");
  inform.with_argument("RetryCount", "0").with_parameter("Device.ManagementServer.ConnectionRequestURL", world.url());
  world.restart();
  pass_session(server).with_only_events({"1 BOOT", "4 VALUE CHANGE"});  // port 0: another URL

  world.in_force.connection_request.url = "http://192.0.2.1/fixed";
  world.restart();
  pass_session(server);
  world.restart();
  pass_session(server).with_only_events({"1 BOOT"});
  world.software_version = "2.0";
  world.restart();
  pass_session(server)
      .with_only_events({"1 BOOT", "4 VALUE CHANGE"})
      .with_parameter("Device.DeviceInfo.SoftwareVersion", "2.0");
}

TEST_CASE("a failed session is tried again with its events and a count") {
  ScriptedAcs server;
  World world(server.url());
  server.expect("Inform").reply(tests::acs::http_status(503));
  Exchange inform = pass_session(server);
  inform.with_only_events({"0 BOOTSTRAP", "1 BOOT"}).with_argument("RetryCount", "1");
  const acs::EndpointStatus status = world.status();
  CHECK(status.last_successful);
  CHECK(status.retry_count == 0);
  CHECK(status.pending_events.empty());
}

TEST_CASE("a connection request starts one session, also during another") {
  ScriptedAcs server;
  World world(server.url());
  std::optional<Exchange> inform;
  tests::acs::Session session = server.accept_session(&inform);
  Exchange post = session.expect_empty_post();
  for (int i = 0; i < 2; ++i) CHECK(tests::acs::connection_request(world.url(), "acs", "secret").status == 200);
  // One that is refused: once it is answered, the loop is through with those before it.
  CHECK(tests::acs::connection_request(world.url(), "acs", "wrong").status == 401);
  post.reply_no_content();
  pass_session(server).with_only_events({"6 CONNECTION REQUEST"});
  server.expect_silence(200ms);
}

TEST_CASE("an active change is told in a session of its own") {
  ScriptedAcs server;
  World world(server.url());
  pass_session(server);
  world.run([&] { world.set("Device.X.Window", "open"); });
  pass_session(server).with_only_events({"4 VALUE CHANGE"}).with_parameter("Device.X.Window", "open");
}

TEST_CASE("the ACS sets, reads, and is not told of its own change") {
  ScriptedAcs server;
  World world(server.url());
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
  world.run([&] {
    CHECK(world.state.store->facts.parameter_key() == "key");
    CHECK(world.state.store->attributes.all().size() == 1);
  });
}

TEST_CASE("what the ACS set is no change after a restart, what an operator set is") {
  ScriptedAcs server;
  World world(server.url());
  pass_session(server);
  world.in_force.connection_request.url = "http://192.0.2.1/fixed";
  world.restart();
  std::optional<Exchange> inform;
  tests::acs::Session session = server.accept_session(&inform);
  Exchange post = session.expect_empty_post();
  session.ask(post, tests::acs::set_parameter_values({{"Device.DeviceInfo.ProvisioningCode", "A"}}, "key"))
      .reply_no_content();
  session.expect_end();
  world.provisioning_code = "A";
  world.restart();
  pass_session(server).with_event("1 BOOT").without_event("4 VALUE CHANGE");
  world.provisioning_code = "B";
  world.restart();
  pass_session(server).with_event("4 VALUE CHANGE").with_parameter("Device.DeviceInfo.ProvisioningCode", "B");
}

TEST_CASE("a reboot is carried out after the session, and M Reboot survives it") {
  ScriptedAcs server;
  World world(server.url());
  tests::acs::Session session = server.accept_session();
  Exchange post = session.expect_empty_post();
  Exchange answer = session.ask(post, tests::acs::reboot("why"));
  auto rebooted = world.rebooted.get_future();
  CHECK(rebooted.wait_for(0s) == std::future_status::timeout);
  answer.reply_no_content();
  rebooted.wait();
  world.in_force.connection_request.url = "http://192.0.2.1/fixed";
  world.restart();
  pass_session(server).with_event("1 BOOT").with_event("M Reboot", "why").without_event("0 BOOTSTRAP");
}

TEST_CASE(
    "the tree is thawed before the end of a session whose long answer meets half an answer or a redirect to nowhere") {
  for (const auto& last : {tests::acs::truncated("<half"), tests::acs::redirect(302, "ftp://192.0.2.1/")}) {
    ScriptedAcs server;
    World world(server.url());
    auto rebooted = world.rebooted.get_future();
    tests::acs::Session session = server.accept_session();
    Exchange post = session.expect_empty_post();
    Exchange answer = session.ask(post, tests::acs::reboot("why"));
    session.ask(answer, tests::acs::get_parameter_values({"Device."})).reply(last);
    rebooted.wait();
    CHECK_FALSE(world.run([&] { return world.frozen_at_reboot; }));
  }
}

TEST_CASE("redirects are followed five times, for this session only") {
  ScriptedAcs home;
  ScriptedAcs other({.continued_sessions = true});
  World world(home.url());
  home.expect("Inform").reply(tests::acs::redirect(307, other.url()));
  tests::acs::Session session = other.accept_session();
  session.expect_empty_post().reply_no_content();
  session.expect_end();
  world.run([&] { world.process->endpoint->inform_now(); });
  home.expect("Inform").with_only_events({}).reply(tests::acs::redirect(302, home.url()));
  for (int i = 0; i < 5; ++i) home.expect("Inform").reply(tests::acs::redirect(302, home.url()));
  home.expect("Inform").with_argument("RetryCount", "1").reply(tests::acs::http_status(500));
  CHECK(world.status().retry_count >= 1);
}

TEST_CASE("another ACS URL is 0 BOOTSTRAP there") {
  ScriptedAcs old;
  ScriptedAcs next;
  World world(old.url());
  pass_session(old);
  world.run([&] {
    world.in_force.acs.url = next.url();
    world.process->endpoint->notify_settings_changed();
  });
  pass_session(next).with_event("0 BOOTSTRAP").without_event("1 BOOT");
}

TEST_CASE("0 BOOTSTRAP discards an undelivered 4 VALUE CHANGE, and the retries of the former ACS do not count") {
  ScriptedAcs old;
  ScriptedAcs next;
  World world(old.url());
  pass_session(old);
  SECTION("between two tries") {
    world.in_force.acs.retry_minimum_wait = 1h;
    world.run([&] {
      world.process->endpoint->notify_settings_changed();
      world.set("Device.X.Window", "open");
    });
    tests::acs::Session session = old.expect_session();
    session.expect("Inform").with_event("4 VALUE CHANGE").reply(tests::acs::http_status(503));
    session.expect_end();  // what runs on the loop from here on finds the session failed
    CHECK(world.status().retry_count == 1);
    world.change_acs(next.url());
  }
  SECTION("while the former ACS has the Inform") {
    const auto last = GENERATE(false, true);
    world.run([&] { world.set("Device.X.Window", "open"); });
    Exchange inform = old.expect("Inform").with_event("4 VALUE CHANGE");
    world.change_acs(next.url());
    if (last) {
      inform.reply_inform_response();
      old.expect("").reply(tests::acs::http_status(500));
    } else {
      inform.reply(tests::acs::http_status(503));
    }
  }
  pass_session(next).with_only_events({"0 BOOTSTRAP"}).with_argument("RetryCount", "0");
  CHECK(world.status().pending_events.empty());
  world.in_force.connection_request.url = "http://192.0.2.1/fixed";
  world.restart();
  pass_session(next);
  world.restart();
  pass_session(next).with_only_events({"1 BOOT"});
  world.run([&] { world.set("Device.X.Window", "shut"); });
  pass_session(next).with_only_events({"4 VALUE CHANGE"}).with_parameter("Device.X.Window", "shut");
}

TEST_CASE("0 BOOTSTRAP discards an undelivered 4 VALUE CHANGE over a restart, and later ones are reported") {
  ScriptedAcs old;
  ScriptedAcs next;
  World world(old.url());
  pass_session(old);
  world.run([&] { world.set("Device.X.Window", "open"); });
  old.expect("Inform").with_event("4 VALUE CHANGE").reply(tests::acs::http_status(503));
  old.expect("Inform").reply(tests::acs::hang());
  world.in_force.acs.url = next.url();
  world.software_version = "2.0";
  world.restart();
  next.expect("Inform")
      .with_only_events({"0 BOOTSTRAP", "1 BOOT"})
      .with_argument("RetryCount", "0")
      .reply(tests::acs::http_status(503));
  world.run([&] { world.set("Device.X.Window", "ajar"); });  // 0 BOOTSTRAP waits already: this one is for the new ACS
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
  World world(old.url());
  tests::acs::Session session = old.accept_session();
  Exchange post = session.expect_empty_post();
  Exchange answer = session.ask(post, tests::acs::schedule_inform(3600, "before"));
  CHECK(world.run([&] { return world.state.store->scheduled_informs.all().size(); }) == 1);
  world.change_acs(next.url());
  CHECK(world.run([&] { return world.state.store->scheduled_informs.all().empty(); }));
  answer = session.ask(answer, tests::acs::schedule_inform(3600, "after"));
  answer.reply_no_content();
  session.expect_end();
  pass_session(next).with_only_events({"0 BOOTSTRAP"});
  CHECK_FALSE(world.status().next_due);
  CHECK(world.run([&] { return world.state.store->scheduled_informs.all().empty(); }));

  tests::acs::Session asked = (world.run([&] { world.process->endpoint->inform_now(); }), next.accept_session());
  Exchange last = asked.expect_empty_post();
  asked.ask(last, tests::acs::schedule_inform(3600, "new")).reply_no_content();
  asked.expect_end();
  world.in_force.acs.url = old.url();
  world.restart();
  pass_session(old).with_event("0 BOOTSTRAP");
  CHECK(world.run([&] { return world.state.store->scheduled_informs.all().empty(); }));
}

TEST_CASE(
    "what the former ACS requests once it has set the new URL is cancelled if the process ends before the session") {
  ScriptedAcs old;
  ScriptedAcs next;
  World world(old.url());
  tests::acs::Session session = old.accept_session();
  Exchange post = session.expect_empty_post();
  world.change_acs(next.url());
  const bool is_back = GENERATE(false, true);  // this session is still of what was the ACS before
  if (is_back) world.change_acs(old.url());
  world.run([&] { world.files.accepts = true; });
  Exchange answer = session.ask(post, tests::acs::schedule_inform(600, "of the former ACS"));
  answer = session.ask(answer, tests::acs::download({.command_key = "k", .url = old.url(), .delay_seconds = 600}));
  const auto requests = [&] {
    return world.run(
        [&] { return world.state.store->scheduled_informs.all().size() + world.state.store->transfers.all().size(); });
  };
  CHECK(requests() == 2);
  SECTION("by a kill, or by SIGTERM") { world.restart(); }
  SECTION("the endpoint stops, and starts again in the same process") {
    world.run([&] {
      world.process->endpoint->stop();
      world.process->endpoint->start();
    });
  }
  CHECK(requests() == 0);
  pass_session(is_back ? old : next).with_only_events({"0 BOOTSTRAP", "1 BOOT"});
  CHECK(requests() == 0);
  CHECK_FALSE(world.status().next_due);
}

TEST_CASE("what the present ACS has requested stays over a restart, though a Bootstrap waited at the start before") {
  ScriptedAcs server;
  World world(server.url());
  server.expect("Inform").with_event("0 BOOTSTRAP").reply(tests::acs::http_status(503));
  world.restart();
  tests::acs::Session session = server.accept_session();
  Exchange post = session.expect_empty_post();
  session.ask(post, tests::acs::schedule_inform(600, "k")).reply_no_content();
  session.expect_end();
  world.restart();
  pass_session(server).with_event("1 BOOT").without_event("0 BOOTSTRAP");
  CHECK(world.run([&] { return world.state.store->scheduled_informs.all().size(); }) == 1);
}

TEST_CASE("a report without an HTTP answer, or with HTTP 503, is sent until it has an answer") {
  ScriptedAcs server;
  World world(server.url());
  pass_session(server);
  world.run([&] {
    proxy::state::StoredTransfer transfer{.command_key = "k", .state = proxy::state::StoredTransfer::State::completed};
    REQUIRE_FALSE(world.state.store->transfers.add(transfer));
  });
  world.restart();
  const auto session_failed_by = [&](tests::acs::Reply reply) {
    tests::acs::Session session = server.accept_session();
    session.expect("TransferComplete").with_argument("CommandKey", "k").reply(std::move(reply));
    world.run([&] { world.process->endpoint->inform_now(); });  // does not wait for the retry
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
      world.run([&] { world.process->endpoint->inform_now(); });
    }
    CHECK(world.run([&] { return world.state.store->transfers.all().empty(); }));
    return;
  }
  tests::acs::Session session = server.accept_session();
  session.expect("TransferComplete").reply_response();
  session.run_to_end();
  CHECK(world.run([&] { return world.state.store->transfers.all().empty(); }));
}

TEST_CASE("an ACS that is left with 8006 lowers no version for the next one") {
  ScriptedAcs old;
  ScriptedAcs next;
  World world(old.url());
  Exchange inform = old.expect("Inform");
  world.change_acs(next.url());
  inform.reply(tests::acs::fault(8006));
  CHECK(pass_session(next).message().supported_versions == "1.0,1.1,1.2,1.3,1.4");
}

TEST_CASE("without an ACS the first session waits for one, and comes with all events") {
  ScriptedAcs server;
  World world("");
  world.run([&] {
    world.process->endpoint->inform_now();
    world.process->endpoint->notify_settings_changed();
  });
  CHECK(world.url().empty());
  CHECK_FALSE(world.status().next_due);
  world.run([&] {
    world.in_force.acs.url = server.url();
    world.process->endpoint->notify_settings_changed();
  });
  pass_session(server).with_only_events({"0 BOOTSTRAP", "1 BOOT"});
  world.run([&] {
    world.in_force.acs.url.clear();
    world.process->endpoint->notify_settings_changed();
  });
  CHECK_FALSE(world.status().next_due);
}

TEST_CASE("an ACS that no connection comes about with is unreachable, one that refuses is not") {
  ScriptedAcs server;
  World world(server.url());
  auto unreachable = world.unreachable.get_future();
  server.expect("Inform").reply(tests::acs::http_status(503));
  world.run([&] { world.in_force.unreachable_after = 0s; });
  pass_session(server);
  CHECK(unreachable.wait_for(0s) == std::future_status::timeout);
  world.run([&] {
    world.in_force.acs.url = "http://127.0.0.1:1/";  // no server listens there
    world.process->endpoint->notify_settings_changed();
  });
  CHECK(unreachable.wait_for(20s) == std::future_status::ready);
}

TEST_CASE("unreachable for so long is counted from the first attempt that failed") {
  using proxy::base::SteadyTime;
  acs::Reachability reachability;
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

TEST_CASE("a version given up for one ACS is offered to the next") {
  ScriptedAcs old;
  ScriptedAcs next;
  World world(old.url());
  old.expect("Inform").reply(tests::acs::fault(8006));
  Exchange less = old.expect("Inform");
  CHECK_FALSE(less.message().supported_versions);  // 1.3 and less have no such header
  world.run([&] {
    world.in_force.acs.url = next.url();
    world.process->endpoint->notify_settings_changed();
  });
  less.reply(tests::acs::http_status(503));
  CHECK(pass_session(next).message().supported_versions == "1.0,1.1,1.2,1.3,1.4");
}

TEST_CASE("a port that was taken at the start is taken with a later session") {
  ScriptedAcs server;
  World world(server.url());
  pass_session(server);
  boost::asio::io_context other;
  using boost::asio::ip::tcp;
  tcp::acceptor taken(other, {boost::asio::ip::address_v4::loopback(), 0});
  world.in_force.connection_request.listen.port = taken.local_endpoint().port();
  world.restart();
  pass_session(server);
  CHECK(world.url().empty());
  taken.close();
  world.run([&] { world.process->endpoint->inform_now(); });
  pass_session(server).with_event("4 VALUE CHANGE");
  CHECK_FALSE(world.url().empty());
}

TEST_CASE("an endpoint stops at once in the middle of a session") {
  ScriptedAcs server;
  World world(server.url());
  Exchange inform = server.expect("Inform");
  world.run([&] { world.process->endpoint->stop(); });
  CHECK_FALSE(world.status().in_session);
  world.run([&] { world.process->endpoint->start(); });
  pass_session(server).with_only_events({"0 BOOTSTRAP", "1 BOOT"});
}
