// SPDX-License-Identifier: Apache-2.0
// Shows how an ACS asks for a session: who is let in, who is not, and how many sessions it makes.
#include "tests/acs/connection_request.hpp"
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

using namespace tests;
using acs::connection_request;
using Options = acs::ConnectionRequestOptions;
using integration::Gateway;

namespace {

const std::string kUrl = "Device.ManagementServer.ConnectionRequestURL";

// The URL that the first Inform advertises; its session is over.
std::string first_contact(Gateway& gateway) {
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  return (*inform)->parameter(kUrl).value;
}

// The next session reports no connection request.
void expect_nobody_asked(Gateway& gateway) {
  std::optional<acs::Exchange> inform;
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  gateway.session(&inform).run_to_end();
  inform->with_only_events({});
}

bool granted(const acs::HttpAnswer& answer) {
  return (answer.status == 200 || answer.status == 204) && answer.body_size == 0;
}

}  // namespace

TEST_CASE("C01 a request with digest credentials makes a session with CONNECTION REQUEST",
          "[cwmp_connection_request]") {
  Gateway gateway;
  const std::string url = first_contact(gateway);
  CHECK_THAT(url, Catch::Matchers::StartsWith("http://127."));
  const acs::HttpAnswer answer = connection_request(url, "acs", "secret");
  CHECK(granted(answer));
  CHECK(answer.first_status == 401);
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"6 CONNECTION REQUEST"}).with_parameter(kUrl, url);
  // Again, with a nonce of its own.
  CHECK(granted(connection_request(url, "acs", "secret")));
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"6 CONNECTION REQUEST"});
  expect_nobody_asked(gateway);
}

TEST_CASE("C02 wrong credentials, basic, and a replay are refused and make no session", "[cwmp_connection_request]") {
  Gateway gateway;
  const std::string url = first_contact(gateway);
  CHECK(connection_request(url, "acs", "wrong").status == 401);
  CHECK(connection_request(url, "nobody", "secret").status == 401);
  CHECK(connection_request(url, "acs", "").status == 401);
  CHECK(connection_request(url, "acs", "secret", {.scheme = Options::Scheme::basic}).status == 401);
  const acs::HttpAnswer bare = connection_request(url, "", "", {.scheme = Options::Scheme::none});
  CHECK(bare.status == 401);
  CHECK_THAT(bare.header("WWW-Authenticate").value_or(""), Catch::Matchers::StartsWith("Digest ") &&
                                                               Catch::Matchers::ContainsSubstring("qop=\"auth\"") &&
                                                               Catch::Matchers::ContainsSubstring("nonce="));
  CHECK(connection_request(url, "acs", "secret", {.nonce = "0123456789abcdef"}).status == 401);
  expect_nobody_asked(gateway);

  const acs::HttpAnswer good = connection_request(url, "acs", "secret");
  CHECK(granted(good));
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_event("6 CONNECTION REQUEST");
  CHECK(connection_request(url, "acs", "secret", {.authorization = good.authorization}).status == 401);
  expect_nobody_asked(gateway);
}

TEST_CASE("C03 another path or method is refused; a body or a query is ignored", "[cwmp_connection_request]") {
  Gateway gateway;
  const std::string url = first_contact(gateway);
  const std::string path = url.substr(url.find('/', 7));
  for (const std::string wrong : {"/", "/other", "/../", "//"}) {
    INFO(wrong);
    CHECK(connection_request(url, "acs", "secret", {.path = wrong}).status == 404);
  }
  for (const char* method : {"POST", "PUT", "HEAD", "DELETE"}) {
    INFO(method);
    const unsigned status = connection_request(url, "acs", "secret", {.method = method}).status;
    CHECK(status >= 400);
    CHECK(status < 500);
  }
  expect_nobody_asked(gateway);

  CHECK(granted(connection_request(url, "acs", "secret", {.path = path + "?command=cwmp"})));
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_event("6 CONNECTION REQUEST");
  CHECK(granted(connection_request(url, "acs", "secret", {.body = "ignored"})));
  gateway.session(&inform).run_to_end();
  inform->with_event("6 CONNECTION REQUEST");
}

