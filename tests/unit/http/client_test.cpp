// SPDX-License-Identifier: Apache-2.0
// Shows what a request looks like to a server, and that no server can cost more than its deadline: not one that is
// silent, hangs up, sends without end, sends us elsewhere, or is not who it says.
#include "adapters/http/client.hpp"

#include <curl/curl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <latch>
#include <map>
#include <stdexcept>
#include <vector>

#include "tests/acs/http/recording_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/process.hpp"
#include "tests/support/servers/loopback_listener.hpp"

using namespace adapters::http;
using namespace std::chrono_literals;
namespace acs = tests::acs;

namespace {

/// A web server with room for one connection: it closes another one that comes meanwhile.
class SmallServer {
 public:
  SmallServer() : thread_([this] { run(); }) {}
  ~SmallServer() {
    listener_.end();
    thread_.join();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(listener_.port()) + "/"; }
  int refused() const { return refused_; }
  // Until then it answers nothing.
  void release() { released_.count_down(); }

 private:
  void run() {
    for (int peer = listener_.accept(); peer >= 0; peer = listener_.accept()) {
      std::array<char, 4096> request{};
      (void)::recv(peer, request.data(), request.size(), 0);
      released_.wait();
      refuse_others();
      constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx";
      (void)::send(peer, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
      ::close(peer);
    }
  }
  void refuse_others() {
    pollfd next{listener_.descriptor(), POLLIN, 0};
    while (::poll(&next, 1, 20) == 1) {
      const int peer = listener_.accept();
      if (peer < 0) return;
      ::close(peer);
      ++refused_;
    }
  }

  const tests::support::LoopbackListener listener_;
  std::atomic<int> refused_{0};
  std::latch released_{1};
  std::thread thread_;
};

/// A client, and what it has said of each job, in order.
class Bench {
 public:
  explicit Bench(Server server = {}, std::size_t max_body = 1000)
      : client_(std::move(server), max_body, [] { return std::nullopt; }) {
    client_.start();
  }
  void submit(const std::string& name, Request request, std::chrono::milliseconds timeout = 20s,
              std::optional<std::size_t> lane = {}) {
    const auto done = [this, name](const Response& response) {
      const std::lock_guard lock(mutex_);
      responses_[name] = response;
      order_.push_back(name);
      changed_.notify_all();
    };
    client_.submit({std::move(request), timeout, done, lane});
  }
  Response wait(const std::string& name) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, 30s, [&] { return responses_.contains(name); }))
      throw std::runtime_error("no " + name);
    return responses_.at(name);
  }
  Response ask(Request request, std::chrono::milliseconds timeout = 20s) {
    const std::string name = std::to_string(++asked_);
    submit(name, std::move(request), timeout);
    return wait(name);
  }
  std::vector<std::string> order() {
    const std::lock_guard lock(mutex_);
    return order_;
  }
  Client& client() { return client_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Response> responses_;
  std::vector<std::string> order_;
  int asked_ = 0;
  Client client_;
};

