// SPDX-License-Identifier: Apache-2.0
// Shows over real sockets which connection requests are accepted, and what the others are answered.
#include "proxy/acs/connection_request/connection_request.hpp"
#include "proxy/acs/connection_request/connection_request_url.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "tests/acs/connection_request.hpp"
#include "tests/acs/http/digest.hpp"
#include "tests/support/catch.hpp"

namespace acs = proxy::acs;
using tests::acs::connection_request;
using Scheme = tests::acs::ConnectionRequestOptions::Scheme;

namespace {

/// A clock that stands still: no bucket refills, no nonce gets old.
struct StillClock final : proxy::base::Clock {
  proxy::base::SteadyTime steady_now() const override { return proxy::base::SteadyTime(std::chrono::hours(1)); }
  proxy::base::SystemTime system_now() const override { return {}; }
};

struct Served final : acs::ConnectionRequestListener::Dependencies {
  boost::asio::io_context context;
  StillClock clock;
  std::mutex mutex;
  std::condition_variable changed;
  int requests = 0;
  std::map<std::string, std::string, std::less<>> documents;  ///< by name
  acs::ConnectionRequestListener listener{context.get_executor(), clock, *this};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
  std::string url;
  std::thread thread;

  explicit Served(const std::string& password = "secret", const std::string& path = "/random") {
    listener.set_credentials("acs", proxy::config::Secret(password));
    REQUIRE_FALSE(listener.start({.host = "::", .port = 0}, path));
    url = "http://127.0.0.1:" + std::to_string(listener.port()) + path;
    thread = std::thread([this] { context.run(); });
  }
  ~Served() {
    boost::asio::post(context, [this] { listener.stop(); });
    work.reset();
    thread.join();
  }
  void requested() override {
    const std::lock_guard lock(mutex);
    ++requests;
    changed.notify_all();
  }
  std::optional<std::string> document(std::string_view name) override {
    const auto found = documents.find(name);
    return found == documents.end() ? std::nullopt : std::optional(found->second);
  }
  /// How many requests were heard; an answer may be here a moment before its request is, so it waits for `expected`.
  int heard(int expected) {
    // What was refused before this is through with: a later answer has come from the loop.
    CHECK(connection_request(url, "acs", "secret", {.scheme = Scheme::none}).status != 200);
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::seconds(10), [&] { return requests >= expected; });
    return requests;
  }
};

std::string exchange(boost::asio::ip::tcp::socket& socket, const std::string& request, std::size_t bytes) {
  boost::asio::write(socket, boost::asio::buffer(request));
  std::string answer(bytes, '\0');
  boost::system::error_code error;
  answer.resize(boost::asio::read(socket, boost::asio::buffer(answer), error));
  return answer;
}

/// Logs in and asks for a document, of which it reads no more than the status.
std::string begin_to_read(boost::asio::ip::tcp::socket& socket, const Served& served, const std::string& target) {
  const auto refused = connection_request(served.url, "", "", {.scheme = Scheme::none});
  auto asked = tests::acs::digest_parameters(refused.header("WWW-Authenticate").value());
  const std::string response = tests::acs::digest_response({.user = "acs",
                                                            .password = "secret",
                                                            .realm = asked["realm"],
                                                            .nonce = asked["nonce"],
                                                            .nc = "00000001",
                                                            .cnonce = "c",
                                                            .method = "GET",
                                                            .uri = target});
  const boost::asio::ip::tcp::endpoint endpoint(boost::asio::ip::make_address("127.0.0.1"), served.listener.port());
  socket.open(endpoint.protocol());
  socket.set_option(boost::asio::socket_base::receive_buffer_size(4096));  // what the system takes in is not sent
  socket.connect(endpoint);
  return exchange(socket,
                  "GET " + target + " HTTP/1.1\r\nHost: a\r\nAuthorization: Digest username=\"acs\", realm=\"" +
                      asked["realm"] + "\", nonce=\"" + asked["nonce"] + "\", uri=\"" + target + "\", response=\"" +
                      response + "\", qop=auth, nc=00000001, cnonce=\"c\"\r\n\r\n",
                  12);
}

}  // namespace

TEST_CASE("a good connection request is answered with 200 and nothing, and heard once") {
  Served served;
  const auto answer = connection_request(served.url, "acs", "secret");
  CHECK(answer.first_status == 401);
  CHECK(answer.status == 200);
  CHECK(answer.body_size == 0);
  CHECK(served.heard(1) == 1);
}

TEST_CASE("a query and a body are ignored") {
  Served served;
  CHECK(connection_request(served.url + "?a=b", "acs", "secret").status == 200);
  CHECK(connection_request(served.url, "acs", "secret", {.body = "data"}).status == 200);
  CHECK(served.heard(2) == 2);
}

