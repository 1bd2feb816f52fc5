// SPDX-License-Identifier: Apache-2.0
// Shows what the HTTP client puts on the wire: headers, cookies, bodies sent again, TLS, and how it ends when the other
// side is silent.
#include "proxy/acs/http/http_client.hpp"

#include "proxy/acs/http/curl_handle.hpp"
#include "proxy/acs/http/remedy.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <netinet/in.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/support/certificates.hpp"
#include "tests/unit/acs/http/client.hpp"

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using proxy::acs::HttpClient;
using proxy::acs::HttpResponse;
using proxy::acs::HttpSession;
using proxy::config::HttpCompression;
using tests::acs::Message;
using tests::acs::RecordingServer;
using tests::acs::Reply;
using tests::http::Client;
using tests::http::guarded;
using tests::http::ok;

namespace {

/// So large that it can only be sent in pieces.
class LongBody final : public proxy::cwmp::Body {
 public:
  explicit LongBody(std::uint64_t size) : size_(size) {}
  std::uint64_t size() const override { return size_; }
  void rewind() override { sent_ = 0; }
  std::size_t read(std::span<char> block) override {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), size_ - sent_));
    std::fill_n(block.begin(), count, 'x');
    sent_ += count;
    return count;
  }

 private:
  std::uint64_t size_;
  std::uint64_t sent_ = 0;
};

}  // namespace

TEST_CASE("an envelope goes with its headers, an empty POST without them") {
  RecordingServer site([](Message&) { return ok("<answer/>"); });
  Client client;
  const HttpResponse response = client.post(site.url("/acs"), "<envelope/>");
  CHECK(response.status == 200);
  CHECK(response.body == "<answer/>");
  CHECK(response.local_address == "127.0.0.1");
  CHECK(response.peer_address == "127.0.0.1");
  CHECK(client.post(site.url("/acs")).status == 200);

  const auto seen = site.requests();
  REQUIRE(seen.size() == 2);
  CHECK(seen[0].method == "POST");
  CHECK(seen[0].body == "<envelope/>");
  CHECK(seen[0].header("Content-Type") == "text/xml; charset=\"utf-8\"");
  CHECK(seen[0].header("SOAPAction") == "");
  CHECK(seen[0].header("Content-Length") == "11");
  CHECK_FALSE(seen[0].header("Transfer-Encoding"));
  CHECK_FALSE(seen[0].header("Authorization"));
  CHECK(seen[1].body.empty());
  CHECK(seen[1].header("Content-Length") == "0");
  CHECK_FALSE(seen[1].header("Content-Type"));
  CHECK_FALSE(seen[1].header("SOAPAction"));
  CHECK(seen[0].connection == seen[1].connection);
}

TEST_CASE("a long body has a length, is not announced, and is sent again for a login") {
  RecordingServer site(guarded({.user = "cpe", .password = "open sesame"}));
  Client client;
  constexpr std::uint64_t kSize = 3'000'000;
  CHECK(client.post(site.url("/acs"), std::make_unique<LongBody>(kSize)).status == 200);
  const auto seen = site.requests();
  REQUIRE(seen.size() == 2);
  for (const Message& message : seen) {
    CHECK(message.body.size() == kSize);
    CHECK_FALSE(message.header("Expect"));
    CHECK_FALSE(message.header("Transfer-Encoding"));
  }
}

