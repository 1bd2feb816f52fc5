// SPDX-License-Identifier: Apache-2.0
// Shows the way to the ACS: authentication, certificates, redirects, cookies, chunks, headers.
#include "tests/integration/fixture/moved_clock.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/certificates.hpp"

using namespace tests;
using acs::Algorithm;
using Scheme = acs::Auth::Scheme;
using integration::Gateway;
using integration::GatewayOptions;

namespace {

const std::string kUrl = "Device.ManagementServer.URL";
const std::string kCredentials = "username: \"cpe-1\"\npassword: \"se: cret\"";

acs::Auth auth(Scheme scheme, Algorithm algorithm = Algorithm::md5) {
  return {.scheme = scheme, .user = "cpe-1", .password = "se: cret", .algorithm = algorithm};
}

// The options of an ACS with TLS.
acs::Options secure(const support::Certificate& certificate) {
  return {.certificate_file = certificate.certificate_file, .key_file = certificate.key_file};
}

// A session with a few messages, from the Inform to its end.
void run_session(acs::ScriptedAcs& acs) {
  acs::Session session = acs.accept_session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::get_parameter_values({"Device."}));
  answer = session.ask(answer, acs::get_rpc_methods());
  answer.reply_no_content();
  session.expect_end();
}

// The daemon finds the ACS not to be trusted, and says nothing to it.
void expect_distrust(Gateway& gateway) {
  gateway.wait_for_log("acs.session.failed");
  // It depends on who distrusts whom, and on the version of TLS, which of the two sees the handshake fail.
  gateway.acs().wait_for([](const acs::Stats& stats) { return stats.connections > 0 && stats.open_connections == 0; });
  CHECK(gateway.acs().stats().messages == 0);
  CHECK(gateway.acs().stats().unauthorized == 0);
}

}  // namespace

TEST_CASE("T02 digest authentication: MD5, MD5-sess, SHA-256", "[cwmp_http]") {
  const auto algorithm = GENERATE(Algorithm::md5, Algorithm::md5_sess, Algorithm::sha_256);
  Gateway gateway({.settings = {.acs = kCredentials}, .acs = {.auth = auth(Scheme::digest, algorithm)}});
  run_session(gateway.acs());
  // Asked once; what follows brings its credentials along.
  CHECK(gateway.acs().stats().unauthorized == 1);
  CHECK(gateway.acs().stats().connections == 1);
}

TEST_CASE("T02 digest where both are offered, and with a nonce that becomes stale", "[cwmp_http]") {
  acs::Auth wanted = auth(Scheme::both);
  wanted.stale_after = 2;
  Gateway gateway({.settings = {.acs = kCredentials}, .acs = {.auth = wanted}});
  acs::Session session = gateway.session();
  auto post = session.expect_empty_post();
  CHECK_THAT(post->header("Authorization").value_or(""), Catch::Matchers::StartsWith("Digest "));
  auto answer = session.ask(post, acs::get_parameter_values({"Device."}));
  answer = session.ask(answer, acs::get_rpc_methods());
  answer = session.ask(answer, acs::get_parameter_names("Device.", false));
  answer.reply_no_content();
  session.expect_end();
  CHECK(gateway.acs().stats().unauthorized >= 2);
  gateway.wait_for_log("acs.session.completed");
}

TEST_CASE("T02 digest when each message has a connection of its own", "[cwmp_http]") {
  Gateway gateway({.settings = {.acs = kCredentials},
                   .acs = {.auth = auth(Scheme::digest), .session_cookie = true, .close_connections = true}});
  run_session(gateway.acs());
  gateway.wait_for_log("acs.session.completed");
}

TEST_CASE("T01 basic authentication over http", "[cwmp_http]") {
  Gateway gateway({.settings = {.acs = kCredentials}, .acs = {.auth = auth(Scheme::basic)}});
  run_session(gateway.acs());
  CHECK(gateway.acs().stats().unauthorized >= 1);
}