std::string header(const acs::Message& message, const std::string& name) {
  for (const auto& [key, value] : message.headers) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

TEST_CASE("a request is what is configured, and nothing besides") {
  acs::RecordingServer site([](const acs::Message&) { return acs::raw("done", "text/plain"); });
  Server server;
  server.key_header = "X-Key";
  server.key = "0123";
  Bench bench(server);
  const Response got = bench.ask({.url = site.url("/a?b=%20c")});
  CHECK(got.well());
  CHECK(got.body == "done");
  bench.ask({.url = site.url("/set"),
             .method = "PATCH",
             .body = R"({"on": true})",
             .content_type = "application/json",
             .with_credentials = true});
  const std::vector<acs::Message> seen = site.wait_for(2);
  CHECK(seen[0].method == "GET");
  CHECK(seen[0].target == "/a?b=%20c");
  CHECK(header(seen[0], "X-Key").empty());
  CHECK(seen[1].method == "PATCH");
  CHECK(seen[1].body == R"({"on": true})");
  CHECK(header(seen[1], "Content-Type") == "application/json");
  CHECK(header(seen[1], "X-Key") == "0123");
  CHECK(header(seen[1], "Expect").empty());
}

TEST_CASE("an answer that is none is told, and what it is") {
  const auto reason = [](acs::Reply reply) {
    acs::RecordingServer site([&](const acs::Message&) { return reply; });
    return Bench().ask({.url = site.url()}).reason();
  };
  CHECK(reason(acs::http_status(404, "no")) == "HTTP status 404");
  CHECK(reason(acs::redirect(302, "http://127.0.0.1:1/")) == "HTTP status 302");  // not followed
  CHECK(reason(acs::close_connection()) == "Server returned nothing (no headers, no data)");
  CHECK(reason(acs::reset_connection()) == "Failure when receiving data from the peer");
  CHECK(reason(acs::truncated("half of it")) == "Transferred a partial file");
  CHECK(reason(acs::raw(std::string(1001, 'x'))) == "the answer is longer than max_payload_bytes");
  CHECK(reason(acs::raw(std::string(1001, 'x')).chunked()) == "the answer is longer than max_payload_bytes");
  CHECK(reason(acs::raw(std::string(1000, 'x'))) == "HTTP status 200");
  const std::string nobody = "http://127.0.0.1:" + std::to_string(tests::support::free_port());
  CHECK(Bench().ask({.url = nobody}).reason() == curl_easy_strerror(CURLE_COULDNT_CONNECT));
  CHECK(Bench().ask({.url = "http://no-such-host.invalid/"}).reason() ==
        curl_easy_strerror(CURLE_COULDNT_RESOLVE_HOST));
}

TEST_CASE("a silent server costs its deadline") {
  acs::RecordingServer silent([](const acs::Message&) { return acs::hang(); });
  Bench bench;
  bench.submit("silent", {.url = silent.url()}, 700ms);
  CHECK(bench.wait("silent").reason() == "Timeout was reached");
}

TEST_CASE("others do not wait for a silent server") {
  acs::RecordingServer silent([](const acs::Message&) { return acs::hang(); });
  acs::RecordingServer site([](const acs::Message&) { return acs::raw("x"); });
  Bench bench;
  for (int i = 0; i < 12; ++i) bench.submit("silent " + std::to_string(i), {.url = silent.url()}, 60s);
  bench.submit("set", {.url = site.url()}, 20s, 0);
  CHECK(bench.wait("set").well());
  CHECK(bench.order().front() == "set");
  bench.submit("poll", {.url = site.url()});
  CHECK(bench.wait("poll").well());
}

TEST_CASE("a set waits for a poll of its host for half of its time, and the poll begins again after it") {
  acs::RecordingServer site(
      [](const acs::Message& message) { return message.method == "PUT" ? acs::raw("x") : acs::hang(); });
  Bench bench;
  bench.submit("poll", {.url = site.url()}, 60s);
  REQUIRE(site.wait_for(1).size() == 1);
  bench.submit("set", {.url = site.url(), .method = "PUT"}, 4s, 0);
  CHECK(bench.wait("set").well());
  CHECK(bench.order() == std::vector<std::string>{"set"});
  const auto requests = site.wait_for(3);
  REQUIRE(requests.size() == 3);
  CHECK(requests[1].method == "PUT");
  CHECK(requests[2].method == "GET");
}

TEST_CASE("sets of one parameter keep their order, and one that is late is not sent") {
  std::atomic<bool> first{true};
  acs::RecordingServer site([&](const acs::Message&) { return first.exchange(false) ? acs::hang() : acs::raw("x"); });
  Bench bench;
  bench.submit("first", {.url = site.url("/1")}, 1s, 7);
  bench.submit("late", {.url = site.url("/2")}, 300ms, 7);
  bench.submit("second", {.url = site.url("/3")}, 20s, 7);
  CHECK(bench.wait("second").well());
  CHECK(bench.wait("late").reason() == "not sent before its deadline: earlier ones were still in progress");
  CHECK(bench.order() == std::vector<std::string>{"late", "first", "second"});  // it is answered at its deadline
  CHECK(site.wait_for(2).size() == 2);
}

TEST_CASE("a server that calls every nonce stale gets three logins for a request") {
  int nonces = 0;
  acs::RecordingServer site([&](const acs::Message&) {
    acs::Reply reply = acs::http_status(401, "no");
    reply.headers = {
        {"WWW-Authenticate", R"(Digest realm="r", qop="auth", stale=true, nonce=")" + std::to_string(++nonces) + '"'}};
    return reply;
  });
  Server server;
  server.username = "gateway";
  server.password = "secret";
  server.auth = GENERATE(Server::Auth::any, Server::Auth::digest);
  Bench bench(server);
  for (int request = 1; request <= 2; ++request) {
    CHECK(bench.ask({.url = site.url(), .with_credentials = true}).reason() == "HTTP status 401");
    CHECK(site.requests().size() <= static_cast<std::size_t>(4 * request));
  }
}

TEST_CASE("a small server gets one request at a time, and answers all of them") {
  SmallServer site;
  Bench bench;
  for (int i = 0; i < 8; ++i) bench.submit("poll " + std::to_string(i), {.url = site.url()});
  bench.submit("set", {.url = site.url(), .method = "PUT"}, 20s, 0);
  site.release();
  for (int i = 0; i < 8; ++i) CHECK(bench.wait("poll " + std::to_string(i)).well());
  CHECK(bench.wait("set").well());
  CHECK(site.refused() == 0);
  const std::vector<std::string> order = bench.order();
  CHECK(std::find(order.begin(), order.end(), "set") - order.begin() <= 1);  // before the polls that wait
}

TEST_CASE("polls of a server that is away are given up with it, and each but the first is no news") {
  Bench bench;
  const std::string nobody = "http://127.0.0.1:" + std::to_string(tests::support::free_port());
  for (int i = 0; i < 20; ++i) bench.submit("poll " + std::to_string(i), {.url = nobody + "/" + std::to_string(i)});
  for (int i = 0; i < 20; ++i) {
    const Response response = bench.wait("poll " + std::to_string(i));
    CHECK(response.reason() == curl_easy_strerror(CURLE_COULDNT_CONNECT));
    CHECK(response.is_known == (i > 0));
  }
}

TEST_CASE("certificates are checked, unless that is not wanted") {
  tests::support::CertificateAuthority authority;
  const tests::support::Certificate certificate = authority.issue();
  const tests::support::Certificate other = authority.issue({.common_name = "else", .names = {"DNS:else"}});
  const auto answer = [](const acs::Message&) { return acs::raw("x"); };
  acs::RecordingServer site(answer,
                            {.certificate_file = certificate.certificate_file, .key_file = certificate.key_file});
  acs::RecordingServer wrong(answer, {.certificate_file = other.certificate_file, .key_file = other.key_file});
  Server trusting;
  trusting.ca_file = authority.ca_file();
  CHECK(Bench(trusting).ask({.url = site.url()}).well());
  const Response refused = Bench(trusting).ask({.url = wrong.url()});
  CHECK(refused.status == 0);
  CHECK(refused.error.ends_with("): the URL must have the host that the certificate names"));
  CHECK(Bench().ask({.url = site.url()}).reason() ==
        "SSL peer certificate or SSH remote key was not OK (SSL certificate problem: unable to get local issuer "
        "certificate): set server.ca_file to the CA that has signed the certificate");
  Server careless;
  careless.insecure = true;
  CHECK(Bench(careless).ask({.url = wrong.url()}).well());
}

TEST_CASE("stopping breaks off what is under way, and nothing is told any more") {
  acs::RecordingServer silent([](const acs::Message&) { return acs::hang(); });
  Bench bench;
  bench.submit("it", {.url = silent.url()}, 300s);
  silent.wait_for(1);
  bench.client().stop();
  CHECK(bench.order().empty());
}
