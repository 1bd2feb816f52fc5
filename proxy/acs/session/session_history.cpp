// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/session/session_history.hpp"

#include "proxy/base/log.hpp"
#include "proxy/base/secrets/replace_user.hpp"
#include "proxy/base/secrets/secret_words.hpp"
#include "proxy/base/visible_text.hpp"
#include "proxy/cwmp/envelope/masked_envelope.hpp"

#include <algorithm>
#include <utility>

namespace proxy::acs {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMaxText = 512;

/// What others have written: short, and valid in JSON.
std::string shown(std::string_view text) { return base::visible_text(text.substr(0, kMaxText)); }

std::string without_secrets(std::string_view url) {
  return shown(base::replace_user(url.substr(0, url.find_first_of("?#")), "", base::kUrlEnds));
}

std::size_t size_of(const SessionRecord& session) {
  std::size_t size = sizeof(SessionRecord) + session.acs.size() + session.failure.size();
  for (const std::string& event : session.events) size += sizeof(std::string) + event.size();
  for (const SessionRecord::Request& request : session.requests) size += sizeof request + request.rpc.size();
  return size;
}

std::size_t size_of_envelopes(const SessionRecord& session) {
  std::size_t size = 0;
  for (const SessionRecord::Envelope& envelope : session.envelopes) size += sizeof envelope + envelope.text.size();
  return size;
}

}  // namespace

void SessionHistory::began(const cwmp::Inform& inform, std::string_view acs) {
  began_ = received_ = clock_.steady_now();
  current_ = SessionRecord{.number = ++last_number_,
                           .began = clock_.system_now(),
                           .acs = without_secrets(acs),
                           .retry_count = inform.retry_count};
  for (const cwmp::EventStruct& event : cwmp::arrange(inform.event)) {
    std::string text(cwmp::event_rule(event.event_code).text);
    if (!event.command_key.empty()) text += " (" + shown(event.command_key) + ")";
    current_->events.push_back(std::move(text));
  }
}

void SessionHistory::sending(cwmp::Body* body) {
  if (!current_ || !base::log::enabled(base::log::Level::debug, "acs")) return;
  if (body == nullptr) return add_envelope(true, {}, 0);
  std::string text(static_cast<std::size_t>(std::min<std::uint64_t>(body->size(), kMaxEnvelope)), '\0');
  text.resize(body->read(text));
  body->rewind();
  add_envelope(true, text, body->size());
}

void SessionHistory::received(std::string_view text) {
  if (!current_) return;
  received_ = clock_.steady_now();
  if (base::log::enabled(base::log::Level::debug, "acs"))
    add_envelope(false, text.substr(0, kMaxEnvelope), text.size());
}

void SessionHistory::answered(std::string_view rpc, std::uint32_t fault) {
  if (!current_ || current_->requests.size() >= kMaxRequests) return;
  const auto duration = std::chrono::duration_cast<milliseconds>(clock_.steady_now() - received_);
  current_->requests.push_back({.rpc = shown(rpc.substr(0, 64)), .fault = fault, .duration = duration});
}

void SessionHistory::ended(bool successful, std::string_view failure) {
  if (!current_) return;
  current_->duration = std::chrono::duration_cast<milliseconds>(clock_.steady_now() - began_);
  current_->successful = successful;
  current_->failure = shown(failure);
  current_->events.shrink_to_fit();
  current_->requests.shrink_to_fit();
  sessions_.push_back(std::move(*current_));
  current_.reset();
  limit_sessions();
}

void SessionHistory::add_envelope(bool sent, std::string_view text, std::uint64_t size) {
  const auto is_secret = [this](const std::string& name) {
    if (base::sounds_secret(name)) return true;
    const auto parameter = tree_.find(name);
    return !parameter || parameter->info().hidden;
  };
  std::string masked;
  if (!text.empty()) masked = base::visible_lines(cwmp::masked_envelope(text, size, is_secret));
  masked.shrink_to_fit();
  current_->envelopes.push_back({.sent = sent, .time = clock_.system_now(), .text = std::move(masked)});
  limit_envelopes();
}

/// Those of older sessions go first, then the first ones of the session under way.
void SessionHistory::limit_envelopes() {
  std::size_t size = size_of_envelopes(*current_);
  for (const SessionRecord& session : sessions_) size += size_of_envelopes(session);
  for (SessionRecord& session : sessions_) {
    if (size <= kMaxEnvelopeBytes) return;
    size -= size_of_envelopes(session);
    session.envelopes = {};
  }
  while (size > kMaxEnvelopeBytes) {
    size -= sizeof(SessionRecord::Envelope) + current_->envelopes.front().text.size();
    current_->envelopes.erase(current_->envelopes.begin());
  }
}

void SessionHistory::limit_sessions() {
  std::size_t size = 0;
  for (const SessionRecord& session : sessions_) size += size_of(session);
  while (sessions_.size() > kMaxSessions || (size > kMaxBytes && sessions_.size() > 1)) {
    size -= size_of(sessions_.front());
    sessions_.pop_front();
  }
}

}  // namespace proxy::acs