TEST_CASE("T01 E03 basic authentication over https, by name and by address", "[cwmp_http]") {
  support::CertificateAuthority authority;
  acs::Options options = secure(authority.issue());
  options.auth = auth(Scheme::basic);
  options.host_name = GENERATE("localhost", "127.0.0.1");
  Gateway gateway({.settings = {.acs = kCredentials + "\nca_file: " + authority.ca_file()}, .acs = options});
  run_session(gateway.acs());
  CHECK(gateway.acs().stats().handshake_failures == 0);
  CHECK(gateway.acs().stats().unauthorized >= 1);
}

TEST_CASE("T01 T02 wrong credentials fail the session, which is tried again", "[cwmp_http]") {
  const auto scheme = GENERATE(Scheme::digest, Scheme::basic);
  Gateway gateway({.settings = {.acs = "username: cpe-1\npassword: wrong\nretry_minimum_wait_s: 60"},
                   .acs = {.auth = auth(scheme)}});
  CHECK_THAT(gateway.wait_for_log("acs.session.failed"),
             Catch::Matchers::ContainsSubstring("401") &&
                 Catch::Matchers::ContainsSubstring("correct acs.password, or acs.username 'cpe-1'"));
  CHECK(gateway.acs().stats().messages == 0);
  CHECK(gateway.acs().stats().unauthorized <= 3);
}

TEST_CASE("E01 an ACS that cannot prove its identity learns nothing", "[cwmp_http]") {
  support::CertificateAuthority trusted;
  support::CertificateAuthority stranger("Another CA");
  acs::Options options;
  SECTION("another authority") { options = secure(stranger.issue()); }
  SECTION("expired") { options = secure(trusted.issue({.expired = true})); }
  SECTION("another host") {
    options = secure(trusted.issue({.common_name = "example.org", .names = {"DNS:example.org"}}));
  }
  SECTION("E03 an address written as a name") { options = secure(trusted.issue({.names = {"DNS:127.0.0.1"}})); }
  SECTION("the right common name, but other names beside it") {
    options = secure(trusted.issue({.common_name = "localhost", .names = {"DNS:example.org"}}));
    options.host_name = "localhost";
  }
  Gateway gateway({.settings = {.acs = kCredentials + "\nretry_minimum_wait_s: 60\nca_file: " + trusted.ca_file()},
                   .acs = options});
  expect_distrust(gateway);
}

TEST_CASE("E04 the handshake carries the name of the ACS", "[cwmp_http]") {
  support::CertificateAuthority authority;
  acs::Options options = secure(authority.issue());
  options.host_name = GENERATE("localhost", "127.0.0.1");
  Gateway gateway({.settings = {.acs = "ca_file: " + authority.ca_file()}, .acs = options});
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  CHECK((*inform)->server_name == (options.host_name == "localhost" ? "localhost" : ""));
}

TEST_CASE("E05 an ACS that offers nothing newer than TLS 1.1 learns nothing", "[cwmp_http]") {
  support::CertificateAuthority authority;
  acs::Options options = secure(authority.issue());
  options.old_tls = true;
  Gateway gateway({.settings = {.acs = "retry_minimum_wait_s: 60\nca_file: " + authority.ca_file()}, .acs = options});
  expect_distrust(gateway);
  CHECK(gateway.acs().stats().handshake_failures > 0);
}

TEST_CASE("A client certificate lets the CPE in, and without one it stays outside", "[cwmp_http]") {
  support::CertificateAuthority authority;
  const support::Certificate own = authority.issue_client("GW0001");
  acs::Options options = secure(authority.issue());
  options.client_ca_file = authority.ca_file();
  const std::string lines = "retry_minimum_wait_s: 60\nca_file: " + authority.ca_file();
  SECTION("with") {
    Gateway gateway({.settings = {.acs = lines + "\nclient_cert_file: " + own.certificate_file +
                                         "\nclient_key_file: " + own.key_file},
                     .acs = options});
    run_session(gateway.acs());
  }
  SECTION("without") {
    Gateway gateway({.settings = {.acs = lines}, .acs = options});
    expect_distrust(gateway);
  }
}

