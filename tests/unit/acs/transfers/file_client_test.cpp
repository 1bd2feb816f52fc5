// SPDX-License-Identifier: Apache-2.0
// Shows how files are fetched and sent, and with which fault each failure ends.
#include "proxy/acs/transfers/file_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <thread>

#include "tests/acs/http/file_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/servers/loopback_listener.hpp"
#include "tests/support/temp_dir.hpp"

using namespace std::chrono_literals;
using proxy::acs::FileClient;
using proxy::acs::FileRequest;
using proxy::acs::FileResult;
using proxy::base::Fault;
using tests::acs::Auth;
using tests::acs::FileServer;

namespace {

struct Client {
  tests::support::TempDir folder;
  boost::asio::io_context context;
  FileClient client{context.get_executor()};
  proxy::config::Acs network;
  FileRequest request;

  Client() {
    network.response_timeout = 10s;
    request.file = folder.file("file");
  }
  FileResult run(const std::string& url) {
    request.url = url;
    std::optional<FileResult> result;
    const auto transfer = client.start(request, network, [&](FileResult outcome) { result = std::move(outcome); });
    context.restart();
    context.run();
    REQUIRE(result);
    return *result;
  }
  void log_in(const std::string& user = "cpe") {
    request.username = user;
    request.password = proxy::config::Secret("open sesame");
  }
  std::string content() const {
    std::ifstream file(request.file, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

/// A file server that sends a file of 300 bytes, ten a second.
class TricklingServer {
 public:
  TricklingServer() : thread_([this] { run(); }) {}
  ~TricklingServer() {
    listener_.end();
    thread_.join();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(listener_.port()) + "/file"; }

 private:
  void run() const {
    const int peer = listener_.accept();
    if (peer < 0) return;
    std::string bytes = "HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n";
    for (int sent = 0; sent < 300 && ::send(peer, bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0; ++sent) {
      bytes = "x";
      pollfd hung_up{peer, POLLRDHUP, 0};
      if (::poll(&hung_up, 1, 100) > 0) break;
    }
    ::close(peer);
  }

  const tests::support::LoopbackListener listener_;
  std::thread thread_;
};

Auth auth(Auth::Scheme scheme) { return {.scheme = scheme, .user = "cpe", .password = "open sesame"}; }

}  // namespace

TEST_CASE("a file is fetched as it is") {
  FileServer server;
  Client client;
  const std::string large(300'000, 'x');
  server.give("/large", large);
  const FileResult result = client.run(server.url("/large"));
  CHECK_FALSE(result.fault);
  CHECK(result.size == large.size());
  CHECK(client.content() == large);
  server.give("/empty", "");
  CHECK_FALSE(client.run(server.url("/empty")).fault);
  CHECK(client.content().empty());
}

TEST_CASE("what a file server refuses") {
  FileServer server;
  Client client;
  CHECK(client.run(server.url("/missing")).fault == Fault::cannot_access_file);
  CHECK(client.content().empty());
  for (const unsigned status : {403U, 410U, 500U, 503U}) {
    server.answer("/refused", tests::acs::http_status(status, "no"));
    const FileResult result = client.run(server.url("/refused"));
    CHECK(result.fault == Fault::cannot_access_file);
    CHECK(result.text.find(std::to_string(status)) != std::string::npos);
  }
}

TEST_CASE("a file server that is not there, or says nothing, is out of reach") {
  Client client;
  unsigned short port = 0;
  {
    FileServer server;
    port = server.port();
    server.answer("/silent", tests::acs::hang());
    client.network.response_timeout = 1s;
    CHECK(client.run(server.url("/silent")).fault == Fault::cannot_contact_file_server);
    server.answer("/closed", tests::acs::close_connection());
    CHECK(client.run(server.url("/closed")).fault == Fault::cannot_contact_file_server);
  }
  CHECK(client.run("http://127.0.0.1:" + std::to_string(port) + "/").fault == Fault::cannot_contact_file_server);
}

TEST_CASE("a file server that trickles is given up by its rate") {
  const TricklingServer server;
  Client client;
  client.network.response_timeout = 1s;
  CHECK(client.run(server.url()).fault);
}

TEST_CASE("FileSize is a hint: a whole file of another size is taken, a cut one is not") {
  FileServer server;
  Client client;
  server.answer("/cut", tests::acs::truncated("0123456789"));
  CHECK(client.run(server.url("/cut")).fault == Fault::cannot_complete_download);
  server.give("/ten", "0123456789");
  client.request.expected_size = 10;
  CHECK_FALSE(client.run(server.url("/ten")).fault);
  server.answer("/chunks", tests::acs::raw("0123456789").chunked());
  for (const std::uint64_t other : {9U, 11U}) {
    client.request.expected_size = other;
    for (const char* path : {"/ten", "/chunks"}) {
      CHECK_FALSE(client.run(server.url(path)).fault);
      CHECK(client.content() == "0123456789");
    }
    CHECK(client.run(server.url("/cut")).fault == Fault::cannot_complete_download);
  }
  client.request.expected_size = std::uint64_t{1} << 50;
  CHECK(client.run(server.url("/ten")).fault == Fault::file_transfer_failure);
}

TEST_CASE("it logs in by basic or digest, or is refused") {
  for (const Auth::Scheme scheme : {Auth::Scheme::basic, Auth::Scheme::digest, Auth::Scheme::both}) {
    FileServer server({.auth = auth(scheme)});
    server.give("/f", "content");
    Client client;
    CHECK(client.run(server.url("/f")).fault == Fault::file_server_authentication_failure);
    client.log_in("somebody");
    CHECK(client.run(server.url("/f")).fault == Fault::file_server_authentication_failure);
    client.log_in();
    CHECK_FALSE(client.run(server.url("/f")).fault);
    CHECK(client.content() == "content");
  }
}

TEST_CASE("a relative redirect at a server that wants a login") {
  for (const Auth::Scheme scheme : {Auth::Scheme::basic, Auth::Scheme::digest, Auth::Scheme::both}) {
    FileServer server({.auth = auth(scheme)});
    server.give("/open", "content");
    for (const unsigned status : {301U, 302U, 303U, 307U, 308U}) {
      server.answer("/f", tests::acs::redirect(status, "/open"));
      Client client;
      client.log_in();
      const FileResult result = client.run(server.url("/f"));
      CAPTURE(result.text, status);
      CHECK_FALSE(result.fault);
      CHECK(client.content() == "content");
    }
  }
}

TEST_CASE("redirects are followed, but not for ever, and not to other protocols") {
  FileServer other;
  other.give("/f", "content");
  FileServer server({.auth = auth(Auth::Scheme::basic)});
  server.answer("/moved", tests::acs::redirect(302, other.url("/f")));
  server.answer("/round", tests::acs::redirect(307, server.url("/round")));
  server.answer("/ftp", tests::acs::redirect(302, "ftp://127.0.0.1/f"));
  Client client;
  client.log_in();
  CHECK_FALSE(client.run(server.url("/moved")).fault);
  CHECK(client.content() == "content");
  CHECK(!other.seen("/f").at(0).header("Authorization"));  // the password is not the other server's
  CHECK(client.run(server.url("/round")).fault == Fault::cannot_access_file);
  CHECK(client.run(server.url("/ftp")).fault == Fault::cannot_access_file);
}

TEST_CASE("a file is sent by PUT") {
  FileServer server({.auth = auth(Auth::Scheme::digest)});
  Client client;
  client.log_in();
  client.request.direction = FileRequest::Direction::put;
  const std::string content(200'000, 'y');
  std::ofstream(client.request.file) << content;
  const FileResult result = client.run(server.url("/up"));
  INFO(result.text);
  CHECK_FALSE(result.fault);
  CHECK(result.size == content.size());
  CHECK(server.file("/up") == content);
  for (const unsigned status : {403U, 404U, 500U}) {
    server.answer("/no", tests::acs::http_status(status));
    CHECK(client.run(server.url("/no")).fault == Fault::upload_failure);
  }
  client.log_in("somebody");
  CHECK(client.run(server.url("/up")).fault == Fault::file_server_authentication_failure);
}

TEST_CASE("a file server has to show a good certificate") {
  tests::support::CertificateAuthority authority;
  const tests::support::Certificate certificate = authority.issue();
  FileServer server({.certificate_file = certificate.certificate_file, .key_file = certificate.key_file});
  server.give("/f", "content");
  Client client;
  CHECK(client.run(server.url("/f", "localhost")).fault == Fault::cannot_contact_file_server);
  client.network.ca_file = authority.ca_file();
  const FileResult result = client.run(server.url("/f", "localhost"));
  INFO(result.text);
  CHECK_FALSE(result.fault);
}

TEST_CASE("a transfer that is dropped never calls back") {
  FileServer server;
  server.give("/f", "content");
  server.hold("/f");
  Client client;
  client.request.url = server.url("/f");
  bool called = false;
  auto transfer = client.client.start(client.request, client.network, [&](const FileResult&) { called = true; });
  REQUIRE(server.wait_for("/f"));
  transfer.reset();
  server.release();
  CHECK_FALSE(client.run(server.url("/f")).fault);  // another goes on, and is through after it
  CHECK_FALSE(called);
}
