// SPDX-License-Identifier: Apache-2.0
// Shows both sides of the control socket: its mode, requests and replies, and timeouts.
#include "proxy/control/server.hpp"
#include "proxy/control/client.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/run_until.hpp"
#include "tests/support/sanitized.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>

#include <grp.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <optional>
#include <set>
#include <system_error>
#include <thread>
#include <vector>

using namespace proxy::control;
using namespace std::chrono_literals;
using tests::support::run_until;
using Protocol = boost::asio::local::stream_protocol;

namespace {

/// A daemon that knows "echo", "refuse" and "watch", on a thread of its own.
struct Daemon {
  Daemon()
      : server(std::in_place, loop, SocketOptions{.path = socket},
               [this](const Request& request, auto answer) { handle(request, answer); }) {
    thread = std::thread([this] { loop.run(); });
  }
  ~Daemon() {
    boost::asio::post(loop, [this] {
      watcher.reset();
      server.reset();
      work.reset();
    });
    thread.join();
  }

  void handle(const Request& request, const std::shared_ptr<Answer>& answer) {
    if (request.command == "echo") return answer->finish(boost::json::value_from(request.arguments));
    if (request.command == "refuse") return answer->refuse({9005, "Device.X", "there is none"});
    watcher = answer;
    answer->event(1);
    answer->event(2);
    if (!request.arguments.empty()) answer->finish("end");
  }

  tests::support::TempDir directory;
  std::filesystem::path socket = directory.path() / "run" / "control.sock";
  boost::asio::io_context loop{1};
  std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work{std::in_place,
                                                                                               loop.get_executor()};
  std::shared_ptr<Answer> watcher;
  std::optional<Server> server;
  std::thread thread;
};

boost::json::object ask_simply(const std::filesystem::path& socket, const Request& request) {
  return ask(socket, request, 10s, [](const boost::json::value&) { FAIL("no event expected"); });
}

/// A server whose loop runs on the thread of the test. It keeps the last request, and answers none.
struct OnThisThread {
  Protocol::socket connect() {
    Protocol::socket client(loop);
    client.connect(socket.string());
    return client;
  }
  static void send_request(Protocol::socket& client) {
    boost::asio::write(client, boost::asio::buffer(std::string("{\"command\": \"any\"}\n")));
  }

  tests::support::TempDir directory;
  std::filesystem::path socket = directory.path() / "control.sock";
  boost::asio::io_context loop;
  std::shared_ptr<Answer> request;
  Server server{
      loop, {.path = socket}, [this](const Request&, const std::shared_ptr<Answer>& answer) { request = answer; }};
};

}  // namespace

TEST_CASE_METHOD(Daemon, "a request is answered", "[control]") {
  CHECK(ask_simply(socket, {"echo", {"a", "b"}}).at("result") == boost::json::array{"a", "b"});
  CHECK(ask_simply(socket, {"refuse", {}}).at("error").at("fault") == 9005);
}

TEST_CASE_METHOD(Daemon, "a watch sends events until its end", "[control]") {
  std::vector<boost::json::value> events;
  const auto reply =
      ask(socket, {"watch", {"finite"}}, 10s, [&](const boost::json::value& event) { events.push_back(event); });
  CHECK(events == std::vector<boost::json::value>{1, 2});
  CHECK(reply.at("result") == "end");
}

TEST_CASE_METHOD(OnThisThread, "the end of a client is noticed while its watch is under way", "[control]") {
  for (const bool ends_at_once : {false, true}) {
    request.reset();
    Protocol::socket client = connect();
    send_request(client);
    if (ends_at_once) client.close();
    REQUIRE(run_until(loop, [&] { return request != nullptr; }));
    if (!ends_at_once) {
      CHECK(request->event(1));
      while (loop.poll() > 0) {
      }
      CHECK(request->is_open());
      client.close();
    }
    CHECK(run_until(loop, [&] { return !request->is_open(); }));
  }
}