TEST_CASE("the absolute form of the URL is the same resource") {
  Served served;
  boost::asio::ip::tcp::socket socket(served.context);
  socket.connect({boost::asio::ip::make_address("127.0.0.1"), served.listener.port()});
  const std::string head = " HTTP/1.1\r\nHost: gateway.example\r\n\r\n";
  CHECK(exchange(socket, "GET " + served.url + head, 12) == "HTTP/1.1 401");
  boost::asio::ip::tcp::socket other(served.context);
  other.connect({boost::asio::ip::make_address("127.0.0.1"), served.listener.port()});
  CHECK(exchange(other, "GET http://gateway.example/another" + head, 12) == "HTTP/1.1 404");
  CHECK(acs::origin_form("https://gateway.example:1/a/b?c=d") == "/a/b?c=d");
  CHECK(acs::origin_form("http://gateway.example") == "/");
  CHECK(acs::origin_form("/a?u=http://x/y") == "/a?u=http://x/y");
}

TEST_CASE("IPv6 works as well") {
  Served served;
  const std::string url = "http://[::1]:" + std::to_string(served.listener.port()) + "/random";
  CHECK(connection_request(url, "acs", "secret").status == 200);
}

TEST_CASE("nothing else starts a session") {
  Served served;
  CHECK(connection_request(served.url, "acs", "wrong").status == 401);
  CHECK(connection_request(served.url, "other", "secret").status == 401);
  CHECK(connection_request(served.url, "acs", "secret", {.scheme = Scheme::basic}).status == 401);
  CHECK(connection_request(served.url, "acs", "secret", {.scheme = Scheme::none}).status == 401);
  CHECK(connection_request(served.url, "acs", "secret", {.method = "POST"}).status == 405);
  CHECK(connection_request(served.url, "acs", "secret", {.path = "/"}).status == 404);
  CHECK(connection_request(served.url, "acs", "secret", {.nonce = "00"}).status == 401);
  CHECK(served.heard(0) == 0);
  const auto good = connection_request(served.url, "acs", "secret");
  CHECK(good.status == 200);
  CHECK(connection_request(served.url, "acs", "secret", {.authorization = good.authorization}).status == 401);
  CHECK(served.heard(1) == 1);
}

TEST_CASE("without a password nobody is let in") {
  Served served{""};
  CHECK(connection_request(served.url, "acs", "").status == 503);
  CHECK(served.heard(0) == 0);
}

TEST_CASE("documents below the path are for who has logged in, and request no session") {
  Served served;
  const std::string large(3'000'000, 'x');
  served.documents = {{"id/a.xml", "<a/>"}, {"large.xml", large}};
  const tests::acs::HttpAnswer answer = connection_request(served.url + "/id/a.xml", "acs", "secret");
  CHECK(answer.first_status == 401);
  CHECK(answer.status == 200);
  CHECK(answer.body == "<a/>");
  CHECK(connection_request(served.url + "/large.xml?x", "acs", "secret").body == large);
  for (const char* name : {"/id/a.xml", "/none.xml"}) {
    CHECK(connection_request(served.url + name, "acs", "wrong").status == 401);
    CHECK(connection_request(served.url + name, "", "", {.scheme = Scheme::none}).status == 401);
  }
  CHECK(connection_request(served.url + "/none.xml", "acs", "secret").status == 404);
  CHECK(connection_request(served.url + "/id/a.xml", "acs", "secret", {.method = "POST"}).status == 405);
  for (const char* path : {"/", "//id/a.xml", "x/id/a.xml", "/../random/id/a.xml", "/id%2Fa.xml", "/id/a.xml/"}) {
    INFO(path);
    CHECK(connection_request(served.url + path, "acs", "secret").status == 404);
  }
  CHECK(served.heard(0) == 0);
}

TEST_CASE("a configured path may end with a slash, and documents are behind that one") {
  Served served("secret", "/gateway/");
  served.documents = {{"a.xml", "<a/>"}};
  CHECK(connection_request(served.url + "a.xml", "acs", "secret").body == "<a/>");
  CHECK(connection_request(served.url + "/a.xml", "acs", "secret").status == 404);
  CHECK(connection_request(served.url.substr(0, served.url.size() - 1), "acs", "secret").status == 404);
  CHECK(connection_request(served.url, "acs", "secret").status == 200);
  CHECK(served.heard(1) == 1);
}

TEST_CASE("documents share the limits of connection requests, and one that is too large is not sent") {
  Served served;
  served.documents = {{"a.xml", "<a/>"}, {"huge.xml", std::string(acs::kMaxDocument + 1, 'x')}};
  CHECK(connection_request(served.url + "/huge.xml", "acs", "secret").status == 503);
  for (int i = 1; i < acs::kAcceptedBurst; ++i)
    CHECK(connection_request(served.url + "/a.xml", "acs", "secret").status == 200);
  const tests::acs::HttpAnswer limited = connection_request(served.url + "/a.xml", "acs", "secret");
  CHECK(limited.status == 503);
  CHECK(limited.body_size == 0);
  CHECK(connection_request(served.url, "acs", "secret").status == 503);
}

