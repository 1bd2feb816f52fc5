// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sends HTTP requests, to several hosts at the same time, each with a deadline and a bound on its answer, on one thread
// of its own.
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

#include "adapters/http/hosts.hpp"
#include "adapters/http/server.hpp"
#include "adapters/io/job_queue.hpp"

namespace adapters::http {

struct Response {
  long status = 0;  ///< 0: no answer; error has the reason
  std::string body;
  std::string error;
  /// The host has not answered an earlier request either, and none since: this is no news.
  bool is_known = false;

  bool well() const { return status >= 200 && status < 300; }
  /// Why the request did not succeed, for people.
  std::string reason() const { return status == 0 ? error : "HTTP status " + std::to_string(status); }
};

struct Job {
  Request request;
  std::chrono::milliseconds timeout;
  /// Called once on the client's thread, unless the client is stopped before.
  std::function<void(const Response&)> done;
  /// Jobs of one lane, the sets, are sent one after the other and before the polls, which have none. Their timeout
  /// counts from submit() on, that of polls from their start. A set waits for a poll that its host is busy with until
  /// half of its time is over; then the poll is broken off, and begins again later.
  std::optional<std::size_t> lane = {};
  std::string host = {};  ///< of the URL; submit() sets it
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
  void start_waiting(Time now);
  void make_way_for_sets(Time now);
  bool may_start(const Job& job, Time now) const;
  void begin(Queue::Waiting waiting);
  void take_finished();
  void give_up_polls_of(const std::string& host, const Response& response);
  std::optional<Time> next_time(std::optional<Time> until, Time now) const;

  const Server server_;
  const std::size_t max_body_bytes_;
  const std::function<std::optional<Time>()> tick_;
  Queue waiting_;
  std::atomic<bool> stopping_{false};
  void* multi_ = nullptr;  // CURLM
  std::thread thread_;
  // Used by the client's thread only.
  std::unordered_map<void*, std::unique_ptr<Transfer>> transfers_;  // by CURL
  Hosts hosts_;
};

}  // namespace adapters::http
