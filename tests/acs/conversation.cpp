// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/conversation.hpp"

#include <algorithm>
#include <cstdlib>
#include <pugixml.hpp>

#include "tests/acs/messages/validate.hpp"

namespace tests::acs {
namespace {

constexpr std::string_view kSessionCookie = "test-acs-session=";
constexpr std::size_t kSchemaLimit = 2'000'000;

std::uint64_t session_in(const Message& message) {
  const std::string cookies = message.header("Cookie").value_or("");
  const std::size_t at = cookies.find(kSessionCookie);
  return at == std::string::npos ? 0 : std::strtoull(cookies.c_str() + at + kSessionCookie.size(), nullptr, 10);
}

void check_body(Message& message) {
  pugi::xml_document document;
  read_envelope(message, document);
  check_envelope(message, document);
  const char* schema = std::getenv("CWMP_SCHEMA");
  if (schema == nullptr || *schema == '\0' || message.body.size() > kSchemaLimit) return;
  const std::string errors = schema_errors(schema, message.body);
  if (!errors.empty()) message.violations.push_back("against the schema: " + errors);
}

}  // namespace

Conversation::Conversation(const Options& options) : options_(options) {
  if (options_.auth) authenticator_.emplace(*options_.auth);
}

void Conversation::written(std::uint64_t connection) {
  const std::lock_guard lock(mutex_);
  writing_.erase(connection);
  changed_.notify_all();
}

void Conversation::opened(std::uint64_t connection) {
  const std::lock_guard lock(mutex_);
  connections_[connection] = 0;
  opened_[connection] = std::chrono::steady_clock::now();
  ++stats_.connections;
  ++stats_.open_connections;
  changed_.notify_all();
}

void Conversation::closed(std::uint64_t connection) {
  const std::lock_guard lock(mutex_);
  connections_.erase(connection);
  opened_.erase(connection);
  --stats_.open_connections;
  changed_.notify_all();
}

void Conversation::handshake_failed(const std::string& error) {
  const std::lock_guard lock(mutex_);
  ++stats_.handshake_failures;
  stats_.last_handshake_error = error;
  changed_.notify_all();
}

Conversation::Session& Conversation::session_of(Message& message) {
  const bool inform = message.rpc == "Inform";
  const std::uint64_t by_cookie = session_in(message);
  const std::uint64_t by_connection = connections_[message.connection];
  for (const std::uint64_t number : {by_cookie, by_connection}) {
    const auto found = sessions_.find(number);
    if (found == sessions_.end() || (inform && found->second.rules.finished())) continue;
    message.session = number;
    message.asked = found->second.replied;
    connections_[message.connection] = number;
    return found->second;
  }
  message.session = ++stats_.sessions;
  message.asked = opened_[message.connection];
  connections_[message.connection] = message.session;
  return sessions_[message.session] = Session{.rules = SessionRules(options_.continued_sessions),
                                              .cwmp_namespace = {},
                                              .refused_body = {},
                                              .replied = message.asked};
}

void Conversation::check_cookies(Message& message, const Session& session) const {
  if (!session.cookies_sent) return;
  const std::string sent = message.header("Cookie").value_or("");
  if (options_.session_cookie && session_in(message) != message.session) {
    message.violations.push_back("the session cookie did not come back; Cookie: " + sent);
  }
  for (const std::string& cookie : options_.cookies) {
    const std::string pair = cookie.substr(0, cookie.find(';'));
    if (sent.find(pair) == std::string::npos) {
      message.violations.push_back("cookie " + pair + " did not come back; Cookie: " + sent);
    }
  }
}

void Conversation::add_cookies(Reply& reply, std::uint64_t number, Session& session) const {
  if (session.cookies_sent) return;
  session.cookies_sent = true;
  if (options_.session_cookie) {
    reply.headers.emplace_back("Set-Cookie", std::string(kSessionCookie) + std::to_string(number) + "; Path=/");
  }
  for (const std::string& cookie : options_.cookies) reply.headers.emplace_back("Set-Cookie", cookie);
}

void Conversation::choose_version(Reply& reply, const Message& inform) const {
  const bool chosen = !reply.cwmp_namespace.empty() || reply.extra_headers.find("UseCWMPVersion") != std::string::npos;
  const bool offered = inform.supported_versions.value_or("").find(options_.cwmp_version) != std::string::npos;
  if (reply.rpc != "InformResponse" || chosen || !offered || options_.cwmp_version.empty()) return;
  reply.extra_headers +=
      "<cwmp:UseCWMPVersion soap-env:mustUnderstand=\"1\">" + options_.cwmp_version + "</cwmp:UseCWMPVersion>";
}

std::optional<Reply> Conversation::refuse(Message& message, Session& session) {
  if (!authenticator_) return std::nullopt;
  std::optional<Headers> challenges = authenticator_->refusal(message);
  if (!challenges) return std::nullopt;
  ++stats_.unauthorized;
  session.refused_body = message.body;
  Reply reply = http_status(401);
  reply.headers = std::move(*challenges);
  reply.close_connection = options_.close_connections;
  add_cookies(reply, message.session, session);
  changed_.notify_all();
  return reply;
}

void Conversation::judge(Message& message, Session& session) {
  if (session.refused_body && *session.refused_body != message.body) {
    message.violations.emplace_back("the body changed between a 401 and its repetition");
  }
  session.refused_body.reset();
  if (message.body.size() <= options_.parse_limit) session.rules.check(message);
  if (!message.cwmp_namespace.empty()) session.cwmp_namespace = message.cwmp_namespace;
  message.cwmp_namespace = session.cwmp_namespace;
  for (const std::string& violation : message.violations) {
    violations_.push_back((message.rpc.empty() ? "POST" : message.rpc) + ": " + violation);
  }
  const bool kept = message.body.size() <= options_.parse_limit;
  transcript_.push_back({.from_cpe = true,
                         .session = message.session,
                         .status = 0,
                         .rpc = message.rpc,
                         .body = kept ? message.body : std::string{}});
  ++stats_.messages;
}

Reply Conversation::answer(Message message) {
  check_http(message);
  if (!message.empty() && message.body.size() <= options_.parse_limit) check_body(message);
  std::unique_lock lock(mutex_);
  Session& session = session_of(message);
  check_cookies(message, session);
  if (std::optional<Reply> refusal = refuse(message, session)) return std::move(*refusal);
  judge(message, session);
  const auto pending = std::make_shared<Pending>(Pending{.message = std::move(message), .reply = {}});
  waiting_.push_back(pending);
  changed_.notify_all();
  changed_.wait(lock, [&] { return pending->reply || stopping_; });
  if (!pending->reply) return close_connection();
  return finish(std::move(*pending->reply), pending->message, session);
}

Reply Conversation::finish(Reply reply, const Message& message, Session& session) {
  choose_version(reply, message);
  const std::string fresh_id = "acs-" + std::to_string(++requests_);
  std::string body = render(reply, message, fresh_id);
  const bool says_something = reply.status == 200 && !body.empty();
  if (reply.kind == Reply::Kind::soap) {
    std::optional<SessionRules::Asked> asked;
    if (reply.is_request()) asked = {reply.rpc, rendered_id(reply, message, fresh_id)};
    session.rules.replied(asked, false, reply.hold && *reply.hold != "0" && *reply.hold != "false");
    reply.headers.emplace_back("Content-Type", "text/xml; charset=\"utf-8\"");
    reply.headers.emplace_back("SOAPAction", "");
  } else if (reply.kind == Reply::Kind::http && (reply.status == 200 || reply.status == 204)) {
    session.rules.replied(says_something ? std::optional(SessionRules::Asked{}) : std::nullopt, !says_something, false);
  } else if (reply.kind != Reply::Kind::http || reply.status >= 400) {
    // After a 401 the CPE may come back with credentials; all else has ended the session.
    if (reply.status != 401) session.rules.broke_off();
  }
  reply.body = std::move(body);
  reply.chunk = reply.chunk || options_.chunked;
  const bool taken = message.header("Accept-Encoding").value_or("").find(options_.coding) != std::string::npos;
  if (reply.coding.empty() && taken) reply.coding = options_.coding;
  reply.close_connection = reply.close_connection || options_.close_connections;
  add_cookies(reply, message.session, session);
  transcript_.push_back(
      {.from_cpe = false, .session = message.session, .status = reply.status, .rpc = reply.rpc, .body = reply.body});
  if (reply.kind == Reply::Kind::soap) reply.kind = Reply::Kind::http;
  session.replied = std::chrono::steady_clock::now();
  return reply;
}

Conversation::Found Conversation::find(std::uint64_t session) {
  const auto found = std::find_if(waiting_.begin(), waiting_.end(), [session](const Found& one) {
    return session == 0 || one->message.session == session;
  });
  return found == waiting_.end() ? nullptr : *found;
}

Conversation::Found Conversation::take(std::uint64_t session, std::chrono::milliseconds deadline) {
  std::unique_lock lock(mutex_);
  Found found;
  changed_.wait_for(lock, deadline, [&] {
    found = find(session);
    return found || stopping_ || interrupts_ != interrupts_seen_;
  });
  interrupts_seen_ = interrupts_;
  if (!found) return nullptr;
  found->taken = true;
  std::erase(waiting_, found);
  sessions_[found->message.session].claimed = true;
  return found;
}

std::uint64_t Conversation::take_session(std::chrono::milliseconds deadline) {
  std::unique_lock lock(mutex_);
  std::uint64_t number = 0;
  changed_.wait_for(lock, deadline, [&] {
    for (const Found& one : waiting_) {
      if (!sessions_[one->message.session].claimed) number = one->message.session;
      if (number != 0) return true;
    }
    return stopping_;
  });
  if (number != 0) sessions_[number].claimed = true;
  return number;
}

void Conversation::reply(Pending& pending, Reply reply) {
  const std::lock_guard lock(mutex_);
  if (reply.kind != Reply::Kind::hang && !stopping_) writing_.insert(pending.message.connection);
  pending.reply = std::move(reply);
  changed_.notify_all();
}

bool Conversation::wait_for(const std::function<bool(const Stats&)>& condition, std::chrono::milliseconds deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, deadline, [&] { return condition(stats_); });
}

