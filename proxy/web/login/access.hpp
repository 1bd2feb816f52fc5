// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who may do what: the checks of one request, before anything is asked of the daemon.
// Thread: loop

#include "proxy/web/http/message.hpp"
#include "proxy/web/login/login_limiter.hpp"
#include "proxy/web/login/sessions.hpp"
#include "proxy/web/settings/settings.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace proxy::web {

class Access {
 public:
  /// Both outlive it.
  Access(const Settings& settings, const base::Clock& clock);

  /// Why the request is refused whatever it wants: a Host header that is not ours.
  std::optional<Response> refuse_host(const Request& request) const;
  /// Why a request that changes something is refused: it is not from a page of this server, or names no CSRF token.
  std::optional<Response> refuse_change(const Request& request);

  /// Whether the request has logged in, or need not.
  bool may_read(const Request& request);
  /// The same for /metrics, which has a token of its own.
  bool may_read_metrics(const Request& request);
  /// Whether who sends this cookie may still read: for a stream that began long ago.
  bool is_valid(std::string_view session_token);
  std::string session_token(const Request& request) const;

  /// The CSRF token that this browser must name: of its session, or without one that of all.
  std::string csrf(const Request& request);

  /// Checks the password. The response has the cookie, or says what is wrong, or how long to wait.
  Response login(const Request& request, const std::string& password);
  Response logout(const Request& request);

 private:
  const Session* session(const Request& request);
  std::string client(const Request& request) const;
  std::string_view forwarded(const Request& request, std::string_view header) const;
  bool is_secure(const Request& request) const;
  std::string cookie_name(const Request& request) const;
  std::string set_cookie(const Request& request, const std::string& token, bool expires) const;

  const Settings& settings_;
  const base::Clock& clock_;
  Sessions sessions_;
  LoginLimiter limiter_;
  const std::string csrf_without_session_;
};

}  // namespace proxy::web
