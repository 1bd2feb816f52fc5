// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs a bounded number of programs at the same time, each with a deadline and a bound on its output, on one thread of
// its own. A program that hangs keeps its place until its deadline, and blocks nothing else.
// Thread: any; the callbacks run on the runner's thread

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/command/child.hpp"
#include "adapters/io/job_queue.hpp"
#include "adapters/io/wake.hpp"

namespace adapters::command {

struct Result {
  enum class End {
    exited,       ///< code is its exit status
    signalled,    ///< code is the signal's number
    timed_out,    ///< killed at its deadline
    too_long,     ///< killed because its output was too long
    not_started,  ///< the complaint has the reason
    crowded       ///< its deadline came before its turn: it has not run
  };
  End end = End::exited;
  int code = 0;
  std::string output;     ///< its standard output
  std::string complaint;  ///< the first line of its standard error, at most 200 bytes

  bool well() const { return end == End::exited && code == 0; }
  /// Why the program did not succeed, for people.
  std::string reason() const;
};

struct Job {
  std::vector<std::string> argv;
  std::chrono::milliseconds timeout;
  /// Called once on the runner's thread, unless the runner is stopped before.
  std::function<void(const Result&)> done;
  /// Jobs of one lane run one after the other; one place is reserved for jobs with a lane. Their timeout counts from
  /// submit() on, that of other jobs from their start.
  std::optional<std::size_t> lane = {};
};

class Runner {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Limits {
    std::size_t children = 4;
    std::size_t output_bytes = std::size_t{1} << 20;
  };

  /// `tick` is called on the runner's thread after each event: it submits the jobs that are due, and returns when to
  /// call it again, at the latest.
  Runner(Limits limits, std::function<std::optional<Time>()> tick);
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  ~Runner();

  /// Starts the thread, once. Throws std::system_error if the system starts none.
  void start();
  /// Kills the running programs and ends the thread. Harmless when repeated; not from the runner's own thread.
  void stop();

  void submit(Job job);
  /// Makes the thread call `tick` soon.
  void wake();

 private:
  using Queue = io::JobQueue<Job>;
  struct Running {
    Job job;
    Child child;
    Time deadline;
    Result result = {};
    std::string complaints = {};
    bool given_up = false;  // killed; the result has the reason
  };

  void run();
  void start_waiting();
  bool may_start(const Job& job) const;
  void begin(Queue::Waiting waiting);
  void sleep(std::optional<Time> until);
  void look_after(Running& running, std::vector<Running>& ended);
  void read_output(Running& running, bool has_ended) const;
  void kill(Running& running, Result::End why) const;
  std::optional<Time> next_deadline() const;
  void kill_all();

  const Limits limits_;
  const std::function<std::optional<Time>()> tick_;
  Queue waiting_;
  std::optional<io::Wake> wake_;  // from start() on
  std::thread thread_;
  std::vector<Running> running_;  // used by the runner's thread only
};

}  // namespace adapters::command