TEST_CASE("T11 a redirect leads this session elsewhere, and is forgotten after it", "[cwmp_http]") {
  const unsigned status = GENERATE(302U, 307U);
  Gateway gateway;
  acs::ScriptedAcs other({.deadline = std::chrono::seconds{30}});
  auto inform = gateway.acs().expect("Inform");
  inform.reply(acs::redirect(status, other.url() + "elsewhere"));
  std::optional<acs::Exchange> again;
  acs::Session session = other.accept_session(&again);
  CHECK((*again)->body == inform->body);
  CHECK((*again)->target == "/elsewhere");
  auto answer = session.expect_empty_post();
  CHECK(answer->target == "/elsewhere");
  answer = session.ask(answer, acs::get_parameter_values({kUrl}));
  answer.with_parameter(kUrl, gateway.acs().url()).reply_no_content();
  session.expect_end();
  gateway.wait_for_log("acs.session.completed");

  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  gateway.session(&again).run_to_end();
  again->with_only_events({}).with_argument("RetryCount", "0");
  gateway.restart();
  gateway.session(&again).run_to_end();
  again->with_only_events({"1 BOOT"});
  CHECK(other.stats().sessions == 1);
}

TEST_CASE("T11 a redirect in the middle of a session brings its message along", "[cwmp_http]") {
  Gateway gateway;
  acs::ScriptedAcs other({.continued_sessions = true, .deadline = std::chrono::seconds{30}});
  acs::Session session = gateway.session();
  auto post = session.expect_empty_post();
  auto answer = session.ask(post, acs::get_parameter_values({kUrl}).id("42"));
  answer.reply(acs::redirect(307, other.url()));
  acs::Session rest = other.expect_session();
  answer = rest.expect("GetParameterValuesResponse").with_id("42");
  answer.with_parameter(kUrl, gateway.acs().url());
  rest.ask(answer, acs::get_rpc_methods()).reply_no_content();
  rest.expect_end();
  gateway.wait_for_log("acs.session.completed");
}

TEST_CASE("T11 five redirects in a row are followed, a sixth is not", "[cwmp_http]") {
  Gateway gateway({.settings = {.acs = "retry_minimum_wait_s: 60"}});
  const int count = GENERATE(5, 6);
  for (int i = 1; i <= count; ++i) {
    auto inform = gateway.acs().expect("Inform");
    inform.reply(acs::redirect(302, gateway.acs().url() + std::to_string(i)));
  }
  if (count == 5) {
    auto inform = gateway.acs().expect("Inform");
    CHECK(inform->target == "/5");
    inform.reply_inform_response();
    gateway.acs().expect("").reply_no_content();
    gateway.wait_for_log("acs.session.completed");
  } else {
    gateway.wait_for_log("acs.session.failed");
    REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
    auto inform = gateway.acs().expect("Inform").with_argument("RetryCount", "1");
    CHECK(inform->target == "/");
    inform.reply_no_content();
    gateway.wait_for_log("acs.session.failed");
  }
}

TEST_CASE("T13 a redirect to an https that cannot prove its name fails the session", "[cwmp_http]") {
  support::CertificateAuthority authority;
  Gateway gateway({.settings = {.acs = "retry_minimum_wait_s: 60\nca_file: " + authority.ca_file()}});
  acs::ScriptedAcs other(secure(authority.issue({.common_name = "example.org", .names = {"DNS:example.org"}})));
  gateway.acs().expect("Inform").reply(acs::redirect(302, other.url()));
  gateway.wait_for_log("acs.session.failed");
  CHECK(other.stats().messages == 0);
}

