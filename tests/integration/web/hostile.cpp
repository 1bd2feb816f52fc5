// SPDX-License-Identifier: Apache-2.0
// Shows that a client which sends too much, too slowly or nonsense costs little, and reads no file.
#include "tests/integration/fixture/web_under_test.hpp"
#include "tests/support/catch.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <list>
#include <string>

using namespace tests::integration;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// A connection that the test keeps open.
class RawClient {
 public:
  explicit RawClient(const Web& web, const std::string& from = "127.0.0.1")
      : socket_(loop_, tcp::endpoint(asio::ip::make_address(from), 0)) {
    socket_.connect({asio::ip::address_v4::loopback(), web.port()});
  }

  void write(const std::string& text) {
    boost::system::error_code gone;
    asio::write(socket_, asio::buffer(text), gone);
  }
  void read_until(const std::string& text) {
    std::string read;
    asio::read_until(socket_, asio::dynamic_buffer(read), text);
  }
  /// All that the server sends until it closes the connection.
  std::string read_to_end() {
    std::string text;
    boost::system::error_code ended;
    asio::read(socket_, asio::dynamic_buffer(text), ended);
    return text;
  }

 private:
  asio::io_context loop_;
  tcp::socket socket_;
};

std::string get_text(const Web& web, const std::string& path) {
  return "GET " + path + " HTTP/1.1\r\nConnection: close\r\nHost: " + web.authority() + "\r\n\r\n";
}

}  // namespace

TEST_CASE("no path leads out of the pages", "[web_hostile]") {
  const Web web(kNoDaemon);
  REQUIRE(web.get("/pages/index.html").result_int() == 200);
  for (const char* path : {"/pages/../web.yaml", "/pages/%2e%2e/web.yaml", "/pages/..%2fweb.yaml",
                           "/pages//../../web.yaml", "/../../etc/passwd", "/pages/./index.html", "//etc/passwd",
                           "/pages/index.html%00.js", "/pages/..\\web.yaml", "/web.yaml"}) {
    INFO(path);
    const HttpResponse response = web.get(path);
    CHECK(response.result_int() == 404);
    CHECK(response.body().find("socket:") == std::string::npos);
  }
}

TEST_CASE("what is too large is refused before it is read", "[web_hostile]") {
  const Web web(kNoDaemon);
  const std::string host = "Host: " + web.authority() + "\r\n";
  CHECK(web.send("GET / HTTP/1.1\r\n" + host + "X: " + std::string(20000, 'x') + "\r\n\r\n").result_int() == 431);
  CHECK(web.send("GET /" + std::string(20000, 'x') + " HTTP/1.1\r\n" + host + "\r\n").result_int() == 431);
  CHECK(web.send("POST /api/set HTTP/1.1\r\n" + host + "Content-Length: 100000\r\n\r\n" + std::string(100000, 'x'))
            .result_int() == 413);
  CHECK(web.send("POST /api/set HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n18000\r\n" +
                 std::string(0x18000, 'x') + "\r\n0\r\n\r\n")
            .result_int() == 413);
  CHECK(web.send("this is not HTTP\r\n\r\n").result_int() == 400);
  CHECK(web.send("GET / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx").result_int() == 400);
  CHECK(web.send("DELETE / HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n").result_int() == 405);
}

TEST_CASE("a client that sends its request byte by byte loses its connection", "[web_hostile]") {
  const Web web(kNoDaemon);
  RawClient slow(web);
  slow.write("GET / HTTP/1.1\r\nHost: local");
  CHECK(slow.read_to_end().empty());  // the server waits for 10 s
  CHECK(web.get("/").result_int() == 200);
}

TEST_CASE("requests that come at once are answered one after the other", "[web_hostile]") {
  const Web web(kNoDaemon);
  const std::string one = "GET /healthz HTTP/1.1\r\nHost: " + web.authority() + "\r\n";
  RawClient client(web);
  client.write(one + "\r\n" + one + "\r\n" + one + "Connection: close\r\n\r\n");
  const std::string text = client.read_to_end();
  int answers = 0;
  for (std::size_t at = 0; (at = text.find("HTTP/1.1 503", at)) != std::string::npos; ++at) ++answers;
  CHECK(answers == 3);
}

TEST_CASE("an address has a bounded number of connections, and room again when they end", "[web_hostile]") {
  const Web web(kNoDaemon);
  {
    std::list<RawClient> clients;
    for (int i = 0; i < 32; ++i) clients.emplace_back(web).write("GET / HTTP/1.1\r\n");
    // A part of a request, so that none of them is idle. They come in their order.
    RawClient refused(web);
    CHECK(refused.read_to_end().empty());
    RawClient of_another_address(web, "127.0.0.2");
    of_another_address.write(get_text(web, "/"));
    CHECK(of_another_address.read_to_end().starts_with("HTTP/1.1 200"));
  }
  for (bool served = false; !served;) {
    RawClient again(web);
    again.write(get_text(web, "/"));
    served = again.read_to_end().starts_with("HTTP/1.1 200");
  }
}

TEST_CASE("idle connections make room for a new one", "[web_hostile]") {
  const Web web(kNoDaemon);
  std::list<RawClient> clients;
  for (int i = 0; i < 64; ++i) {
    RawClient& client = clients.emplace_back(web, i % 2 == 0 ? "127.0.0.1" : "127.0.0.2");
    client.write("GET /healthz HTTP/1.1\r\nHost: " + web.authority() + "\r\n\r\n");
    client.read_until("does not answer\n");
  }
  RawClient late(web, "127.0.0.3");
  late.write(get_text(web, "/"));
  CHECK(late.read_to_end().starts_with("HTTP/1.1 200"));
  CHECK(clients.front().read_to_end().empty());
}
