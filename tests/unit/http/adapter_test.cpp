// SPDX-License-Identifier: Apache-2.0
// Shows the adapter with a real web server: values and rows from its documents, sets as its PUT, logging in by basic
// and digest, and what becomes of a set and of values when it is away.
#include "tests/support/catch.hpp"
#include "tests/support/fake_host.hpp"
#include "tests/support/servers/web_server.hpp"

extern "C" const struct adapter_api adapter_api_v1;

using namespace tests::support;
using Record = FakeHost::Record;

namespace {

/// A section in which @ is the URL of the server.
std::string with(const WebServer& server, std::string text) {
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at)) {
    text.replace(at, 1, server.url());
  }
  return text;
}

std::size_t mistakes(const std::string& section) { return mistakes_of(adapter_api_v1, section).size(); }

}  // namespace

TEST_CASE("mistakes of the configuration are reported") {
  CHECK(mistakes(R"({"parameters": [{"path": "A", "source": {"url": "/x"}}]})") == 1);
  CHECK(mistakes(R"({"parameters": [{"path": "A", "source": {"url": "ftp://x"}}]})") == 1);
  CHECK(mistakes(R"({"parameters": [{"path": "A", "sink": {"url": "http://h/${x}"}}]})") == 1);
  CHECK(mistakes(R"({"parameters": [{"path": "A", "sink": {"url": "http://h/", "payload": "${y}"}}]})") == 1);
  CHECK(mistakes(R"({"parameters": [{"path": "A", "sink": {"url": "http://h/", "method": "GET", "payload": "x"}}]})") ==
        1);
  CHECK(mistakes(R"({"server": {"password": "x"}})") == 1);
}

TEST_CASE("documents become values, sets become what the server has") {
  WebServer server;
  server.write("status.json", R"({"temp": 21.5, "mode": "eco"})");
  server.write("plain.txt", " 7 \n");
  FakeHost host(adapter_api_v1, section_of(with(server, R"({"server": {"url": "@"}, "parameters": [
    {"path": "Temp", "type": "decimal", "source": {"url": "/status.json", "pointer": "/temp", "interval_s": 3600}},
    {"path": "Plain", "type": "int", "source": {"url": "@/plain.txt", "interval_s": 3600}},
    {"path": "Mode", "source": {"url": "/status.json", "pointer": "/mode", "interval_s": 3600},
     "sink": {"url": "/status.json", "payload": "{\"temp\": 5, \"mode\": \"${value}\"}"}},
    {"path": "Missing", "source": {"url": "/missing"}, "sink": {"url": "/no/such/folder"}}]})")));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "Temp", "21.5");
  wait_value(host, "Plain", "7");
  wait_value(host, "Mode", "eco");
  host.wait_until([](const Record& record) { return !record.rejected.empty(); });
  CHECK(host.record().warnings.front() == "mapping.poll.failed /missing: HTTP status 404");

  host.apply(1, ADAPTER_MOUNT, "Mode", "a \"b\"");
  CHECK(wait_reply(host, 1) == ADAPTER_DONE);
  CHECK(server.read("status.json") == R"({"temp": 5, "mode": "a \"b\""})");
  wait_value(host, "Mode", "a \"b\"");  // read again at once
  wait_value(host, "Temp", "5");
  host.apply(2, ADAPTER_MOUNT, "Missing", "x");
  CHECK(wait_reply(host, 2) == ADAPTER_REFUSED);
}

TEST_CASE("logging in, by what the server asks for or by one way alone") {
  WebServer server;
  for (const char* path : {"basic/x", "digest/x"}) server.write(path, "in");
  struct Case {
    const char* way;
    const char* password;
    const char* folder;
    bool let_in;
  };
  for (const Case& one : {Case{"any", "se:cret", "basic", true}, Case{"any", "se:cret", "digest", true},
                          Case{"digest", "se:cret", "digest", true}, Case{"digest", "se:cret", "basic", false},
                          Case{"basic", "se:cret", "digest", false}, Case{"any", "wrong", "digest", false}}) {
    INFO(one.way << ' ' << one.folder);
    FakeHost host(
        adapter_api_v1,
        section_of(with(server, std::string(R"({"server": {"url": "@", "username": "gateway", "password": ")") +
                                    one.password + R"(", "auth": ")" + one.way +
                                    R"("}, "parameters": [{"path": "X", "source": {"url": "/)" + one.folder +
                                    R"(/x"}, "sink": {"url": "/)" + one.folder + R"(/x"}}]})")));
    REQUIRE(host.create());
    host.start();
    if (one.let_in) {
      wait_value(host, "X", "in");
    } else {
      const Record record = host.wait_until([](const Record& all) { return !all.rejected.empty(); });
      CHECK(record.warnings.front().ends_with("HTTP status 401"));
      CHECK(record.warnings.front().find(one.password) == std::string::npos);
    }
    host.apply(1, ADAPTER_MOUNT, "X", "in");
    CHECK(wait_reply(host, 1) == (one.let_in ? ADAPTER_DONE : ADAPTER_REFUSED));
  }
  CHECK(server.read("digest/x") == "in");
}

TEST_CASE("the server's credentials go to the server alone") {
  WebServer server;
  server.write("basic/x", "in");
  FakeHost host(adapter_api_v1, section_of(with(server, R"({"server": {"url": "@/basic", "username": "gateway",
    "password": "se:cret"}, "parameters": [{"path": "In", "source": {"url": "/x"}},
                                           {"path": "Out", "source": {"url": "@/basic/x?key=0123"}}]})")));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "In", "in");
  const Record record = host.wait_until([](const Record& all) { return !all.rejected.empty(); });
  CHECK(record.rejected.front() == server.url() + "/basic/x?...: HTTP status 401");
}

TEST_CASE("a server that goes keeps the values and the sets, and one that returns is asked again") {
  WebServer server;
  server.write("x", "1");
  FakeHost host(adapter_api_v1, section_of(with(server, R"({"server": {"url": "@"}, "parameters": [
    {"path": "X", "source": {"url": "/x", "interval_s": 1}, "sink": {"url": "/x", "confirm": "state"}}]})")));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "X", "1");
  server.kill();
  host.wait_until([](const Record& record) { return !record.rejected.empty(); });
  CHECK(host.record().values.at("X") == "1");
  host.apply(1, ADAPTER_MOUNT, "X", "2");
  CHECK(wait_reply(host, 1) == ADAPTER_NOT_SENT);
  server.start();
  host.apply(2, ADAPTER_MOUNT, "X", "3");
  CHECK(wait_reply(host, 2) == ADAPTER_SENT);
  wait_value(host, "X", "3");
  CHECK(host.record().warnings.size() == 1);
}

TEST_CASE("a server with many sources that goes is one warning, and all of them are read when it returns") {
  WebServer server;
  std::string sources;
  for (const char* name : {"A", "B", "C", "D", "E"}) {
    server.write(name, "1");
    sources += std::string(sources.empty() ? "" : ", ") + R"({"path": ")" + name + R"(", "source": {"url": "/)" + name +
               R"(", "interval_s": 1}})";
  }
  FakeHost host(adapter_api_v1,
                section_of(with(server, R"({"server": {"url": "@"}, "parameters": [)" + sources + "]}")));
  REQUIRE(host.create());
  host.start();
  for (const char* name : {"A", "B", "C", "D", "E"}) wait_value(host, name, "1");
  server.kill();
  host.wait_until([](const Record& record) { return record.rejected.size() >= 10; });
  CHECK(host.record().warnings.size() == 1);
  for (const char* name : {"A", "B", "C", "D", "E"}) server.write(name, "2");
  server.start();
  for (const char* name : {"A", "B", "C", "D", "E"}) wait_value(host, name, "2");
  CHECK(host.record().warnings.size() == 1);
}

TEST_CASE("the members of a document are rows") {
  WebServer server;
  server.write("lights", R"({"1": {"name": "Hall", "on": true}, "2": {"name": "Porch", "on": false}})");
  FakeHost host(adapter_api_v1, section_of(with(server, R"({"server": {"url": "@"}, "tables": [
    {"path": "Light.{i}.", "rows": {"url": "/lights", "interval_s": 1},
     "parameters": [{"path": "Name", "source": {"pointer": "/name"}},
                    {"path": "On", "type": "boolean", "source": {"pointer": "/on"},
                     "sink": {"url": "/light-${name}", "payload": "{\"on\": ${value}}"}}]}]})")));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "1.Name", "Hall");
  wait_value(host, "2.On", "false");
  host.apply(1, host.record().rows.at("2"), "On", "true");
  CHECK(wait_reply(host, 1) == ADAPTER_DONE);
  CHECK(server.read("light-2") == R"({"on": true})");
  server.write("lights", R"({"2": {"name": "Porch", "on": true}})");
  host.wait_until([](const Record& record) { return record.rows.size() == 1 && record.rows.contains("2"); });
}