TEST_CASE("C05 requests during a session make exactly one more, right after it", "[cwmp_connection_request]") {
  Gateway gateway;
  const std::string url = first_contact(gateway);
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  acs::Session session = gateway.session();
  auto post = session.expect_empty_post();
  for (int i = 0; i < 10; ++i) CHECK(granted(connection_request(url, "acs", "secret")));
  auto answer = session.ask(post, acs::get_parameter_values({kUrl}));
  answer.reply_no_content();
  session.expect_end();
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"6 CONNECTION REQUEST"});
  expect_nobody_asked(gateway);
  CHECK(gateway.acs().stats().sessions == 4);
}

TEST_CASE("I11 CONNECTION REQUEST is not sent again after a failure, but the session is tried again",
          "[cwmp_connection_request]") {
  Gateway gateway;
  const std::string url = first_contact(gateway);
  CHECK(granted(connection_request(url, "acs", "secret")));
  gateway.acs().expect("Inform").with_only_events({"6 CONNECTION REQUEST"}).reply(acs::http_status(503));
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({}).with_argument("RetryCount", "1");
}

TEST_CASE("R06 a request does not wait for the time of a retry", "[cwmp_connection_request]") {
  Gateway gateway({.settings = {.acs = "retry_minimum_wait_s: 3600"}});
  auto inform = gateway.acs().expect("Inform");
  const std::string url = inform->parameter(kUrl).value;
  inform.reply(acs::fault(8001));
  gateway.wait_for_log("acs.session.failed");
  CHECK(granted(connection_request(url, "acs", "secret")));
  std::optional<acs::Exchange> again;
  gateway.session(&again).run_to_end();
  again->with_only_events({"0 BOOTSTRAP", "1 BOOT", "6 CONNECTION REQUEST"}).with_argument("RetryCount", "1");
}

TEST_CASE("C06 a flood is met with 503, and the next session comes all the same", "[cwmp_connection_request]") {
  Gateway gateway;
  const std::string url = first_contact(gateway);
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  acs::Session session = gateway.session();
  auto post = session.expect_empty_post();
  int refused = 0;
  for (int i = 0; i < 200 && refused < 3; ++i) {
    const acs::HttpAnswer answer = connection_request(url, "acs", "secret");
    if (answer.status != 503) continue;
    ++refused;
    CHECK_FALSE(answer.header("Retry-After"));
  }
  CHECK(refused == 3);
  post.reply_no_content();
  session.expect_end();
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"6 CONNECTION REQUEST"});
}

TEST_CASE("C08 an ACS that turns connection requests off closes the port and sees the URL become empty",
          "[cwmp_connection_request]") {
  Gateway gateway;
  const std::string url = first_contact(gateway);
  const std::string enable = "Device.ManagementServer.HTTPConnectionRequestEnable";
  gateway.ask(acs::set_parameter_values({{enable, "0", "xsd:boolean"}}));
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kUrl, "");
  CHECK_THROWS(connection_request(url, "acs", "secret"));
  gateway.ask(acs::set_parameter_values({{enable, "1", "xsd:boolean"}}));
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kUrl, url);
  CHECK(granted(connection_request(url, "acs", "secret")));
  gateway.session(&inform).run_to_end();
  inform->with_event("6 CONNECTION REQUEST");
}

TEST_CASE("The ACS changes the credentials of connection requests", "[cwmp_connection_request]") {
  Gateway gateway;
  const std::string url = first_contact(gateway);
  gateway.ask(acs::set_parameter_values({{"Device.ManagementServer.ConnectionRequestUsername", "new"},
                                         {"Device.ManagementServer.ConnectionRequestPassword", "geheim ß"}}));
  CHECK(connection_request(url, "acs", "secret").status == 401);
  CHECK(granted(connection_request(url, "new", "geheim ß")));
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"6 CONNECTION REQUEST"});
  gateway.restart();
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT"}).with_parameter(kUrl, url);
  CHECK(connection_request(url, "acs", "secret").status == 401);
  CHECK(granted(connection_request(url, "new", "geheim ß")));
  gateway.session().run_to_end();
}
