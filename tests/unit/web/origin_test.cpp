// SPDX-License-Identifier: Apache-2.0
// Shows which Host headers a server accepts, and which pages are its own.
#include "proxy/web/login/origin.hpp"
#include "tests/support/catch.hpp"

using namespace proxy::web;

TEST_CASE("the host of a Host header has no port, brackets, capitals and final dot", "[web]") {
  CHECK(host_of("Localhost:7580") == "localhost");
  CHECK(host_of("127.0.0.1") == "127.0.0.1");
  CHECK(host_of("[::1]:7580") == "::1");
  CHECK(host_of("gateway.lan.:80") == "gateway.lan");
  CHECK(host_of("localhost:7580@evil.example").empty());
  CHECK(host_of("[::1").empty());
  CHECK(host_of("").empty());
}

TEST_CASE("on loopback a name that an attacker resolves to 127.0.0.1 is refused", "[web]") {
  Settings settings;
  CHECK(is_allowed_host("localhost", settings));
  CHECK(is_allowed_host("127.0.0.1", settings));
  CHECK(is_allowed_host("::1", settings));
  CHECK_FALSE(is_allowed_host("rebound.evil.example", settings));
  CHECK_FALSE(is_allowed_host("192.0.2.1", settings));
  CHECK_FALSE(is_allowed_host("", settings));
  settings.allowed_hosts = {"gateway.lan"};
  CHECK(is_allowed_host("gateway.lan", settings));
  CHECK(is_allowed_host("localhost", settings));
  CHECK_FALSE(is_allowed_host("rebound.evil.example", settings));
}

TEST_CASE("elsewhere, where a login is needed, allowed_hosts limits the names if it is set", "[web]") {
  Settings settings;
  settings.listen.host = "192.0.2.1";
  CHECK(is_allowed_host("gateway.lan", settings));
  settings.allowed_hosts = {"gateway.lan"};
  CHECK(is_allowed_host("gateway.lan", settings));
  CHECK_FALSE(is_allowed_host("other.lan", settings));
}

TEST_CASE("an origin is ours if scheme, host and port are", "[web]") {
  CHECK(is_same_origin("http://localhost:7580", "http", "localhost:7580"));
  CHECK(is_same_origin("https://Gateway.lan", "https", "gateway.lan:443"));
  CHECK_FALSE(is_same_origin("http://localhost:7580", "https", "localhost:7580"));
  CHECK_FALSE(is_same_origin("http://localhost:7581", "http", "localhost:7580"));
  CHECK_FALSE(is_same_origin("http://localhost:7580.evil.example", "http", "localhost:7580"));
  CHECK_FALSE(is_same_origin("", "http", "localhost:7580"));
  CHECK_FALSE(is_same_origin("null", "http", "localhost:7580"));
}
