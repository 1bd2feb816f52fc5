// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where connections and script meet: distinguishes sessions, checks each message, and holds each message until the
// script has replied.
// Thread: any

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/acs/http/digest.hpp"
#include "tests/acs/messages/message.hpp"
#include "tests/acs/messages/reply.hpp"
#include "tests/acs/options.hpp"
#include "tests/acs/session_rules.hpp"

namespace tests::acs {

struct Stats {
  std::uint64_t connections = 0;
  std::uint64_t open_connections = 0;
  std::uint64_t handshake_failures = 0;
  std::uint64_t unauthorized = 0;  // requests answered with a 401 of Options::auth
  std::uint64_t messages = 0;      // requests that came as far as the script
  std::uint64_t sessions = 0;
  std::string last_handshake_error;
};

// One body, in the order of the wire.
struct Record {
  bool from_cpe = false;
  std::uint64_t session = 0;
  unsigned status = 0;  // of a reply
  std::string rpc;      // of a message
  std::string body;
};

// A message that waits for its reply.
struct Pending {
  Message message;
  std::optional<Reply> reply;
  bool taken = false;
};

class Conversation {
 public:
  explicit Conversation(const Options& options);

  // For the connections.
  Reply answer(Message message);
  void written(std::uint64_t connection);
  void opened(std::uint64_t connection);
  void closed(std::uint64_t connection);
  void handshake_failed(const std::string& error);

  // For the script. `session` 0: of any session.
  using Found = std::shared_ptr<Pending>;
  Found take(std::uint64_t session, std::chrono::milliseconds deadline);
  // The session of the first message that belongs to no session taken before; 0 when none comes.
  std::uint64_t take_session(std::chrono::milliseconds deadline);
  void reply(Pending& pending, Reply reply);
  bool wait_for(const std::function<bool(const Stats&)>& condition, std::chrono::milliseconds deadline);
  // True once no connection serves the session; false when a message of it waits instead, or the time is over.
  bool wait_end(std::uint64_t session, std::chrono::milliseconds deadline);
  // Until every reply given is on the wire; false when the time is over.
  bool wait_written(std::chrono::milliseconds deadline);
  bool has_message(std::uint64_t session) const;
  void interrupt();
  // Every message that waits is answered by closing its connection, and so is each that comes until start().
  void stop();
  void start();

  Stats stats() const;
  std::vector<Record> transcript() const;
  std::vector<std::string> violations() const;
  // The last few messages and replies in a line each.
  std::string recent() const;

 private:
  struct Session {
    SessionRules rules;
    std::string cwmp_namespace;
    std::optional<std::string> refused_body;  // of the last 401
    Message::TimePoint replied;
    bool claimed = false;
    bool cookies_sent = false;
  };

  Session& session_of(Message& message);
  void check_cookies(Message& message, const Session& session) const;
  std::optional<Reply> refuse(Message& message, Session& session);
  void judge(Message& message, Session& session);
  Reply finish(Reply reply, const Message& message, Session& session);
  void choose_version(Reply& reply, const Message& inform) const;
  void add_cookies(Reply& reply, std::uint64_t number, Session& session) const;
  Found find(std::uint64_t session);

  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Authenticator> authenticator_;
  std::map<std::uint64_t, Session> sessions_;
  std::map<std::uint64_t, std::uint64_t> connections_;  // to their session; 0: none yet
  std::map<std::uint64_t, Message::TimePoint> opened_;
  std::deque<Found> waiting_;
  std::set<std::uint64_t> writing_;  // connections that have a reply to write
  std::vector<Record> transcript_;
  std::vector<std::string> violations_;
  Stats stats_;
  std::uint64_t requests_ = 0;
  std::uint64_t interrupts_ = 0;
  std::uint64_t interrupts_seen_ = 0;
  bool stopping_ = false;
};

}  // namespace tests::acs
