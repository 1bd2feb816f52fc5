// SPDX-License-Identifier: Apache-2.0
#pragma once
// Asks HTTP servers, several at a time, each with a deadline and a bound on its answer, on one thread of its own.
// Thread: any, but for what is called on the client's own thread

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>

#include "adapters/http/server.hpp"
#include "adapters/io/job_queue.hpp"

namespace adapters::http {

struct Response {
  long status = 0;  ///< 0: there was no answer, and error says why
  std::string body;
  std::string error;

  bool well() const { return status >= 200 && status < 300; }
  /// What went wrong, for people.
  std::string reason() const { return status == 0 ? error : "HTTP status " + std::to_string(status); }
};

struct Job {
  Request request;
  std::chrono::milliseconds timeout;
  /// Called on the client's thread, once, unless the client is stopped before.
  std::function<void(const Response&)> done;
  /// Those of one lane are sent one after the other, and what is in a lane waits for nobody else. Its time counts from
  /// submit() on; without a lane from when its turn has come.
  std::optional<std::size_t> lane = {};
};

class Client {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `tick` is called on the client's thread whenever something has happened: it submits what is due, and returns when
  /// it wants to be called at the latest.
  Client(Server server, std::size_t max_body_bytes, std::function<std::optional<Time>()> tick);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  /// Starts the thread, once. Throws std::system_error if there can be none.
  void start();
  /// Breaks off what is under way and ends the thread. Harmless when repeated; not from the client's own thread.
  void stop();

  void submit(Job job);
  /// Has tick() called soon.
  void wake();

 private:
  using Queue = io::JobQueue<Job>;
  struct Transfer;

  void run();
  void start_waiting();
  bool may_start(const Job& job) const;
  void begin(Queue::Waiting waiting);
  void take_finished();

  const Server server_;
  const std::size_t max_body_bytes_;
  const std::function<std::optional<Time>()> tick_;
  Queue waiting_;
  std::atomic<bool> stopping_{false};
  void* multi_ = nullptr;  // CURLM
  std::thread thread_;
  std::unordered_map<void*, std::unique_ptr<Transfer>> transfers_;  // by CURL; of the client's thread
};

}  // namespace adapters::http