bool Conversation::wait_end(std::uint64_t session, std::chrono::milliseconds deadline) {
  std::unique_lock lock(mutex_);
  const auto gone = [&] {
    return std::none_of(connections_.begin(), connections_.end(),
                        [&](const auto& one) { return one.second == session; });
  };
  changed_.wait_for(lock, deadline, [&] { return gone() || find(session); });
  return gone() && !find(session);
}

bool Conversation::wait_written(std::chrono::milliseconds deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, deadline, [&] { return writing_.empty(); });
}

bool Conversation::has_message(std::uint64_t session) const {
  const std::lock_guard lock(mutex_);
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [session](const Found& one) { return one->message.session == session; });
}

void Conversation::interrupt() {
  const std::lock_guard lock(mutex_);
  ++interrupts_;
  changed_.notify_all();
}

void Conversation::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  waiting_.clear();
  for (auto& [number, session] : sessions_) session.rules.broke_off();
  changed_.notify_all();
}

void Conversation::start() {
  const std::lock_guard lock(mutex_);
  stopping_ = false;
}

Stats Conversation::stats() const {
  const std::lock_guard lock(mutex_);
  return stats_;
}

std::vector<Record> Conversation::transcript() const {
  const std::lock_guard lock(mutex_);
  return transcript_;
}

std::vector<std::string> Conversation::violations() const {
  const std::lock_guard lock(mutex_);
  return violations_;
}

std::string Conversation::recent() const {
  constexpr std::size_t kMost = 8;
  const std::lock_guard lock(mutex_);
  std::string text;
  for (std::size_t i = transcript_.size() - std::min(kMost, transcript_.size()); i < transcript_.size(); ++i) {
    const Record& record = transcript_[i];
    text += "\n  session " + std::to_string(record.session) + (record.from_cpe ? " CPE: " : " ACS: ");
    text += record.rpc.empty() ? (record.from_cpe ? "empty POST" : std::to_string(record.status)) : record.rpc;
  }
  return text.empty() ? "\n  nothing has been said yet" : text;
}

}  // namespace tests::acs
