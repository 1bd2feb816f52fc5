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

#include <filesystem>
#include <string>
#include <thread>
#include <utility>

using namespace tests::integration;
namespace asio = boost::asio;
using tests::support::memory_of;
using Protocol = asio::local::stream_protocol;

namespace {

/// Accepts one connection, reads its request and sends the reply, as far as the client takes it.
class OneReply {
 public:
  explicit OneReply(std::string reply)
      : acceptor_(loop_, Protocol::endpoint(socket())), thread_([this, reply = std::move(reply)] {
          Protocol::socket peer(loop_);
          boost::system::error_code error;
          acceptor_.accept(peer, error);
          asio::read_until(peer, asio::dynamic_buffer(request_), '\n', error);
          if (!error) asio::write(peer, asio::buffer(reply), error);
        }) {}
  ~OneReply() {
    if (thread_.joinable()) thread_.join();
  }

  std::string socket() const { return folder_.file("monitor.sock"); }
  /// Once the reply is sent.
  std::string request() {
    thread_.join();
    return request_;
  }

 private:
  tests::support::TempDir folder_;
  asio::io_context loop_;
  Protocol::acceptor acceptor_;
  std::string request_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("a tree of many megabytes is passed on whole, in the memory of a few blocks", "[web_replies]") {
  const std::string tree = "[\"" + std::string(std::size_t{20} << 20, 'x') + "\"]";
  const OneReply daemon("{\"result\":" + tree + "}\n");
  Web web(daemon.socket());
  const double before = memory_of(web.process().pid()).private_kb;
  const HttpResponse response = web.get("/api/tree");
  CHECK(response.result_int() == 200);
  CHECK(response.chunked());
  CHECK((response.body() == tree));
  if (!tests::support::kSanitized) CHECK(memory_of(web.process().pid()).private_kb - before < 2000);
}

TEST_CASE("half of a long reply breaks the connection off, so that no page takes it for all", "[web_replies]") {
  const OneReply daemon("{\"result\":[\"" + std::string(std::size_t{1} << 20, 'x'));
  const Web web(daemon.socket());
  CHECK_THROWS(web.get("/api/tree"));
}

TEST_CASE("what is no reply of a daemon is 503", "[web_replies]") {
  for (const std::string& reply : {std::string("nonsense\n"), std::string("{\"result\":1"), std::string(100000, 'x')}) {
    const OneReply daemon(reply);
    const Web web(daemon.socket());
    CHECK(web.get("/api/status").result_int() == 503);
  }
}

TEST_CASE("a request is one line for the daemon, whatever is in its arguments", "[web_replies]") {
  OneReply daemon("{\"result\":null}\n");
  const Web web(daemon.socket());
  CHECK(web.get("/api/get?path=a%0a%7b%22command%22:%22reload%22%7d").result_int() == 200);
  CHECK(daemon.request() == R"({"command":"get","arguments":["a\n{\"command\":\"reload\"}"]})"
                            "\n");
}
