// SPDX-License-Identifier: Apache-2.0
// Shows what a page gets when the program at the socket sends much, nonsense, or half of a reply.
#include "tests/integration/fixture/web_under_test.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process_cost.hpp"
#include "tests/support/sanitized.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace tests::integration;
namespace asio = boost::asio;
using tests::support::memory_of;
using Protocol = asio::local::stream_protocol;

namespace {

/// Gives each connection one of the replies, in their order, as far as the client takes it.
class Replies {
 public:
  explicit Replies(std::vector<std::string> replies)
      : acceptor_(loop_, Protocol::endpoint(socket())), thread_([this, replies = std::move(replies)] {
          for (const std::string& reply : replies) give(reply);
        }) {}
  ~Replies() {
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // not all of them may be asked for
    if (thread_.joinable()) thread_.join();
  }

  std::string socket() const { return folder_.file("monitor.sock"); }
  /// The last request, once the replies are sent.
  std::string request() {
    thread_.join();
    return request_;
  }
  /// Whether the client has closed the last connection before it had all. Returns when that is known.
  bool was_cut_off() {
    thread_.join();
    return error_.failed();
  }

 private:
  void give(const std::string& reply) {
    Protocol::socket peer(loop_);
    acceptor_.accept(peer, error_);
    request_.clear();
    asio::read_until(peer, asio::dynamic_buffer(request_), '\n', error_);
    if (!error_) asio::write(peer, asio::buffer(reply), error_);
  }

  tests::support::TempDir folder_;
  asio::io_context loop_;
  Protocol::acceptor acceptor_;
  std::string request_;
  boost::system::error_code error_;
  std::thread thread_;
};

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("a tree of many megabytes is passed on whole, in the memory of a few blocks", "[web_replies]") {
  const std::string tree = "[\"" + std::string(std::size_t{20} << 20, 'x') + "\"]";
  const Replies daemon({"{\"result\":" + tree + "}\n"});
  Web web(daemon.socket());
  const double before = memory_of(web.process().pid()).private_kb;
  const HttpResponse response = web.get("/api/tree");
  CHECK(response.result_int() == 200);
  CHECK(response.chunked());
  CHECK((response.body() == tree));
  if (!tests::support::kSanitized) CHECK(memory_of(web.process().pid()).private_kb - before < 2000);
}

TEST_CASE("half of a long reply breaks the connection off, so that no page takes it for all", "[web_replies]") {
  const Replies daemon({"{\"result\":[\"" + std::string(std::size_t{1} << 20, 'x')});
  const Web web(daemon.socket());
  CHECK_THROWS(web.get("/api/tree"));
}

TEST_CASE("what is no reply of a daemon is 503", "[web_replies]") {
  for (const std::string& reply : {std::string("nonsense\n"), std::string("{\"result\":1"), std::string(100000, 'x')}) {
    const Replies daemon({reply});
    const Web web(daemon.socket());
    CHECK(web.get("/api/status").result_int() == 503);
  }
}

TEST_CASE("an error that says nothing is 503 for those who watch the daemon, too", "[web_replies]") {
  const std::string reply = "{\"error\":null}\n";
  const Replies daemon({reply, reply});
  const Web web(daemon.socket());
  CHECK(web.get("/metrics").result_int() == 503);
  CHECK(web.get("/healthz").result_int() == 503);
  CHECK(web.get("/").result_int() == 200);
}

TEST_CASE("a page that does not read its events is cut off, and the others are served", "[web_replies]") {
  // More than all sockets on the way hold.
  Replies daemon({"{\"result\":{}}\n", repeated("{\"event\":{\"path\":\"a\",\"value\":\"b\"}}\n", 1 << 20)});
  const Web web(daemon.socket());
  const EventSource silent(web, "/api/stream?path=");
  CHECK(silent.status() == 200);
  CHECK(daemon.was_cut_off());
  CHECK(web.get("/").result_int() == 200);
}

TEST_CASE("a request is one line for the daemon, whatever is in its arguments", "[web_replies]") {
  Replies daemon({"{\"result\":null}\n"});
  const Web web(daemon.socket());
  CHECK(web.get("/api/get?path=a%0a%7b%22command%22:%22reload%22%7d").result_int() == 200);
  CHECK(daemon.request() == R"({"command":"get","arguments":["a\n{\"command\":\"reload\"}"]})"
                            "\n");
}