TEST_CASE("An ACS that we were redirected to gets the credentials it asks for", "[cwmp_http]") {
  Gateway gateway({.settings = {.acs = kCredentials}, .acs = {.auth = auth(Scheme::digest)}});
  acs::ScriptedAcs other({.auth = auth(Scheme::digest), .deadline = std::chrono::seconds{30}});
  gateway.acs().expect("Inform").reply(acs::redirect(307, other.url()));
  run_session(other);
  CHECK(other.stats().unauthorized == 1);
  gateway.wait_for_log("acs.session.completed");
}

TEST_CASE("Credentials do not follow a redirect from https to http", "[cwmp_http]") {
  support::CertificateAuthority authority;
  acs::Options options = secure(authority.issue());
  options.auth = auth(Scheme::basic);
  Gateway gateway({.settings = {.acs = kCredentials + "\nretry_minimum_wait_s: 60\nca_file: " + authority.ca_file()},
                   .acs = options});
  acs::ScriptedAcs other({.auth = auth(Scheme::basic)});
  gateway.acs().expect("Inform").reply(acs::redirect(302, other.url()));
  gateway.wait_for_log("acs.session.failed");
  CHECK(other.stats().unauthorized == 1);
  CHECK(other.stats().messages == 0);
}

TEST_CASE("T05 every cookie of a session comes back with each message, and none in the next session", "[cwmp_http]") {
  Gateway gateway({.acs = {.cookies = {"a=1", "b=two; Path=/", "long=" + std::string(500, 'x') + "; HttpOnly"}}});
  run_session(gateway.acs());
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  acs::Session session = gateway.acs().expect_session();
  auto inform = session.expect("Inform");
  CHECK_FALSE(inform->header("Cookie"));
  inform.reply_inform_response();
  session.run_to_end();
}

TEST_CASE("T05 cookies set by the 401 come back with the repetition", "[cwmp_http]") {
  Gateway gateway(
      {.settings = {.acs = kCredentials}, .acs = {.auth = auth(Scheme::digest), .cookies = {"a=1", "b=2"}}});
  acs::Session session = gateway.acs().expect_session();
  auto inform = session.expect("Inform");
  CHECK_THAT(inform->header("Cookie").value_or(""),
             Catch::Matchers::ContainsSubstring("a=1") && Catch::Matchers::ContainsSubstring("b=2"));
  inform.reply_inform_response();
  session.run_to_end();
}

