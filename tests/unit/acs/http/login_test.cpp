// SPDX-License-Identifier: Apache-2.0
// Shows the logins of the HTTP client: the scheme that a server chooses, nonces that are stale or gone, and the servers
// that get no password.
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "tests/support/certificates.hpp"
#include "tests/unit/acs/http/client.hpp"

using proxy::acs::HttpResponse;
using tests::acs::Auth;
using tests::acs::Authenticator;
using tests::acs::Message;
using tests::acs::RecordingServer;
using tests::acs::Reply;
using tests::http::Client;
using tests::http::guarded;
using tests::http::ok;

TEST_CASE("after the first login each POST is sent once, with credentials") {
  Auth auth{.user = "cpe", .password = "open sesame"};
  SECTION("digest") {}
  SECTION("digest with MD5-sess") { auth.algorithm = tests::acs::Algorithm::md5_sess; }
  SECTION("basic") { auth.scheme = Auth::Scheme::basic; }
  SECTION("either") { auth.scheme = Auth::Scheme::both; }
  RecordingServer site(guarded(auth));
  Client client;
  CHECK(client.post(site.url("/acs"), "<one/>").status == 200);
  CHECK(client.post(site.url("/acs")).status == 200);
  CHECK(client.post(site.url("/acs"), "<two/>").status == 200);
  const auto seen = site.requests();
  REQUIRE(seen.size() == 4);
  CHECK(seen[0].body == "<one/>");
  CHECK(seen[1].body == "<one/>");
  CHECK(seen[1].connection == seen[0].connection);
  for (std::size_t i = 1; i < seen.size(); ++i) CHECK(seen[i].header("Authorization"));
  if (auth.scheme != Auth::Scheme::basic) CHECK(seen[3].header("Authorization")->starts_with("Digest "));
}

TEST_CASE("a nonce that is stale or gone is replaced") {
  RecordingServer site(guarded({.user = "cpe", .password = "open sesame", .stale_after = 1}));
  Client client;
  for (const char* text : {"<one/>", "<two/>", "<three/>"}) CHECK(client.post(site.url("/acs"), text).status == 200);

  auto authenticator = std::make_shared<std::optional<Authenticator>>();
  RecordingServer forgetful([&, count = 0](Message& message) mutable {
    const int number = count++;
    if (number == 0 || number == 2)
      authenticator->emplace(Auth{.user = "cpe", .password = "open sesame", .realm = std::to_string(number)});
    auto refusal = (*authenticator)->refusal(message);
    return refusal ? Reply{.status = 401, .headers = *refusal} : ok();
  });
  CHECK(client.post(forgetful.url("/acs"), "<one/>").status == 200);
  CHECK(client.post(forgetful.url("/acs"), "<two/>").status == 200);
}

TEST_CASE("a wrong password ends in 401 and no endless loop") {
  RecordingServer site(guarded({.user = "cpe", .password = "other"}));
  Client client;
  const HttpResponse refused = client.post(site.url("/acs"), "<one/>");
  CHECK(refused.status == 401);
  CHECK(refused.error == "correct acs.password, or acs.username 'cpe'");
  CHECK(site.requests().size() == 2);
}

TEST_CASE("a server that calls every nonce stale gets three logins for each POST") {
  RecordingServer site([count = 0](Message&) mutable {
    const std::string nonce = std::to_string(count++);
    return Reply{
        .status = 401,
        .headers = {{"WWW-Authenticate", R"(Digest realm="r", qop="auth", stale=true, nonce=")" + nonce + '"'}}};
  });
  Client client;
  CHECK(client.post(site.url("/acs"), "<one/>").error ==
        "the ACS has asked for a login three times and does not accept it");
  CHECK(site.requests().size() == 4);
  CHECK(client.post(site.url("/acs"), "<two/>").status == 0);
  CHECK(site.requests().size() <= 8);
}

TEST_CASE("an ACS that has asked for digest gets no password in clear text over http") {
  auto authenticator = std::make_shared<Authenticator>(Auth{.user = "cpe", .password = "open sesame"});
  std::string challenge = R"(Basic realm="a, Digest b")";
  bool turned = false;
  RecordingServer site([&](Message& message) {
    if (turned) return Reply{.status = 401, .headers = {{"WWW-Authenticate", challenge}}};
    auto refusal = authenticator->refusal(message);
    return refusal ? Reply{.status = 401, .headers = *refusal} : ok();
  });
  Client client;
  CHECK(client.post(site.url("/acs"), "<one/>").status == 200);
  turned = true;
  CHECK(client.post(site.url("/acs"), "<two/>").status == 0);
  client.session.reset();
  const HttpResponse response = client.post(site.url("/acs"), "<three/>");
  CHECK(response.error == "the ACS has asked for digest before and asks for the password in clear text now, over http");
  for (const Message& message : site.requests()) {
    CHECK_FALSE(message.header("Authorization").value_or("").starts_with("Basic"));
  }
}

TEST_CASE("a redirect over http takes the password nowhere in clear text") {
  RecordingServer first([](Message&) { return ok(); });
  RecordingServer second(guarded({.scheme = Auth::Scheme::basic, .user = "cpe", .password = "open sesame"}));
  RecordingServer third(guarded({.user = "cpe", .password = "open sesame"}));
  Client client;
  CHECK(client.post(first.url("/acs"), "<one/>").status == 200);
  CHECK(client.post(second.url("/acs"), "<two/>").error ==
        "a redirect leads to a server that asks for the password in clear text, over http");
  CHECK(second.requests().size() == 1);
  CHECK(client.post(third.url("/acs"), "<three/>").status == 200);
}

TEST_CASE("credentials are not sent in the clear once the session was secure") {
  tests::support::CertificateAuthority authority;
  const auto certificate = authority.issue();
  RecordingServer secure([](Message&) { return ok(); },
                         {.certificate_file = certificate.certificate_file, .key_file = certificate.key_file});
  RecordingServer plain(guarded({.user = "cpe", .password = "open sesame"}));
  Client client;
  client.settings.ca_file = authority.ca_file();
  CHECK(client.post(secure.url("/acs", "localhost"), "<one/>").status == 200);
  CHECK(client.post(plain.url("/acs"), "<one/>").status == 401);
  REQUIRE(plain.requests().size() == 1);
  CHECK_FALSE(plain.requests()[0].header("Authorization"));
}
