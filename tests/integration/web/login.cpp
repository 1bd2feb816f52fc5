// SPDX-License-Identifier: Apache-2.0
// Shows who gets in: a right password, a session, its CSRF token, from a page of this server. There is no daemon: none
// of these checks asks it.
#include "tests/integration/fixture/web_under_test.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"

#include <boost/json.hpp>

#include <string>

using namespace tests::integration;

namespace {

constexpr const char* kPassword = "correct horse";

Web with_password(const std::string& more = {}) { return Web(kNoDaemon, {.password = kPassword, .more = more}); }

}  // namespace

TEST_CASE("with a password nothing of the gateway is shown without a login", "[web_login]") {
  Web web = with_password();
  for (const char* path : {"/api/status", "/api/tree", "/api/stream", "/api/config", "/metrics"}) {
    INFO(path);
    CHECK(web.get(path).result_int() == 401);
  }
  CHECK(web.get("/").result_int() == 200);  // the page with the form
  const auto session = web.open_session();
  CHECK(session.at("authenticated") == false);
  CHECK(session.at("password_required") == true);
  CHECK(session.at("version") == "");
  CHECK(web.post("/api/set", "{}").result_int() == 401);

  CHECK(web.login("wrong password").result_int() == 401);
  CHECK(web.login(kPassword).result_int() == 200);
  CHECK(web.open_session().at("authenticated") == true);
  CHECK(web.get("/api/status", web.session_headers()).result_int() == 503);  // let in: there is no daemon
  CHECK(web.post("/api/logout", "").result_int() == 200);
  CHECK(web.get("/api/status", web.session_headers()).result_int() == 401);
  CHECK(web.process().output().find(kPassword) == std::string::npos);
}

TEST_CASE("after wrong passwords the next attempt has to wait, a right one, too", "[web_login]") {
  Web web = with_password();
  for (int i = 0; i < 5; ++i) CHECK(web.login("wrong password").result_int() == 401);
  const HttpResponse limited = web.login(kPassword);
  CHECK(limited.result_int() == 429);
  CHECK(limited["Retry-After"] == "1");
  CHECK(limited.body().find("too many attempts") != std::string::npos);
}

TEST_CASE("a change of another site is refused: origin, token, content type", "[web_login]") {
  Web web = with_password();
  web.login(kPassword);
  CHECK(web.post("/api/set", "{}", {{"Origin", "http://evil.example"}}).result_int() == 403);
  CHECK(web.post("/api/set", "{}", {{"Origin", ""}}).result_int() == 403);
  CHECK(web.post("/api/set", "{}", {{"X-CSRF-Token", "0123456789abcdef0123456789abcdef"}}).result_int() == 403);
  CHECK(web.post("/api/set", "{}", {{"X-CSRF-Token", ""}}).result_int() == 403);
  CHECK(web.post("/api/logout", "", {{"Origin", "null"}}).result_int() == 403);
  CHECK(web.post("/api/login", "password=x", {{"Content-Type", "application/x-www-form-urlencoded"}}).result_int() ==
        400);
  // Still logged in.
  CHECK(web.get("/api/status", web.session_headers()).result_int() == 503);
}

TEST_CASE("a page that reaches loopback by a name of its own gets nothing", "[web_login]") {
  const Web web(kNoDaemon);
  const Headers rebound{{"Host", "rebound.evil.example:" + std::to_string(web.port())}};
  for (const char* path : {"/", "/api/session", "/api/status", "/metrics", "/healthz"}) {
    INFO(path);
    CHECK(web.get(path, rebound).result_int() == 403);
  }
  CHECK(web.get("/api/session", {{"Host", "localhost:" + std::to_string(web.port())}}).result_int() == 200);
  CHECK(web.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").result_int() == 400);
  CHECK(web.send("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n").result_int() ==
        400);

  const Web named(kNoDaemon, {.more = "allowed_hosts: [gateway.lan]\n"});
  CHECK(named.get("/", {{"Host", "gateway.lan"}}).result_int() == 200);
}

TEST_CASE("no page may be framed, and no other site may read an answer", "[web_login]") {
  const Web web(kNoDaemon);
  for (const char* path : {"/", "/api/session", "/none"}) {
    const HttpResponse response = web.get(path, {{"Origin", "http://evil.example"}});
    CHECK(response["X-Frame-Options"] == "DENY");
    CHECK(response["Content-Security-Policy"].find("frame-ancestors 'none'") != std::string::npos);
    CHECK(response.count("Access-Control-Allow-Origin") == 0);
  }
}

TEST_CASE("over TLS a browser gets a cookie for https alone, and plain HTTP nothing", "[web_login]") {
  tests::support::CertificateAuthority authority;
  const Web web(kNoDaemon, {.password = kPassword, .tls = authority.issue()});
  const auto client = [&](const std::string& option, const std::string& request) {
    return tests::support::run({"openssl", "s_client", "-quiet", "-connect", web.authority(), "-CAfile",
                                authority.ca_file(), "-verify_return_error", option},
                               request)
        .output;
  };
  const std::string origin = "Host: " + web.authority() + "\r\nOrigin: https://" + web.authority() + "\r\n";
  const std::string session = client("-tls1_2", "GET /api/session HTTP/1.1\r\n" + origin + "Connection: close\r\n\r\n");
  INFO(session);
  const auto at = session.find("\"csrf\":\"");
  REQUIRE(at != std::string::npos);
  const std::string body = R"({"password": "correct horse"})";
  const std::string answer = client(
      "-tls1_3", "POST /api/login HTTP/1.1\r\n" + origin +
                     "Content-Type: application/json\r\nX-CSRF-Token: " + session.substr(at + 8, 32) +
                     "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  INFO(answer);
  CHECK(answer.find("HTTP/1.1 200 OK") != std::string::npos);
  CHECK(answer.find("Set-Cookie: __Host-tr069-proxy=") != std::string::npos);
  CHECK(answer.find("; Secure\r\n") != std::string::npos);
  CHECK_THROWS(web.get("/"));
}
