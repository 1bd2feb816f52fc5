// SPDX-License-Identifier: Apache-2.0
// Shows which URLs a configuration may have, what of them people see, and how a value stands in one.
#include "adapters/http/url.hpp"

#include "adapters/http/server.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"

using namespace adapters::http;
using test::ConfigText;

namespace {

Request rendered(const std::string& sink, const std::string& word) {
  ConfigText text(sink);
  const SinkTemplate made(text.root(), {"name"});
  CHECK(text.errors().empty());
  Server server;
  server.url = "http://server";
  adapters::mapping::Command command;
  command.word = word;
  command.payload = word;
  command.captures = {{"name", "a/b"}};
  return made.render(server, command);
}

std::size_t mistakes(const std::string& server) {
  ConfigText text(R"({"server": )" + server + "}");
  read_server(text.root());
  return text.errors().size();
}

}  // namespace

TEST_CASE("URLs that can be asked, and those that cannot") {
  for (const char* good : {"http://h", "https://[fe80::1]:8443/a?b=c", "/status", "/rpc?on=${value}"}) {
    INFO(good);
    CHECK_FALSE(mistake_in_url(good));
  }
  for (const char* bad : {"", "status", "ftp://h/", "file:///etc/passwd", "http://", "http://:80/", "http://u:p@h/",
                          "http://${value}/", "http://h/a b", "http://h/\r\nX: y", "http://h/#top", "HTTP://h"}) {
    INFO(bad);
    CHECK(mistake_in_url(bad));
  }
  CHECK(mistake_in_url("http://h/" + std::string(2048, 'x')));
}

TEST_CASE("what stands behind the question mark may be a key") {
  CHECK(label_of("http://h/a?key=secret") == "http://h/a?...");
  CHECK(label_of("/a") == "/a");
}

TEST_CASE("a value in a URL is percent-encoded, one in a body is not") {
  const Request get = rendered(R"({"url": "/cm/${name}?cmnd=Power%20${value}", "method": "GET"})", "on&off=\xC3\xA9");
  CHECK(get.url == "http://server/cm/a%2Fb?cmnd=Power%20on%26off%3D%C3%A9");
  CHECK(get.body.empty());
  CHECK(get.with_credentials);
  const Request put = rendered(R"({"url": "https://other/x", "payload": "${value}"})", "a b");
  CHECK(put.method == "PUT");
  CHECK(put.url == "https://other/x");
  CHECK(put.body == "a b");
  CHECK(put.content_type == "text/plain; charset=utf-8");
  CHECK_FALSE(put.with_credentials);
  CHECK(rendered(R"({"url": "/x", "payload": "{\"on\": ${value}}"})", "1").content_type == "application/json");
  CHECK(rendered(R"({"url": "/x", "content_type": "text/csv"})", "1").content_type == "text/csv");
}

TEST_CASE("mistakes of the section server") {
  CHECK(mistakes(R"({"url": "http://h/", "username": "u", "password": "p"})") == 0);
  CHECK(mistakes(R"({"url": "h"})") == 1);
  CHECK(mistakes(R"({"url": "/h"})") == 1);
  CHECK(mistakes(R"({"url": "http://h?x"})") == 1);
  CHECK(mistakes(R"({"username": "u", "key": "k"})") == 2);
  CHECK(mistakes(R"({"url": "http://h", "password": "p"})") == 1);
  CHECK(mistakes(R"({"url": "http://h", "key_header": "X Key", "key": "a\r\nb"})") == 2);
  CHECK(mistakes(R"({"insecure": true, "ca_file": "/x"})") == 1);
}
