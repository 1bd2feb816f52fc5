// SPDX-License-Identifier: Apache-2.0
// Shows how a target and cookies are read, and what every response says.
#include "proxy/web/http/message.hpp"
#include "tests/support/catch.hpp"

#include <string>

using namespace proxy::web;

TEST_CASE("a query is decoded field by field, in its order", "[web]") {
  Request request;
  REQUIRE(read_target("/api/get?path=Device.%5Bx%5D.&b=1+2&b=%c3%a4&c&e=1%2b2", request));
  CHECK(request.path == "/api/get");
  CHECK(request.field("path") == "Device.[x].");
  CHECK(request.query.size() == 5);
  CHECK(request.query[1].second == "1 2");
  CHECK(request.query[2].second == "\xc3\xa4");
  CHECK(request.field("e") == "1+2");
  CHECK(request.field("c").empty());
  CHECK(request.field("d").empty());
}

TEST_CASE("a wrong escape and too many fields are refused", "[web]") {
  Request request;
  CHECK_FALSE(read_target("/?a=%zz", request));
  CHECK_FALSE(read_target("/?a=%4", request));
  std::string many = "/?";
  for (std::size_t i = 0; i <= kMaxQueryFields; ++i) many += "a&";
  Request other;
  CHECK_FALSE(read_target(many, other));
}

TEST_CASE("an escaped path stays as it is: it is none of ours", "[web]") {
  Request request;
  REQUIRE(read_target("/pages/%2e%2e/web.yaml", request));
  CHECK(request.path == "/pages/%2e%2e/web.yaml");
}

TEST_CASE("a cookie is found by its whole name", "[web]") {
  Request request;
  request.message.set("Cookie", "xtr069-proxy=1; tr069-proxy=abc; tr069-proxy2=3");
  CHECK(request.cookie("tr069-proxy") == "abc");
  CHECK(request.cookie("none").empty());
}

TEST_CASE("every response forbids scripts of others, frames, sniffing and caches", "[web]") {
  const std::string head = response_head({.body = "{}"}, Framing::sized, true);
  CHECK(head.starts_with("HTTP/1.1 200 OK\r\n"));
  for (const char* part :
       {"Content-Length: 2\r\n", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; ",
        "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'\r\n",
        "X-Content-Type-Options: nosniff\r\n", "X-Frame-Options: DENY\r\n", "Referrer-Policy: no-referrer\r\n",
        "Cache-Control: no-store\r\n"}) {
    INFO(part);
    CHECK(head.find(part) != std::string::npos);
  }
  CHECK(head.ends_with("\r\n\r\n"));
  CHECK(response_head({.status = 304}, Framing::sized, true).find("Content-Length") == std::string::npos);
  CHECK(response_head({}, Framing::chunked, false).find("Transfer-Encoding: chunked\r\n") != std::string::npos);
}

TEST_CASE("an error has the form of the daemon's refusals", "[web]") {
  CHECK(error_response(400, "a \"word\"").body == R"({"error":{"fault":0,"path":"","message":"a \"word\""}})");
}
