// SPDX-License-Identifier: Apache-2.0
// Shows MD5 by the vectors of its RFC, and that digest authentication takes the right answer once, and nothing else.
#include "proxy/acs/connection_request/digest_auth.hpp"
#include "proxy/acs/connection_request/md5.hpp"
#include "proxy/acs/connection_request/token_bucket.hpp"

#include <chrono>
#include <string>

#include "tests/acs/http/digest.hpp"
#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using proxy::acs::DigestAuth;
using Verdict = DigestAuth::Verdict;

namespace {

const proxy::base::SteadyTime kStart{1000s};

struct Login {
  std::string user = "acs";
  std::string password = "secret";
  std::string nc = "00000001";
  std::string target = "/path";
  std::string uri = "/path";
  std::string more = ", qop=auth, algorithm=MD5";
  std::string method = "GET";
};

std::string authorization(const std::string& challenge, const Login& login) {
  auto asked = tests::acs::digest_parameters(challenge);
  const std::string response = tests::acs::digest_response({.user = login.user,
                                                            .password = login.password,
                                                            .realm = asked["realm"],
                                                            .nonce = asked["nonce"],
                                                            .nc = login.nc,
                                                            .cnonce = "abc",
                                                            .method = login.method,
                                                            .uri = login.uri});
  return "Digest username=\"" + login.user + "\", realm=\"" + asked["realm"] + "\", nonce=\"" + asked["nonce"] +
         "\", uri=\"" + login.uri + "\", nc=" + login.nc + ", cnonce=\"abc\", response=\"" + response + "\"" +
         login.more;
}

struct Server {
  DigestAuth digest{"realm", 60s};
  std::string challenge = digest.challenge(kStart, false);

  Verdict check(const std::string& header, const std::string& target, proxy::base::SteadyTime now = kStart) {
    return digest.check({.method = "GET", .target = target, .authorization = header},
                        {.username = "acs", .password = "secret"}, now);
  }
  Verdict log_in(const Login& login = {}, proxy::base::SteadyTime now = kStart) {
    return check(authorization(challenge, login), login.target, now);
  }
};

}  // namespace

TEST_CASE("MD5 gives the digests of RFC 1321") {
  using proxy::acs::md5_hex;
  CHECK(md5_hex("") == "d41d8cd98f00b204e9800998ecf8427e");
  CHECK(md5_hex("abc") == "900150983cd24fb0d6963f7d28e17f72");
  CHECK(md5_hex("abcdefghijklmnopqrstuvwxyz") == "c3fcd3d76192e4007dfb496cca67e13b");
  CHECK(md5_hex("12345678901234567890123456789012345678901234567890123456789012345678901234567890") ==
        "57edf4a22be3c955ac49da2e2107b67a");
  CHECK(md5_hex(std::string(55, 'a')) == "ef1772b6dff9a122358552954ad0df65");
  CHECK(md5_hex(std::string(56, 'a')) == "3b0c8ac703f828b04c6c197006d17218");
  CHECK(md5_hex(std::string(64, 'a')) == "014842d480b571495a4a0363793f7367");
}

TEST_CASE("the right answer is accepted once, and again with a higher count") {
  Server server;
  CHECK(server.log_in() == Verdict::accepted);
  CHECK(server.log_in() == Verdict::refused);
  CHECK(server.log_in({.nc = "00000003"}) == Verdict::accepted);
  CHECK(server.log_in({.nc = "00000002"}) == Verdict::refused);
}

TEST_CASE("a count of zero is refused") { CHECK(Server().log_in({.nc = "00000000"}) == Verdict::refused); }

TEST_CASE("wrong credentials and other paths are refused") {
  CHECK(Server().log_in({.user = "other"}) == Verdict::refused);
  CHECK(Server().log_in({.password = "wrong"}) == Verdict::refused);
  CHECK(Server().log_in({.target = "/path", .uri = "/elsewhere"}) == Verdict::refused);
  CHECK(Server().log_in({.method = "POST"}) == Verdict::refused);
  CHECK(Server().log_in({.target = "/path", .uri = "http://host:7548/path"}) == Verdict::accepted);
}

TEST_CASE("a wrong user name is refused as a wrong password is, with the nonce fresh or old") {
  for (const char* user : {"other", "", "a", "acs2", "acsacs", "ACS", "aaa"}) {
    CAPTURE(user);
    Server server;
    CHECK(server.log_in({.user = user}) == Verdict::refused);
    CHECK(server.log_in({.user = user}, kStart + 61s) == Verdict::refused);
    CHECK(server.log_in({.user = user, .password = "wrong"}) == Verdict::refused);
    CHECK(server.log_in() == Verdict::accepted);
  }
  // The response that the right name and password would give, under a wrong name.
  Server server;
  std::string header = authorization(server.challenge, {});
  header.replace(header.find("\"acs\""), 5, "\"sca\"");
  CHECK(server.check(header, "/path") == Verdict::refused);
}

TEST_CASE("qop=auth is required, and MD5") {
  CHECK(Server().log_in({.more = ""}) == Verdict::refused);
  CHECK(Server().log_in({.more = ", qop=auth-int"}) == Verdict::refused);
  CHECK(Server().log_in({.more = ", qop=auth, algorithm=SHA-256"}) == Verdict::refused);
  CHECK(Server().log_in({.more = ", qop=\"auth\", opaque=\"\""}) == Verdict::accepted);
  CHECK(Server().log_in({.more = ", qop=auth, qop=auth"}) == Verdict::refused);
}

TEST_CASE("an old nonce is stale, one that was never given out too, and only for who knows the password") {
  Server server;
  CHECK(server.log_in({}, kStart + 61s) == Verdict::stale);
  CHECK(server.log_in({.password = "wrong"}, kStart + 61s) == Verdict::refused);
  Server other;
  CHECK(other.check(authorization(server.challenge, {}), "/path") == Verdict::stale);
  CHECK(server.digest.challenge(kStart, true).find("stale=true") != std::string::npos);
}

TEST_CASE("every challenge has a nonce of its own") {
  DigestAuth digest("realm");
  CHECK(digest.challenge(kStart, false) != digest.challenge(kStart, false));
}

TEST_CASE("what is no digest header is refused") {
  Server server;
  for (const char* header : {"", "Digest", "Digest ", "Basic YWNzOnNlY3JldA==", "Digest username", "Digest =,=,",
                             "Digest username=\"acs", "Digest username=\"acs\\", "digestusername=\"acs\""})
    CHECK(server.check(header, "/path") == Verdict::refused);
}

TEST_CASE("a bucket allows a burst, and then its rate") {
  proxy::acs::TokenBucket bucket(10, 20);
  for (int i = 0; i < 20; ++i) CHECK(bucket.take(kStart));
  CHECK_FALSE(bucket.take(kStart));
  CHECK(bucket.take(kStart + 150ms));
  CHECK_FALSE(bucket.take(kStart + 150ms));
  for (int i = 0; i < 20; ++i) CHECK(bucket.take(kStart + 1h));
  CHECK_FALSE(bucket.take(kStart + 1h));
}