TEST_CASE("documents are sent to two peers at a time, however slowly they read, and sessions are requested meanwhile") {
  Served served;
  served.documents = {{"large.xml", std::string(acs::kMaxDocument, 'x')}};
  boost::asio::io_context context;
  std::list<boost::asio::ip::tcp::socket> slow;
  for (std::size_t i = 0; i < acs::kMaxDocumentsSent; ++i)
    CHECK(begin_to_read(slow.emplace_back(context), served, "/random/large.xml") == "HTTP/1.1 200");
  CHECK(connection_request(served.url + "/large.xml", "acs", "secret").status == 503);
  CHECK(connection_request(served.url, "acs", "secret").status == 200);

  std::string rest(acs::kMaxDocument, '\0');
  boost::asio::read(slow.front(), boost::asio::buffer(rest));
  // The end of the document is still under way, but not for long.
  unsigned status = 503;
  for (int attempt = 0; status == 503 && attempt < 10; ++attempt)
    status = connection_request(served.url + "/large.xml", "acs", "secret").status;
  CHECK(status == 200);
}

TEST_CASE("without a password there are no documents") {
  Served served("");
  served.documents = {{"a.xml", "<a/>"}};
  CHECK(connection_request(served.url + "/a.xml", "acs", "").status == 503);
}

TEST_CASE("over the limit the answer is 503 without Retry-After") {
  Served served;
  for (int i = 0; i < 20; ++i) CHECK(connection_request(served.url, "acs", "secret").status == 200);
  const auto answer = connection_request(served.url, "acs", "secret");
  CHECK(answer.status == 503);
  CHECK_FALSE(answer.header("Retry-After"));
  CHECK(served.heard(20) == 20);
}

TEST_CASE("failed logins are slowed down and lock nobody out") {
  Served served;
  for (int i = 0; i < 20; ++i) CHECK(connection_request(served.url, "acs", "wrong").status == 401);
  CHECK(connection_request(served.url, "acs", "wrong").status == 503);
  CHECK(connection_request(served.url, "acs", "secret").status == 200);
  CHECK(served.heard(1) == 1);
}

TEST_CASE("at the connection cap the one idle longest goes") {
  Served served;
  boost::asio::io_context context;
  const boost::asio::ip::tcp::endpoint endpoint(boost::asio::ip::make_address("127.0.0.1"), served.listener.port());
  std::list<boost::asio::ip::tcp::socket> idle;
  const std::string request = "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n";
  for (std::size_t i = 0; i < acs::kMaxConnections; ++i) {
    idle.emplace_back(context).connect(endpoint);
    // The answer shows that it has been accepted.
    CHECK(exchange(idle.back(), request, 12) == "HTTP/1.1 404");
  }
  CHECK(connection_request(served.url, "acs", "secret").status == 200);
  std::string rest(1000, '\0');
  boost::system::error_code error;
  boost::asio::read(idle.front(), boost::asio::buffer(rest), error);
  CHECK(error);
}

TEST_CASE("headers without end are refused") {
  Served served;
  boost::asio::io_context context;
  boost::asio::ip::tcp::socket socket(context);
  socket.connect({boost::asio::ip::make_address("127.0.0.1"), served.listener.port()});
  const std::string request =
      "GET /random HTTP/1.1\r\nA: " + std::string(7000, 'a') + "\r\nB: " + std::string(3000, 'b');
  CHECK(exchange(socket, request, 12) == "HTTP/1.1 413");
}

TEST_CASE("the URL of a document is below that of connection requests") {
  CHECK(acs::document_url("http://10.0.0.1:7548/path", "id/a.xml") == "http://10.0.0.1:7548/path/id/a.xml");
  CHECK(acs::document_url("http://gw.example.com/path/?x=1#y", "a.xml") == "http://gw.example.com/path/a.xml");
  CHECK(acs::document_url("", "a.xml").empty());
}

TEST_CASE("the URL names the address, an IPv6 one in brackets and without its zone") {
  CHECK(acs::connection_request_url("192.0.2.7", 7548, "/p") == "http://192.0.2.7:7548/p");
  CHECK(acs::connection_request_url("2001:db8::1", 80, "/p") == "http://[2001:db8::1]:80/p");
  CHECK(acs::connection_request_url("fe80::1%eth0", 80, "/p") == "http://[fe80::1]:80/p");
  CHECK(acs::connection_request_url("", 80, "/p").empty());
}

TEST_CASE("the address towards the ACS is found without sending anything") {
  CHECK(acs::local_address_towards("http://127.0.0.1:7547/acs", "") == "127.0.0.1");
  CHECK(acs::local_address_towards("http://localhost/acs", "") == "127.0.0.1");
  CHECK(acs::local_address_towards("http://[::1]:7547/acs", "") == "::1");
  CHECK(acs::local_address_towards("http://127.0.0.1:7547/acs", "no-such-if").empty());
}
