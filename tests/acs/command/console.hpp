// SPDX-License-Identifier: Apache-2.0
#pragma once
// The test-acs command: prints what CPEs say in plain words, and runs commands in their sessions.
// Thread: run() on one; add() and close() from any

#include <chrono>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "tests/acs/command/commands.hpp"
#include "tests/acs/scripted_acs.hpp"

namespace tests::acs {

struct ConsoleOptions {
  std::string connection_request_user = "acs";
  std::string connection_request_password = "secret";
  std::chrono::milliseconds timeout = std::chrono::seconds{30};
  bool serve = false;  // go on when the commands are done
};

class Console {
 public:
  // `print` gets a line without its end.
  Console(ScriptedAcs& acs, ConsoleOptions options, std::function<void(const std::string&)> print);

  void add(Command command);
  // No more commands come: run() ends when those it has are done.
  void close();

  // Serves sessions until the commands are done. False when one of them met a fault or its time was over.
  bool run();

 private:
  using Clock = std::chrono::steady_clock;

  bool next_command();
  void wake_cpe();
  void handle(Exchange exchange);
  void on_inform(Exchange& inform);
  void on_request(Exchange& request);
  void on_answer(const Message& answer);
  void continue_session(Exchange& exchange);
  void finish(bool good);
  void expire();
  std::chrono::milliseconds time_left() const;

  ScriptedAcs& acs_;
  const ConsoleOptions options_;
  const std::function<void(const std::string&)> print_;

  std::mutex mutex_;  // guards the two below
  std::deque<Command> queue_;
  bool closed_ = false;

  std::optional<Command> current_;
  Clock::time_point deadline_;
  bool asked_ = false;        // the request of the current command is with the CPE
  bool types_asked_ = false;  // for a set: it was the question for the types
  bool in_session_ = false;
  bool woken_ = false;  // a connection request was sent for the current command
  bool all_good_ = true;
  bool quit_ = false;
  std::string connection_request_url_;
};

}  // namespace tests::acs
