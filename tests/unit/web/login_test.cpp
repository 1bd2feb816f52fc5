// SPDX-License-Identifier: Apache-2.0
// Shows how often a password may be tried, how long a session lasts, and how a request is let in or refused.
#include "proxy/web/login/access.hpp"
#include "proxy/web/login/login_limiter.hpp"
#include "proxy/web/login/password.hpp"
#include "proxy/web/login/random.hpp"
#include "proxy/web/login/sessions.hpp"
#include "tests/support/catch.hpp"

#include <chrono>
#include <string>

using namespace proxy::web;
using namespace std::chrono_literals;

namespace {

class MovedClock final : public proxy::base::Clock {
 public:
  proxy::base::SteadyTime steady_now() const override { return now; }
  proxy::base::SystemTime system_now() const override { return {}; }
  proxy::base::SteadyTime now{1h};
};

constexpr const char* kPassword = "correct horse";

Settings settings_with_login() {
  Settings settings;
  settings.password_hash = proxy::config::Secret(hash_password(kPassword));
  settings.metrics_token = proxy::config::Secret("0123456789abcdef");
  return settings;
}

Request request(std::string peer = "10.0.0.1") {
  Request request;
  request.message.set("Host", "localhost:7580");
  request.peer = std::move(peer);
  return request;
}

/// The value that the browser sends back.
std::string cookie_of(const Response& response) {
  for (const auto& [name, value] : response.headers) {
    if (name == "Set-Cookie") return value.substr(0, value.find(';'));
  }
  return "";
}

std::string header(const Response& response, const std::string& wanted) {
  for (const auto& [name, value] : response.headers) {
    if (name == wanted) return value;
  }
  return "";
}

}  // namespace

TEST_CASE("a hash is that of its password alone", "[web]") {
  const std::string hash = hash_password(kPassword);
  CHECK(hash.starts_with("$6$rounds=20000$"));
  CHECK(is_password_hash(hash));
  CHECK(hash != hash_password(kPassword));
  CHECK(is_password(kPassword, hash));
  CHECK_FALSE(is_password("correct horsf", hash));
  CHECK_FALSE(is_password("", hash));
  CHECK_FALSE(is_password(std::string(kPassword) + '\0', hash));
  CHECK_FALSE(
      is_password(std::string(kMaxPasswordBytes + 1, 'x'), hash_password(std::string(kMaxPasswordBytes + 1, 'x'))));
}

TEST_CASE("a text that is no whole hash, or one of a broken kind, is no hash", "[web]") {
  CHECK_FALSE(is_password_hash("secret"));
  CHECK_FALSE(is_password_hash("$6$salt$"));
  CHECK_FALSE(is_password_hash("$1$saltsalt$DaT/.8VsfuYCEUlMJcUB11"));  // MD5
  CHECK_FALSE(is_password_hash("ab1cPQRmbGxpQ"));                       // DES
}

TEST_CASE("random texts differ and have two digits for each byte", "[web]") {
  CHECK(random_hex(16).size() == 32);
  CHECK(random_hex(16) != random_hex(16));
}

TEST_CASE("an address may try five times, then it waits twice as long each time", "[web]") {
  LoginLimiter limiter;
  proxy::base::SteadyTime now{1h};
  for (int i = 0; i < 5; ++i) CHECK(limiter.attempt("a", now) == 0s);
  CHECK(limiter.attempt("a", now) == 1s);
  now += 1s;
  CHECK(limiter.attempt("a", now) == 0s);
  CHECK(limiter.attempt("a", now) == 2s);
  now += 2s;
  CHECK(limiter.attempt("a", now) == 0s);
  CHECK(limiter.attempt("a", now) == 4s);
  // Another address does not wait for it, and a right password ends the wait.
  CHECK(limiter.attempt("b", now) == 0s);
  now += 4s;
  CHECK(limiter.attempt("a", now) == 0s);
  limiter.succeeded("a");
  CHECK(limiter.attempt("a", now) == 0s);
}

TEST_CASE("the wait of an address has an upper bound, and it is forgotten after an hour", "[web]") {
  LoginLimiter limiter;
  proxy::base::SteadyTime now{1h};
  for (int i = 0; i < 30; ++i) {
    CHECK(limiter.attempt("a", now) == 0s);
    now += LoginLimiter::kMaxWait;
  }
  CHECK(limiter.attempt("a", now) == 0s);
  CHECK(limiter.attempt("a", now) == LoginLimiter::kMaxWait);
  now += 1h;
  for (int i = 0; i < 5; ++i) CHECK(limiter.attempt("a", now) == 0s);
}

TEST_CASE("all addresses together have one allowance", "[web]") {
  LoginLimiter limiter;
  const proxy::base::SteadyTime now{1h};
  for (unsigned i = 0; i < LoginLimiter::kFreeAttemptsInAll; ++i)
    CHECK(limiter.attempt("address " + std::to_string(i), now) == 0s);
  CHECK(limiter.attempt("another", now) == 2s);
  CHECK(limiter.attempt("another", now + 2s) == 0s);
  CHECK(limiter.attempt("one more", now + 2s) == 2s);
}

TEST_CASE("the limiter takes a network of IPv6 as one address", "[web]") {
  CHECK(limited_address("2001:db8:1:2:3:4:5:6") == limited_address("2001:db8:1:2::1"));
  CHECK(limited_address("2001:db8:1:2::1") != limited_address("2001:db8:1:3::1"));
  CHECK(limited_address("::ffff:192.0.2.1") == "192.0.2.1");
  CHECK(limited_address("192.0.2.1") == "192.0.2.1");
}

