// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/login/access.hpp"

#include "proxy/base/constant_time.hpp"
#include "proxy/base/log.hpp"
#include "proxy/config/text.hpp"
#include "proxy/web/login/origin.hpp"
#include "proxy/web/login/password.hpp"
#include "proxy/web/login/random.hpp"

#include <fmt/format.h>
#include <boost/asio/ip/address.hpp>

namespace proxy::web {
namespace {

constexpr std::string_view kBearer = "Bearer ";

/// The last one of a list in a header: what the nearest proxy has added.
std::string_view last_of(std::string_view list) {
  if (const auto comma = list.rfind(','); comma != std::string_view::npos) list.remove_prefix(comma + 1);
  return config::trimmed(list);
}

}  // namespace

Access::Access(const Settings& settings, const base::Clock& clock)
    : settings_(settings), clock_(clock), csrf_without_session_(random_hex(Sessions::kCsrfBytes)) {}

std::optional<Response> Access::refuse_host(const Request& request) const {
  const bool is_one = request.message.count("Host") == 1;
  if (is_one && is_allowed_host(host_of(request.header("Host")), settings_)) return std::nullopt;
  return error_response(is_one ? 403 : 400,
                        "this server has another name: add the name of the Host header to allowed_hosts of web.yaml");
}

std::optional<Response> Access::refuse_change(const Request& request) {
  const std::string_view forwarded_host = forwarded(request, "X-Forwarded-Host");
  const std::string_view authority = forwarded_host.empty() ? request.header("Host") : forwarded_host;
  if (!is_same_origin(request.header("Origin"), is_secure(request) ? "https" : "http", authority))
    return error_response(403, "the request does not come from a page of this server");
  if (!base::same_secret(csrf(request), request.header("X-CSRF-Token")))
    return error_response(403, "the header X-CSRF-Token is not that of this session");
  return std::nullopt;
}

bool Access::may_read(const Request& request) { return !settings_.needs_login() || session(request) != nullptr; }

bool Access::may_read_metrics(const Request& request) {
  const std::string_view given = request.header("Authorization");
  const bool has_token = !settings_.metrics_token.empty() && given.starts_with(kBearer) &&
                         base::same_secret(settings_.metrics_token.reveal(), given.substr(kBearer.size()));
  return has_token || may_read(request);
}

bool Access::is_valid(std::string_view session_token) {
  return !settings_.needs_login() || sessions_.find(session_token, clock_.steady_now()) != nullptr;
}

std::string Access::session_token(const Request& request) const {
  return std::string(request.cookie(cookie_name(request)));
}

std::string Access::csrf(const Request& request) {
  const Session* known = session(request);
  return known == nullptr ? csrf_without_session_ : known->csrf;
}

Response Access::login(const Request& request, const std::string& password) {
  if (!settings_.needs_login()) return {.body = "{}"};
  const std::string address = client(request);
  const std::string limited = limited_address(address);
  if (const auto wait = limiter_.attempt(limited, clock_.steady_now()); wait.count() > 0) {
    Response response = error_response(429, fmt::format("too many attempts: wait {} s", wait.count()));
    response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return response;
  }
  if (!is_password(password, settings_.password_hash.reveal())) {
    base::log::warning("web.login.failed", "a wrong password from {}", address);
    return error_response(401, "the password is wrong");
  }
  limiter_.succeeded(limited);
  base::log::info("web.login.succeeded", "a login from {}", address);
  if (const Session* old = session(request)) sessions_.remove(std::string(old->token));
  const Session& added = sessions_.add(clock_.steady_now());
  return {.body = fmt::format(R"({{"csrf":"{}"}})", added.csrf),
          .headers = {{"Set-Cookie", set_cookie(request, added.token, false)}}};
}

Response Access::logout(const Request& request) {
  sessions_.remove(session_token(request));
  return {.body = "{}", .headers = {{"Set-Cookie", set_cookie(request, "", true)}}};
}

const Session* Access::session(const Request& request) {
  return sessions_.find(request.cookie(cookie_name(request)), clock_.steady_now());
}

std::string Access::client(const Request& request) const {
  boost::system::error_code is_no_address;
  const auto address = boost::asio::ip::make_address(std::string(forwarded(request, "X-Forwarded-For")), is_no_address);
  return is_no_address ? request.peer : address.to_string();
}

/// Only what a reverse proxy says is believed, and only if there is one: any client can write these headers.
std::string_view Access::forwarded(const Request& request, std::string_view header) const {
  return settings_.behind_proxy ? last_of(request.header(header)) : std::string_view();
}

bool Access::is_secure(const Request& request) const {
  return request.over_tls || forwarded(request, "X-Forwarded-Proto") == "https";
}

/// A browser keeps a __Host- cookie only over https, and no other host can set it.
std::string Access::cookie_name(const Request& request) const {
  return is_secure(request) ? "__Host-tr069-proxy" : "tr069-proxy";
}

std::string Access::set_cookie(const Request& request, const std::string& token, bool expires) const {
  const auto age = expires ? std::chrono::seconds(0) : std::chrono::seconds(Sessions::kLifetime);
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", cookie_name(request), token, age.count(),
                     is_secure(request) ? "; Secure" : "");
}

}  // namespace proxy::web