TEST_CASE_METHOD(OnThisThread, "requests that are answered later leave nothing behind", "[control]") {
  Protocol::socket client = connect();
  std::set<long> owners;
  for (int count = 1; count <= 3; ++count) {
    request.reset();
    send_request(client);
    REQUIRE(run_until(loop, [&] { return request != nullptr; }));
    loop.poll();
    request->finish(count);
    REQUIRE(run_until(loop, [&] { return client.available() > 0; }));
    std::string reply;
    boost::asio::read_until(client, boost::asio::dynamic_buffer(reply), '\n');
    CHECK(boost::json::parse(reply).at("result") == count);
    loop.poll();
    owners.insert(request.use_count());
  }
  CHECK(owners.size() == 1);
}

TEST_CASE_METHOD(Daemon, "only its owner can open the socket", "[control]") {
  struct stat status {};
  REQUIRE(::stat(socket.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("the members of control_group can open the socket, too", "[control]") {
  tests::support::TempDir directory;
  boost::asio::io_context loop;
  // Our own group, which needs no right to change; as root also a group that is not ours.
  std::vector<std::string> groups{::getgrgid(::getegid())->gr_name};
  if (::geteuid() == 0) groups.emplace_back("daemon");
  for (const std::string& group : groups) {
    const auto socket = directory.path() / group;
    const Server server(loop, {.path = socket, .group = group}, [](const Request&, auto) {});
    struct stat status {};
    REQUIRE(::stat(socket.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0660U);
    CHECK(status.st_gid == ::getgrnam(group.c_str())->gr_gid);
  }
}

TEST_CASE("a control_group that is no group of this machine stops the start", "[control]") {
  tests::support::TempDir directory;
  boost::asio::io_context loop;
  for (const char* group : {"no-such-group", "0x"}) {
    const auto socket = directory.path() / "control.sock";
    CHECK_THROWS_WITH(Server(loop, {.path = socket, .group = group}, [](const Request&, auto) {}),
                      "control_group: there is no group " + std::string(group));
    CHECK_FALSE(std::filesystem::exists(socket));
  }
}

TEST_CASE_METHOD(Daemon, "a second daemon does not take the socket over", "[control]") {
  boost::asio::io_context other;
  CHECK_THROWS_AS(Server(other, {.path = socket}, [](const Request&, auto) {}), std::system_error);
  CHECK(ask_simply(socket, {"echo", {}}).contains("result"));
}

TEST_CASE_METHOD(Daemon, "an invalid request is rejected, a too long one ends the connection", "[control]") {
  boost::asio::io_context mine;
  boost::asio::local::stream_protocol::socket peer(mine);
  peer.connect(boost::asio::local::stream_protocol::endpoint(socket.string()));
  boost::asio::write(peer, boost::asio::buffer(std::string("hello\n")));
  std::string answer(refusal_line({0, "", "this is not a valid request"}).size(), '\0');
  boost::asio::read(peer, boost::asio::buffer(answer));
  CHECK(answer == refusal_line({0, "", "this is not a valid request"}));

  boost::system::error_code error;
  boost::asio::write(peer, boost::asio::buffer(std::string(kMaxRequestBytes + 1, 'x')), error);
  char byte = 0;
  boost::asio::read(peer, boost::asio::buffer(&byte, 1), error);
  CHECK(error);
}

TEST_CASE("a connection beyond the limit gets a refusal, and the others go on", "[control]") {
  tests::support::TempDir directory;
  const auto socket = directory.path() / "control.sock";
  boost::asio::io_context loop;
  const Server server(loop, {.path = socket},
                      [](const Request&, const std::shared_ptr<Answer>& answer) { answer->finish(1); });
  std::vector<boost::asio::local::stream_protocol::socket> clients;
  for (int client = 0; client < 33; ++client) {
    clients.emplace_back(loop);
    clients.back().connect(socket.string());
    loop.poll();
  }
  std::string answer(refusal_line({0, "", "too many connections"}).size(), '\0');
  boost::asio::read(clients.back(), boost::asio::buffer(answer));
  CHECK(answer == refusal_line({0, "", "too many connections"}));
  boost::system::error_code error;
  char byte = 0;
  boost::asio::read(clients.back(), boost::asio::buffer(&byte, 1), error);
  CHECK(error == boost::asio::error::eof);

  boost::asio::write(clients.front(), boost::asio::buffer(std::string("{\"command\": \"any\"}\n")));
  loop.poll();
  boost::asio::read(clients.front(), boost::asio::buffer(&byte, 1));
  CHECK(byte == '{');
}

TEST_CASE("a client that does not read its replies gets no further ones made", "[control]") {
  tests::support::TempDir directory;
  const auto socket = directory.path() / "control.sock";
  boost::asio::io_context loop;
  int made = 0;
  const Server server(loop, {.path = socket}, [&](const Request&, const std::shared_ptr<Answer>& answer) {
    ++made;
    answer->finish(boost::json::string(4U << 20U, 'x'));
  });
  boost::asio::local::stream_protocol::socket client(loop);
  client.connect(socket.string());
  std::string requests;
  for (int request = 0; request < 10; ++request) requests += "{\"command\": \"any\"}\n";
  boost::asio::write(client, boost::asio::buffer(requests));
  while (loop.poll() > 0) {
  }
  CHECK(made == 1);
}

TEST_CASE("the socket of a dead daemon is replaced, and a stopped daemon leaves none", "[control]") {
  tests::support::TempDir directory;
  const auto socket = directory.path() / "control.sock";
  boost::asio::io_context loop;
  {
    boost::asio::local::stream_protocol::acceptor dead(loop,
                                                       boost::asio::local::stream_protocol::endpoint(socket.string()));
  }
  REQUIRE(std::filesystem::exists(socket));
  {
    Server server(loop, {.path = socket}, [](const Request&, auto) {});
  }
  CHECK_FALSE(std::filesystem::exists(socket));
}

TEST_CASE("without a daemon there is an error, not a wait", "[control]") {
  tests::support::TempDir directory;
  CHECK_THROWS_AS(ask_simply(directory.path() / "none.sock", {"status", {}}), NoDaemon);
  CHECK_THROWS_AS(ask_simply(std::string(200, 'x'), {"status", {}}), NoDaemon);
}

TEST_CASE("the client gives up on a silent daemon", "[control]") {
  tests::support::TempDir directory;
  const auto socket = directory.path() / "control.sock";
  boost::asio::io_context loop;
  boost::asio::local::stream_protocol::acceptor silent(loop,
                                                       boost::asio::local::stream_protocol::endpoint(socket.string()));
  CHECK_THROWS_AS(ask(socket, {"status", {}}, 1s, [](const boost::json::value&) {}), NoDaemon);
}

TEST_CASE("a wrong path does not delete a file", "[control]") {
  tests::support::TempDir directory;
  const auto file = directory.path() / "precious.conf";
  std::ofstream(file) << "kept";
  boost::asio::io_context loop;
  CHECK_THROWS_AS(Server(loop, {.path = file}, [](const Request&, auto) {}), std::system_error);
  CHECK(std::filesystem::file_size(file) == 4);
}

TEST_CASE("out of descriptors it waits instead of spinning", "[control]") {
  // The sanitizers open descriptors of their own while they check, and take it for a defect that there are none.
  if (tests::support::kSanitized) return;
  tests::support::TempDir directory;
  const auto socket = directory.path() / "control.sock";
  boost::asio::io_context loop;
  Server server(loop, {.path = socket},
                [](const Request&, const std::shared_ptr<Answer>& answer) { answer->finish(1); });
  boost::asio::local::stream_protocol::socket client(loop);
  client.open();
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const int next = ::dup(0);
  REQUIRE(next >= 0);
  ::close(next);
  const rlimit none{static_cast<rlim_t>(next), before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  client.connect(socket.string());
  std::size_t turns = 0;
  while (turns < 100 && loop.run_one_for(100ms) > 0) ++turns;
  ::setrlimit(RLIMIT_NOFILE, &before);
  CHECK(turns < 10);

  boost::asio::write(client, boost::asio::buffer(std::string("{\"command\": \"any\"}\n")));
  char answer = 0;
  boost::asio::async_read(client, boost::asio::buffer(&answer, 1), [&](auto, auto) { loop.stop(); });
  loop.run_for(10s);
  CHECK(answer == '{');
}
