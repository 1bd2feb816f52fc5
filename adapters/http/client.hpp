// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sends several HTTP requests at the same time, each with a deadline and a bound on its answer, on one thread of its
// own.
// Thread: any; the callbacks run on the client's thread

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
  long status = 0;  ///< 0: no answer; error has the reason
  std::string body;
  std::string error;

  bool well() const { return status >= 200 && status < 300; }
  /// Why the request did not succeed, for people.
  std::string reason() const { return status == 0 ? error : "HTTP status " + std::to_string(status); }
};

struct Job {
  Request request;
  std::chrono::milliseconds timeout;
  /// Called once on the client's thread, unless the client is stopped before.
  std::function<void(const Response&)> done;
  /// Jobs of one lane are sent one after the other, and wait for no other job. Their timeout counts from submit() on,
  /// that of other jobs from their start.
  std::optional<std::size_t> lane = {};
};

class Client {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `tick` is called on the client's thread after each event: it submits the jobs that are due, and returns when to
  /// call it again, at the latest.
  Client(Server server, std::size_t max_body_bytes, std::function<std::optional<Time>()> tick);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  /// Starts the thread, once. Throws std::system_error if the system starts none.
  void start();
  /// Aborts the requests in progress and ends the thread. Harmless when repeated; not from the client's own thread.
  void stop();

  void submit(Job job);
  /// Makes the thread call `tick` soon.
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
  std::unordered_map<void*, std::unique_ptr<Transfer>> transfers_;  // by CURL; used by the client's thread only
};

}  // namespace adapters::http