TEST_CASE("a session ends after its lifetime, when it is idle, and by a logout", "[web]") {
  Sessions sessions;
  proxy::base::SteadyTime now{1h};
  const std::string token = sessions.add(now).token;
  CHECK(token.size() == 64);
  CHECK(sessions.find(token, now + Sessions::kMaxIdle - 1s) != nullptr);
  CHECK(sessions.find(token, now + 2 * Sessions::kMaxIdle - 2s) != nullptr);
  CHECK(sessions.find(token, now + 3 * Sessions::kMaxIdle) == nullptr);

  const std::string other = sessions.add(now).token;
  for (auto at = now; at < now + Sessions::kLifetime; at += 1h) CHECK(sessions.find(other, at) != nullptr);
  CHECK(sessions.find(other, now + Sessions::kLifetime) == nullptr);

  const std::string third = sessions.add(now).token;
  sessions.remove(third);
  CHECK(sessions.find(third, now) == nullptr);
  CHECK(sessions.find("", now) == nullptr);
}

TEST_CASE("the session that was idle for longest makes room for a new one", "[web]") {
  Sessions sessions;
  proxy::base::SteadyTime now{1h};
  const std::string first = sessions.add(now).token;
  const std::string second = sessions.add(now + 1s).token;
  for (std::size_t i = 2; i < Sessions::kMaxSessions; ++i) sessions.add(now + 2s);
  CHECK(sessions.find(first, now + 3s) != nullptr);
  sessions.add(now + 4s);
  CHECK(sessions.find(second, now + 5s) == nullptr);
  CHECK(sessions.find(first, now + 5s) != nullptr);
}

TEST_CASE("a login gives a cookie that scripts and other sites do not get", "[web]") {
  const Settings settings = settings_with_login();
  MovedClock clock;
  Access access(settings, clock);
  Request before = request();
  CHECK_FALSE(access.may_read(before));
  CHECK(access.login(before, "wrong password").status == 401);
  CHECK_FALSE(access.may_read(before));

  const Response response = access.login(before, kPassword);
  CHECK(response.status == 200);
  const std::string cookie = header(response, "Set-Cookie");
  CHECK(cookie.find("; HttpOnly; SameSite=Strict; Max-Age=43200") != std::string::npos);
  CHECK(cookie.find("Secure") == std::string::npos);

  Request after = request();
  after.message.set("Cookie", "other=1; " + cookie_of(response));
  CHECK(access.may_read(after));
  CHECK(access.csrf(after) != access.csrf(before));
  access.logout(after);
  CHECK_FALSE(access.may_read(after));
}

TEST_CASE("over TLS, or behind a proxy with TLS, the cookie is for https alone", "[web]") {
  Settings settings = settings_with_login();
  MovedClock clock;
  {
    Access access(settings, clock);
    Request over_tls = request();
    over_tls.over_tls = true;
    const std::string cookie = header(access.login(over_tls, kPassword), "Set-Cookie");
    CHECK(cookie.starts_with("__Host-"));
    CHECK(cookie.ends_with("; Secure"));
    Request forwarded = request();
    forwarded.message.set("X-Forwarded-Proto", "https");
    CHECK(header(access.login(forwarded, kPassword), "Set-Cookie").find("Secure") == std::string::npos);
  }
  settings.behind_proxy = true;
  Access access(settings, clock);
  Request forwarded = request();
  forwarded.message.set("X-Forwarded-Proto", "https");
  CHECK(header(access.login(forwarded, kPassword), "Set-Cookie").ends_with("; Secure"));
}

TEST_CASE("attempts are limited by the address that a reverse proxy adds, and by no other header", "[web]") {
  Settings settings = settings_with_login();
  MovedClock clock;
  const auto try_six_times = [&](Access& access) {
    unsigned status = 0;
    for (int i = 0; i < 6; ++i) {
      Request attempt = request();
      attempt.message.set("X-Forwarded-For", "192.0.2." + std::to_string(i) + ", 198.51.100." + std::to_string(i));
      status = access.login(attempt, "wrong password").status;
    }
    return status;
  };
  Access direct(settings, clock);
  CHECK(try_six_times(direct) == 429);
  settings.behind_proxy = true;
  Access behind(settings, clock);
  CHECK(try_six_times(behind) == 401);

  // What is no address counts as the proxy's own.
  Access with_nonsense(settings, clock);
  unsigned status = 0;
  for (int i = 0; i < 6; ++i) {
    Request attempt = request();
    attempt.message.set("X-Forwarded-For", "nonsense " + std::to_string(i));
    status = with_nonsense.login(attempt, "wrong password").status;
  }
  CHECK(status == 429);
}

TEST_CASE("a change needs the origin of this server and the token of the session", "[web]") {
  const Settings settings;  // no password
  MovedClock clock;
  Access access(settings, clock);
  Request change = request();
  CHECK(access.refuse_change(change)->status == 403);
  change.message.set("Origin", "http://localhost:7580");
  CHECK(access.refuse_change(change)->status == 403);
  change.message.set("X-CSRF-Token", access.csrf(change));
  CHECK_FALSE(access.refuse_change(change).has_value());
  change.message.set("Origin", "http://localhost:7581");
  CHECK(access.refuse_change(change)->status == 403);
  change.message.set("Origin", "null");
  CHECK(access.refuse_change(change)->status == 403);
}

TEST_CASE("metrics are read by a login or by their token, which opens nothing else", "[web]") {
  const Settings settings = settings_with_login();
  MovedClock clock;
  Access access(settings, clock);
  Request scrape = request();
  CHECK_FALSE(access.may_read_metrics(scrape));
  scrape.message.set("Authorization", "Bearer 0123456789abcdee");
  CHECK_FALSE(access.may_read_metrics(scrape));
  scrape.message.set("Authorization", "Bearer 0123456789abcdef");
  CHECK(access.may_read_metrics(scrape));
  CHECK_FALSE(access.may_read(scrape));
}
