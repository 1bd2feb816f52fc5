// SPDX-License-Identifier: Apache-2.0
#pragma once
// The scripted ACS: a test says what it expects the CPE to send and what to reply, and the script reads as the
// protocol does. README.md has an example.
// Thread: any, but one script thread per session; waits are events with a deadline, never sleeps

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/acs/conversation.hpp"
#include "tests/acs/messages/message.hpp"
#include "tests/acs/messages/reply.hpp"
#include "tests/acs/options.hpp"

namespace tests::acs {

// What was expected, and what came instead.
class ExpectationFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A message of the CPE that waits for its reply. A cheap handle: copies are the same message. Valid as long as its ACS.
class Exchange {
 public:
  Exchange(std::shared_ptr<Conversation> conversation, std::shared_ptr<Pending> pending)
      : conversation_(std::move(conversation)), pending_(std::move(pending)) {}

  const Message& message() const { return pending_->message; }
  const Message* operator->() const { return &pending_->message; }
  std::map<std::string, Parameter> values() const { return message().values(); }

  // Each throws ExpectationFailed unless the message has it.
  Exchange& with_event(std::string_view code, std::string_view command_key = {});
  Exchange& without_event(std::string_view code);
  // Exactly these, in any order.
  Exchange& with_only_events(const std::vector<std::string>& codes);
  Exchange& with_parameter(std::string_view name);
  Exchange& with_parameter(std::string_view name, std::string_view value);
  Exchange& with_parameter(std::string_view name, std::string_view value, std::string_view type);
  Exchange& without_parameter(std::string_view name);
  Exchange& with_argument(const std::string& name, std::string_view value);  // "Status", "RetryCount" ...
  Exchange& with_fault(int code);
  Exchange& with_parameter_fault(std::string_view name, int code);
  Exchange& with_id(std::string_view id);

  // Lets the ACS answer. Exactly one reply to a message.
  void reply(Reply reply);
  void reply_inform_response() { reply(inform_response()); }
  void reply_no_content() { reply(no_content()); }
  // The response to a request of the CPE other than Inform: "TransferCompleteResponse" and so on.
  void reply_response() { reply(response(message().rpc + "Response")); }

 private:
  Exchange& require(bool condition, const std::string& expectation);

  std::shared_ptr<Conversation> conversation_;
  std::shared_ptr<Pending> pending_;
};

// One CWMP session, over as many connections as it takes.
class Session {
 public:
  Session(std::shared_ptr<Conversation> conversation, Options options, std::uint64_t number);

  // Waits for the next message of this session. `rpc` is its name: "Inform", "GetParameterValuesResponse", "Fault".
  Exchange expect(std::string_view rpc);
  Exchange expect_empty_post();
  // Waits until the CPE has closed its connection.
  void expect_end();
  // Answers what is there with 204 until the CPE has closed its connection.
  void run_to_end();

  // Sends the request with which the last message is answered, and waits for the answer:
  // `post = session.expect_empty_post(); answer = session.ask(post, reboot());`
  Exchange ask(Exchange& last, Reply request);

  std::uint64_t number() const { return number_; }

 private:
  std::shared_ptr<Conversation> conversation_;
  Options options_;
  std::uint64_t number_;
};

class HttpServer;

class ScriptedAcs {
 public:
  explicit ScriptedAcs(Options options = {});
  // Breaks off every connection, once the replies given are written.
  ~ScriptedAcs();
  ScriptedAcs(const ScriptedAcs&) = delete;
  ScriptedAcs& operator=(const ScriptedAcs&) = delete;

  std::string url() const;
  unsigned short port() const;

  // Waits for the first message of a session that no expectation has met yet.
  Session expect_session();
  // The next message of any session.
  Exchange expect(std::string_view rpc);
  // The Inform of a new session, answered: a session at its first free POST. The Inform is in `inform` if given.
  Session accept_session(std::optional<Exchange>* inform = nullptr);
  // Whatever comes next, unjudged; empty at the deadline or after interrupt().
  std::optional<Exchange> next(std::chrono::milliseconds deadline);
  // Makes a next() that waits, or the next one, return.
  void interrupt();

  // Fails if a message comes within that time.
  void expect_silence(std::chrono::milliseconds time);
  // Waits for connections, handshakes, refusals and so on: wait_for([](const Stats& s) { return s.unauthorized > 0; }).
  void wait_for(const std::function<bool(const Stats&)>& condition);

  // Waits until each connection that was made before is accepted, and so counted; not for TLS.
  void accept_waiting();

  // Waits until every reply given is on the wire.
  void flush();

  // Closes the listening socket and every connection. resume() listens on the same port again.
  void stop();
  void resume();

  Stats stats() const;
  std::vector<Record> transcript() const;
  std::vector<std::string> violations() const;

 private:
  Options options_;
  std::shared_ptr<Conversation> conversation_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace tests::acs
