// SPDX-License-Identifier: Apache-2.0
// Shows what a connection request sends, against a listener that asks for digest.
#include "tests/acs/connection_request.hpp"

#include "tests/acs/http/digest.hpp"
#include "tests/acs/http/http_server.hpp"
#include "tests/support/catch.hpp"

using namespace tests::acs;

namespace {

// A CPE's listener in few words: digest, then 200 for GET /right, 404 for other paths.
class Listener {
 public:
  explicit Listener(Algorithm algorithm = Algorithm::md5)
      : authenticator_({.user = "acs", .password = "secret", .algorithm = algorithm}),
        server_({}, {.request = [this](Message message) { return answer(message); },
                     .written = [](std::uint64_t) {},
                     .opened = [](std::uint64_t) {},
                     .closed = [](std::uint64_t) {},
                     .handshake_failed = [](const std::string&) {}}) {}

  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/right"; }

 private:
  Reply answer(Message& message) {
    if (message.method != "GET") return http_status(405);
    if (message.target != "/right") return http_status(404);
    if (auto challenge = authenticator_.refusal(message)) {
      Reply refusal = http_status(401, "no");
      refusal.headers = std::move(*challenge);
      return refusal;
    }
    // A nonce count that was used before makes a violation.
    return message.violations.empty() ? http_status(200) : http_status(403);
  }

  Authenticator authenticator_;
  HttpServer server_;
};

}  // namespace

TEST_CASE("the right user is let in, with every algorithm") {
  const Listener listener(GENERATE(Algorithm::md5, Algorithm::md5_sess, Algorithm::sha_256));
  const HttpAnswer answer = connection_request(listener.url(), "acs", "secret");
  CHECK(answer.first_status == 401);
  CHECK(answer.status == 200);
  CHECK(answer.body_size == 0);
}

TEST_CASE("wrong ways in stay outside") {
  using Scheme = ConnectionRequestOptions::Scheme;
  const Listener listener;
  CHECK(connection_request(listener.url(), "acs", "wrong").status == 401);
  CHECK(connection_request(listener.url(), "acs", "wrong").body_size == 2);
  CHECK(connection_request(listener.url(), "acs", "secret", {.scheme = Scheme::basic}).status == 401);
  CHECK(connection_request(listener.url(), "acs", "secret", {.scheme = Scheme::none}).status == 401);
  CHECK(connection_request(listener.url(), "acs", "secret", {.nonce = "0"}).status == 401);
  CHECK(connection_request(listener.url(), "acs", "secret", {.path = "/other"}).status == 404);
  CHECK(connection_request(listener.url(), "acs", "secret", {.method = "POST", .body = "x"}).status == 405);
}

TEST_CASE("a replayed header is sent as it was") {
  const Listener listener;
  const HttpAnswer first = connection_request(listener.url(), "acs", "secret");
  CHECK(first.status == 200);
  const HttpAnswer again = connection_request(listener.url(), "", "", {.authorization = first.authorization});
  CHECK(again.authorization == first.authorization);
  CHECK(again.status == 403);
}

TEST_CASE("nobody there is an error") {
  CHECK_THROWS_WITH(connection_request("http://127.0.0.1:1/", "acs", "secret"),
                    Catch::Matchers::ContainsSubstring("connect"));
  CHECK_THROWS(connection_request("ftp://x/", "acs", "secret"));
}
