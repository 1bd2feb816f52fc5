// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/login/sessions.hpp"

#include "proxy/base/constant_time.hpp"
#include "proxy/web/login/random.hpp"

#include <algorithm>

namespace proxy::web {
namespace {

constexpr std::size_t kTokenBytes = 32;

}  // namespace

const Session& Sessions::add(base::SteadyTime now) {
  remove_expired(now);
  if (sessions_.size() >= kMaxSessions) sessions_.erase(std::ranges::min_element(sessions_, {}, &Session::used));
  return sessions_.emplace_back(Session{random_hex(kTokenBytes), random_hex(kCsrfBytes), now, now});
}

const Session* Sessions::find(std::string_view token, base::SteadyTime now) {
  remove_expired(now);
  Session* found = nullptr;
  for (Session& session : sessions_) {
    if (base::same_secret(session.token, token)) found = &session;
  }
  if (found != nullptr) found->used = now;
  return found;
}

void Sessions::remove(std::string_view token) {
  std::erase_if(sessions_, [&](const Session& session) { return base::same_secret(session.token, token); });
}

void Sessions::remove_expired(base::SteadyTime now) {
  std::erase_if(sessions_, [&](const Session& session) {
    return now - session.began >= kLifetime || now - session.used >= kMaxIdle;
  });
}

}  // namespace proxy::web
