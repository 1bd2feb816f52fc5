// SPDX-License-Identifier: Apache-2.0
// Shows the HTTP side: authentication that libcurl passes, TLS, cookies, redirects, chunks, and an ACS that misbehaves.
#include "tests/acs/scripted_acs.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/certificates.hpp"
#include "tests/unit/acs_script/cpe.hpp"

using namespace tests::acs;
using namespace tests::acs_script;
using namespace std::chrono_literals;

namespace {

void whole_session(ScriptedAcs& acs) {
  Session session = acs.accept_session();
  session.expect_empty_post().reply_no_content();
  session.expect_end();
}

}  // namespace

TEST_CASE("libcurl passes each kind of authentication, and a wrong password does not") {
  const auto algorithm = GENERATE(Algorithm::md5, Algorithm::md5_sess, Algorithm::sha_256);
  const auto scheme = GENERATE(Auth::Scheme::digest, Auth::Scheme::both);
  const unsigned stale_after = GENERATE(0U, 1U);
  ScriptedAcs acs(
      {.auth = Auth{
           .scheme = scheme, .user = "cpe", .password = "geheim", .algorithm = algorithm, .stale_after = stale_after}});
  {
    const Beside cpe([&] {
      Cpe device(acs.url());
      device.use_credentials("cpe", "geheim");
      device.post(inform());
      device.post("");
    });
    whole_session(acs);
  }
  // Every stale nonce costs one more refusal than the first.
  CHECK(acs.stats().unauthorized == 1 + stale_after);
  CHECK(acs.violations().empty());
  Cpe wrong(acs.url());
  wrong.use_credentials("cpe", "falsch");
  CHECK(wrong.post(inform()).status == 401);
}

TEST_CASE("basic authentication") {
  ScriptedAcs acs({.auth = Auth{.scheme = Auth::Scheme::basic, .user = "cpe", .password = "geheim"}});
  const Beside cpe([&] {
    Cpe device(acs.url());
    device.use_credentials("cpe", "geheim");
    device.post(inform());
    device.post("");
  });
  whole_session(acs);
}

TEST_CASE("over TLS, with and without a client certificate") {
  tests::support::CertificateAuthority authority;
  const auto server = authority.issue();
  const auto client = authority.issue_client("cpe");
  const bool ask = GENERATE(false, true);
  ScriptedAcs acs({.certificate_file = server.certificate_file,
                   .key_file = server.key_file,
                   .client_ca_file = ask ? authority.ca_file() : ""});
  CHECK_THAT(acs.url(), Catch::Matchers::StartsWith("https://"));
  {
    const Beside cpe([&] {
      Cpe device(acs.url());
      device.use_ca(authority.ca_file());
      if (ask) device.use_client_certificate(client.certificate_file, client.key_file);
      device.post(inform());
      device.post("");
    });
    whole_session(acs);
  }
  const tests::support::CertificateAuthority other("Other");
  Cpe distrusts(acs.url());
  distrusts.use_ca(other.ca_file());
  CHECK(distrusts.post(inform()).status == 0);
  acs.wait_for([](const Stats& stats) { return stats.handshake_failures == 1; });
}

TEST_CASE("a session goes on over new connections, by its cookies") {
  ScriptedAcs acs({.cookies = {"extra=1; Path=/"}, .chunked = true, .close_connections = true});
  Beside cpe([&] {
    Cpe device(acs.url());
    device.post(inform());
    device.post("");
  });
  Session session = acs.accept_session();
  Exchange post = session.expect_empty_post();
  CHECK_THAT(post->header("cookie").value_or(""), Catch::Matchers::ContainsSubstring("extra=1"));
  post.reply_no_content();
  session.expect_end();
  CHECK(acs.stats().connections == 2);
}

TEST_CASE("forgotten cookies and wrong headers are found") {
  ScriptedAcs acs({.strict = false});
  Beside cpe([&] {
    Cpe device(acs.url());
    device.content_type("application/soap+xml");
    device.post(inform());
    device.forget_cookies();
    device.post("");
  });
  Session session = acs.accept_session();
  session.expect_empty_post().reply_no_content();
  session.expect_end();
  REQUIRE(acs.violations().size() == 2);
  CHECK_THAT(acs.violations()[0], Catch::Matchers::ContainsSubstring("application/soap+xml"));
  CHECK_THAT(acs.violations()[1], Catch::Matchers::ContainsSubstring("session cookie did not come back"));
}

TEST_CASE("a redirect leads to another ACS") {
  ScriptedAcs first;
  ScriptedAcs second;
  const unsigned status = GENERATE(302U, 307U);
  const Beside cpe([&] {
    Cpe device(first.url());
    device.follow_redirects();
    device.post(inform());
  });
  first.expect("Inform").reply(redirect(status, second.url()));
  second.expect("Inform").reply_no_content();
}

TEST_CASE("replies of every sort arrive as they are meant") {
  ScriptedAcs acs;
  Reply reply;
  long status = 200;
  std::string body;
  std::string error;
  SECTION("a plain error") {
    reply = http_status(503);
    status = 503;
  }
  SECTION("401 without a challenge") {
    reply = http_status(401);
    status = 401;
  }
  SECTION("200 without a body") { reply = empty_ok(); }
  SECTION("204") {
    reply = no_content();
    status = 204;
  }
  SECTION("raw") {
    reply = raw("<a/>");
    body = "<a/>";
  }
  SECTION("chunked") {
    reply = raw(std::string(1000, 'x')).chunked();
    body = std::string(1000, 'x');
  }
  SECTION("a fault") {
    reply = fault(8005, "Retry request");
    body = "8005";
  }
  SECTION("reset") {
    reply = reset_connection();
    error = "Failure when receiving data from the peer";
  }
  SECTION("closed") {
    reply = close_connection();
    error = "Server returned nothing";
  }
  SECTION("truncated") {
    reply = truncated("<half/>");
    error = "Transferred a partial file";
  }
  Cpe::Answer answer;
  Beside cpe([&] { answer = Cpe(acs.url()).post(inform()); });
  acs.expect("Inform").reply(std::move(reply));
  cpe.join();
  CHECK(answer.status == (error.empty() ? status : 0));
  CHECK_THAT(answer.error, Catch::Matchers::StartsWith(error));
  CHECK_THAT(answer.body, Catch::Matchers::ContainsSubstring(body));
}

TEST_CASE("a hanging ACS holds the connection until the CPE gives up") {
  ScriptedAcs acs;
  Cpe::Answer answer;
  Beside cpe([&] {
    Cpe device(acs.url());
    device.deadline(300);
    answer = device.post(inform());
  });
  acs.expect("Inform").reply(hang());
  cpe.join();
  CHECK(answer.error == "Timeout was reached");
  acs.wait_for([](const Stats& stats) { return stats.open_connections == 0; });
}

TEST_CASE("a body above the limit is taken without a look") {
  ScriptedAcs acs({.parse_limit = 1'000'000});
  const std::string big(20'000'000, 'x');
  const Beside cpe([&] { Cpe(acs.url()).post(big); });
  Exchange exchange = acs.expect("GetParameterValuesResponse");
  CHECK(exchange->body.size() == big.size());
  CHECK(exchange->received >= exchange->asked);
  exchange.reply_no_content();
}