TEST_CASE("T05 cookies for another host or path stay away, and one that is taken back is gone", "[cwmp_http]") {
  Gateway gateway;
  acs::Session session = gateway.acs().expect_session();
  session.expect("Inform").reply(acs::inform_response()
                                     .with_header("Set-Cookie", "near=1; Path=/")
                                     .with_header("Set-Cookie", "odd=2; Path=nonsense")
                                     .with_header("Set-Cookie", "far=3; Domain=example.org")
                                     .with_header("Set-Cookie", "deep=4; Path=/deep"));
  auto post = session.expect_empty_post();
  const auto cookies = [](const acs::Exchange& exchange) { return exchange->header("Cookie").value_or(""); };
  CHECK_THAT(cookies(post),
             Catch::Matchers::ContainsSubstring("near=1") && Catch::Matchers::ContainsSubstring("odd=2"));
  for (const char* foreign : {"far=", "deep="}) CHECK_THAT(cookies(post), !Catch::Matchers::ContainsSubstring(foreign));
  post.reply(acs::get_rpc_methods().with_header("Set-Cookie", "near=; Path=/; Max-Age=0"));
  auto answer = session.expect("GetRPCMethodsResponse");
  CHECK_THAT(cookies(answer),
             !Catch::Matchers::ContainsSubstring("near=") && Catch::Matchers::ContainsSubstring("odd=2"));
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("T05 T11 cookies stay with the host that set them when a session is redirected", "[cwmp_http]") {
  Gateway gateway;
  acs::ScriptedAcs other({.host_name = "localhost", .deadline = std::chrono::seconds{30}});
  auto inform = gateway.acs().expect("Inform");
  inform.reply(acs::redirect(302, other.url()).with_header("Set-Cookie", "here=1"));
  std::optional<acs::Exchange> again;
  other.accept_session(&again).run_to_end();
  CHECK_FALSE((*again)->header("Cookie"));
}

TEST_CASE("T07 T08 T20 the headers of an envelope and of an empty POST", "[cwmp_http]") {
  Gateway gateway;
  acs::Session session = gateway.acs().expect_session();
  auto inform = session.expect("Inform");
  CHECK(inform->method == "POST");
  CHECK(inform->header("SOAPAction") == "");
  CHECK_THAT(inform->header("Content-Type").value_or(""), Catch::Matchers::StartsWith("text/xml"));
  CHECK(inform->header("Content-Length") == std::to_string(inform->body.size()));
  CHECK_FALSE(inform->header("Expect"));
  inform.reply_inform_response();
  auto post = session.expect_empty_post();
  CHECK_FALSE(post->header("SOAPAction"));
  CHECK_FALSE(post->header("Content-Type"));
  CHECK(post->header("Content-Length") == "0");
  auto answer = session.ask(post, acs::get_parameter_values({"Device."}));
  CHECK(answer->header("SOAPAction") == "");
  CHECK_FALSE(answer->header("Expect"));
  CHECK_FALSE(answer->header("Transfer-Encoding"));
  answer.reply_no_content();
  session.expect_end();
}

TEST_CASE("T09 answers in chunks are read", "[cwmp_http]") {
  Gateway gateway({.acs = {.chunked = true}});
  run_session(gateway.acs());
  gateway.wait_for_log("acs.session.completed");
}

TEST_CASE("T15 a name that does not resolve fails the session, which is tried again", "[cwmp_http]") {
  Gateway gateway({.settings = {.acs_url = "http://acs.invalid/"}});
  CHECK_THAT(gateway.wait_for_log("acs.session.failed"), Catch::Matchers::ContainsSubstring("resolve"));
  gateway.wait_for_log("acs.session.failed");
}

TEST_CASE("T15 an answer that breaks off fails the session", "[cwmp_http]") {
  Gateway gateway({.settings = {.acs = "retry_minimum_wait_s: 60"}});
  gateway.acs().expect("Inform").reply(acs::truncated("<?xml version=\"1.0\"?><soap-env:Envelope>"));
  gateway.wait_for_log("acs.session.failed");
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  gateway.acs().expect("Inform").with_argument("RetryCount", "1").reply_inform_response();
}

TEST_CASE("before the clock was ever set an expired certificate is accepted, and afterwards it is not", "[cwmp_http]") {
  support::CertificateAuthority authority;
  integration::GatewayOptions options{
      .settings = {.acs = kCredentials + "\nretry_minimum_wait_s: 1\nca_file: " + authority.ca_file()},
      .acs = secure(authority.issue({.expired = true})),
      .controllable_clock = true,
      .start = false};
  Gateway gateway(std::move(options));
  const auto to_1970 = integration::since_1970(gateway) - std::chrono::hours(1);
  gateway.step_clock(-to_1970);
  gateway.start();
  gateway.session().run_to_end();
  gateway.step_clock(to_1970);
  gateway.ctl({"inform"});
  CHECK_THAT(gateway.wait_for_log("acs.session.failed"), Catch::Matchers::ContainsSubstring("certificate"));
}

TEST_CASE("a session that failed while the clock was not set is tried again as soon as it is set", "[cwmp_http]") {
  Gateway gateway({.settings = {.acs = "retry_minimum_wait_s: 65535"},
                   .acs = {.auth = auth(Scheme::basic)},
                   .controllable_clock = true,
                   .start = false});
  const auto to_1970 = integration::since_1970(gateway) - std::chrono::hours(1);
  gateway.step_clock(-to_1970);
  gateway.start();
  gateway.wait_for_log("acs.session.failed");
  gateway.step_clock(to_1970);
  gateway.wait_for_log("acs.session.started");
  gateway.wait_for_log("acs.session.failed");
}