TEST_CASE("cookies live as long as the session") {
  RecordingServer site([count = 0](Message&) mutable {
    Reply reply = ok();
    if (count++ == 0)
      reply.headers = {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2; Path=/"}, {"Set-Cookie", "c=3; Path=/x"}};
    return reply;
  });
  Client client;
  client.post(site.url("/acs"), "<one/>");
  client.post(site.url("/acs"), "<two/>");
  client.session.reset();
  client.post(site.url("/acs"), "<three/>");
  const auto seen = site.requests();
  REQUIRE(seen.size() == 3);
  CHECK_FALSE(seen[0].header("Cookie"));
  const std::string cookies = seen[1].header("Cookie").value_or("");
  CHECK(cookies.find("a=1") != std::string::npos);
  CHECK(cookies.find("b=2") != std::string::npos);
  CHECK(cookies.find("c=3") == std::string::npos);
  CHECK_FALSE(seen[2].header("Cookie"));
  CHECK(seen[2].connection != seen[1].connection);
}

TEST_CASE("chunked answers are read, and a connection closed between two messages is opened again") {
  RecordingServer site([](Message&) {
    Reply reply = ok(std::string(1000, 'y'));
    reply.chunk = true;
    reply.close_connection = true;
    return reply;
  });
  Client client;
  for (int i = 0; i < 3; ++i) CHECK(client.post(site.url("/acs"), "<one/>").body.size() == 1000);
  const auto seen = site.requests();
  CHECK(seen[0].connection != seen[1].connection);
}

TEST_CASE("with compression on, bodies go out compressed, also a second time, and answers may come so") {
  const auto pair = GENERATE(
      table<HttpCompression, std::string>({{HttpCompression::gzip, "gzip"}, {HttpCompression::deflate, "deflate"}}));
  const auto setting = std::get<0>(pair);
  const std::string coding = std::get<1>(pair);
  RecordingServer site([coding, guard = guarded({.user = "cpe", .password = "open sesame"})](Message& message) {
    Reply reply = guard(message);
    if (reply.status == 200) reply = ok(std::string(100'000, 'y')).compressed(coding);
    return reply;
  });
  Client client;
  client.settings.http_compression = setting;
  constexpr std::uint64_t kSize = 30'000'000;
  CHECK(client.post(site.url("/acs"), std::make_unique<LongBody>(kSize)).body.size() == 100'000);
  CHECK(client.post(site.url("/acs")).body.size() == 100'000);
  const auto seen = site.requests();
  REQUIRE(seen.size() == 3);
  for (const std::size_t i : {0U, 1U}) {
    CHECK(seen[i].violations.empty());
    CHECK(seen[i].coding == coding);
    CHECK(seen[i].body.size() == kSize);
    CHECK(seen[i].wire_size < kSize / 100);
    CHECK(seen[i].header("Content-Length") == std::to_string(seen[i].wire_size));
    CHECK(seen[i].header("Accept-Encoding") == "gzip, deflate");
  }
  CHECK(seen[2].body.empty());
  CHECK_FALSE(seen[2].header("Content-Encoding"));
}

TEST_CASE("without compression none is asked for, and an answer that comes so all the same is read") {
  RecordingServer site([](Message&) { return ok("<answer/>").compressed("gzip"); });
  Client client;
  CHECK(client.post(site.url("/acs"), "<one/>").body == "<answer/>");
  CHECK_FALSE(site.requests().at(0).header("Accept-Encoding"));
  CHECK_FALSE(site.requests().at(0).header("Content-Encoding"));
}

TEST_CASE("an answer that is small on the wire and huge inside is given up") {
  RecordingServer bomb([](Message&) { return ok(std::string(100'000'000, '\0')).compressed("gzip"); });
  Client client;
  client.settings.http_compression = HttpCompression::gzip;
  CHECK(client.post(bomb.url("/acs"), "<one/>").error == "the body of the answer is longer than 4 MiB");
  RecordingServer liar([](Message&) {
    Reply reply = ok("no gzip at all");
    reply.headers = {{"Content-Encoding", "gzip"}};
    return reply;
  });
  CHECK(client.post(liar.url("/acs"), "<one/>").status == 0);
}

TEST_CASE("a redirect is told, not followed") {
  RecordingServer site([](Message&) { return Reply{.status = 302, .headers = {{"Location", "/other"}}}; });
  Client client;
  const HttpResponse response = client.post(site.url("/acs"), "<one/>");
  CHECK(response.status == 302);
  CHECK(response.location == site.url("/acs").substr(0, site.url("/acs").size() - 4) + "/other");
  CHECK(site.requests().size() == 1);
}

TEST_CASE("answers without bounds are given up") {
  Client client;
  RecordingServer body([](Message&) { return ok(std::string(proxy::acs::kMaxResponse + 1, 'z')); });
  CHECK(client.post(body.url("/acs"), "<one/>").error == "the body of the answer is longer than 4 MiB");
  RecordingServer head([](Message&) {
    Reply reply = ok();
    for (int i = 0; i < 20; ++i) reply.headers.emplace_back("X-" + std::to_string(i), std::string(4000, 'h'));
    return reply;
  });
  CHECK(client.post(head.url("/acs"), "<one/>").error == "the headers of the answer are longer than 64 KiB");
}

TEST_CASE("a server that never answers is given up in time") {
  RecordingServer site([](Message&) { return Reply{.kind = Reply::Kind::hang}; });
  Client client;
  client.settings.response_timeout = 1s;
  const HttpResponse response = client.post(site.url("/acs"), "<one/>");
  CHECK(response.status == 0);
  CHECK(response.error == "no answer within acs.response_timeout_s");
}

TEST_CASE("nobody there is an error with words") {
  Client client;
  const HttpResponse response = client.post("http://127.0.0.1:1/acs", "<one/>");
  CHECK(response.status == 0);
  CHECK_FALSE(response.error.empty());
  CHECK(client.post("ftp://127.0.0.1/acs", "<one/>").status == 0);
  CHECK(client.post("http://user:pass@127.0.0.1:1/acs", "<one/>").status == 0);
}

TEST_CASE("a session can be dropped in the middle, and the client with it") {
  RecordingServer site([](Message&) { return Reply{.kind = Reply::Kind::hang}; });
  Client client;
  bool called = false;
  auto session = client.http.open(client.settings);
  session->post(site.url("/acs"), std::make_unique<LongBody>(100'000'000),
                [&](const HttpResponse&, std::unique_ptr<proxy::cwmp::Body>) { called = true; });
  session.reset();
  auto dead = client.http.open(client.settings);
  dead->post("http://192.0.2.1/acs", nullptr,
             [&](const HttpResponse&, std::unique_ptr<proxy::cwmp::Body>) { called = true; });
  dead->cancel();
  client.context.run();  // nothing is left to wait for
  CHECK_FALSE(called);
}

TEST_CASE("that a certificate is for another host is read from the words of each libcurl") {
  const std::string words = GENERATE("matches target host name 'acs'", "matches target hostname 'acs'",
                                     "matches target ipv4 address '10.0.0.1'", "does not match target hostname 'acs'");
  CHECK(proxy::acs::remedy_of(CURLE_PEER_FAILED_VERIFICATION, "SSL: the subject name " + words, {}) ==
        "acs.url must have the host that the certificate names");
}

TEST_CASE("TLS: the certificate must be of our authority and for this host") {
  tests::support::CertificateAuthority ours;
  tests::support::CertificateAuthority others("Another CA");
  const auto good = ours.issue();
  const auto for_other_host = ours.issue({.common_name = "elsewhere", .names = {"DNS:elsewhere"}});
  const auto answer = [](Message&) { return ok("<ok/>"); };
  RecordingServer site(answer, {.certificate_file = good.certificate_file, .key_file = good.key_file});
  Client client;

  SECTION("trusted") {
    client.settings.ca_file = ours.ca_file();
    CHECK(client.post(site.url("/acs", "localhost"), "<one/>").body == "<ok/>");
    CHECK(client.post(site.url("/acs"), "<one/>").status == 200);
  }
  SECTION("of another authority") {
    client.settings.ca_file = others.ca_file();
    const HttpResponse refused = client.post(site.url("/acs", "localhost"), "<one/>");
    CHECK(refused.status == 0);
    CHECK_THAT(refused.error,
               ContainsSubstring("unable to get local issuer certificate: acs.ca_file " + others.ca_file()));
    client.session.reset();
    client.settings.ca_file.clear();
    CHECK_THAT(client.post(site.url("/acs", "localhost"), "<one/>").error,
               ContainsSubstring(": set acs.ca_file to the CA"));
    client.session.reset();
    client.settings.ca_file = "/nonexistent/ca.pem";
    CHECK_THAT(client.post(site.url("/acs", "localhost"), "<one/>").error,
               ContainsSubstring(": correct acs.ca_file /nonexistent/ca.pem"));
  }
  SECTION("that has expired") {
    const auto late = ours.issue({.expired = true});
    RecordingServer expired(answer, {.certificate_file = late.certificate_file, .key_file = late.key_file});
    client.settings.ca_file = ours.ca_file();
    CHECK_THAT(client.post(expired.url("/acs", "localhost"), "<one/>").error,
               ContainsSubstring("certificate has expired: the ACS needs a new certificate"));
  }
  SECTION("of another host") {
    RecordingServer wrong(answer,
                          {.certificate_file = for_other_host.certificate_file, .key_file = for_other_host.key_file});
    client.settings.ca_file = ours.ca_file();
    const HttpResponse refused = client.post(wrong.url("/acs", "localhost"), "<one/>");
    CHECK(refused.status == 0);
    CHECK_THAT(refused.error, ContainsSubstring(": acs.url must have the host that the certificate names"));
    CHECK(wrong.requests().empty());
  }
  SECTION("and the client shows its own") {
    const auto mine = ours.issue_client("gateway");
    RecordingServer strict(
        answer,
        {.certificate_file = good.certificate_file, .key_file = good.key_file, .client_ca_file = ours.ca_file()});
    client.settings.ca_file = ours.ca_file();
    const HttpResponse refused = client.post(strict.url("/acs", "localhost"), "<one/>");
    CHECK(refused.status == 0);
    // The alert is lost if the ACS closes the connection while the request is being sent.
    CHECK_THAT(refused.error, ContainsSubstring(": the ACS requires a certificate: set acs.client_cert_file") ||
                                  ContainsSubstring(": if the ACS requires a certificate, set acs.client_cert_file"));
    client.session.reset();
    client.settings.client_cert_file = mine.certificate_file;
    client.settings.client_key_file = mine.key_file;
    CHECK(client.post(strict.url("/acs", "localhost"), "<one/>").status == 200);
  }
}

TEST_CASE("an ACS that ends a TLS connection without an answer may require a certificate, unless there is one") {
  tests::support::CertificateAuthority authority;
  const auto own = authority.issue();
  const auto mine = authority.issue_client("gateway");
  const auto kind = GENERATE(Reply::Kind::closed, Reply::Kind::reset);
  const auto answer = [kind](Message&) { return Reply{.kind = kind}; };
  RecordingServer secured(answer, {.certificate_file = own.certificate_file, .key_file = own.key_file});
  RecordingServer plain(answer);
  Client client;
  client.settings.ca_file = authority.ca_file();
  const auto hint = ContainsSubstring("if the ACS requires a certificate");
  CHECK_THAT(client.post(secured.url("/acs", "localhost"), "<one/>").error, hint);
  client.session.reset();
  CHECK_THAT(client.post(plain.url("/acs"), "<one/>").error, !hint);
  client.session.reset();
  client.settings.client_cert_file = mine.certificate_file;
  client.settings.client_key_file = mine.key_file;
  CHECK_THAT(client.post(secured.url("/acs", "localhost"), "<one/>").error, !hint);
}

TEST_CASE("several addresses of one name are tried in random order") {
  const std::unique_ptr<curl_slist, proxy::acs::CurlListDelete> addresses(
      curl_slist_append(nullptr, "acs.test:7547:127.0.0.1,127.0.0.2,127.0.0.3,127.0.0.4"));
  const auto refuse = +[](void* tried, curlsocktype, curl_sockaddr* address) -> curl_socket_t {
    sockaddr_in peer{};
    std::memcpy(&peer, &address->addr, sizeof peer);
    static_cast<std::vector<in_addr_t>*>(tried)->push_back(peer.sin_addr.s_addr);
    return CURL_SOCKET_BAD;
  };
  const std::unique_ptr<CURLM, proxy::acs::CurlMultiDelete> multi(curl_multi_init());
  std::set<in_addr_t> first;
  // One address of the four is missed once in 100,000 runs, a second one never.
  for (int i = 0; i < 40; ++i) {
    std::vector<in_addr_t> tried;
    const std::unique_ptr<CURL, proxy::acs::CurlEasyDelete> easy(curl_easy_init());
    proxy::acs::configure_network(easy.get(), {}, proxy::acs::CertificateTimes::judged);
    curl_easy_setopt(easy.get(), CURLOPT_RESOLVE, addresses.get());
    curl_easy_setopt(easy.get(), CURLOPT_URL, "http://acs.test:7547/");
    curl_easy_setopt(easy.get(), CURLOPT_OPENSOCKETFUNCTION, refuse);
    curl_easy_setopt(easy.get(), CURLOPT_OPENSOCKETDATA, &tried);
    // Not to its end: libcurl waits before it gives up.
    curl_multi_add_handle(multi.get(), easy.get());
    int running = 1;
    while (tried.empty() && running > 0) curl_multi_perform(multi.get(), &running);
    curl_multi_remove_handle(multi.get(), easy.get());
    REQUIRE_FALSE(tried.empty());
    first.insert(tried.front());
  }
  CHECK(first.size() >= 3);
}

TEST_CASE("before the clock was ever set a certificate's times are not judged, and everything else is") {
  using proxy::acs::CertificateTimes;
  tests::support::CertificateAuthority authority;
  tests::support::CertificateAuthority stranger("Another CA");
  const auto post = [&](const tests::support::Certificate& certificate, CertificateTimes times) {
    RecordingServer server([](Message&) { return ok(); },
                           {.certificate_file = certificate.certificate_file, .key_file = certificate.key_file});
    Client client;
    client.settings.ca_file = authority.ca_file();
    client.session = client.http.open(client.settings, times);
    return client.post(server.url()).status;
  };
  const auto expired = authority.issue({.expired = true});
  CHECK(post(expired, CertificateTimes::judged) == 0);
  CHECK(post(expired, CertificateTimes::ignored) == 200);
  CHECK(post(authority.issue(), CertificateTimes::ignored) == 200);
  CHECK(post(stranger.issue({.expired = true}), CertificateTimes::ignored) == 0);
  CHECK(post(stranger.issue(), CertificateTimes::ignored) == 0);
  CHECK(post(authority.issue({.common_name = "other", .names = {"DNS:example.org"}, .expired = true}),
             CertificateTimes::ignored) == 0);
}
