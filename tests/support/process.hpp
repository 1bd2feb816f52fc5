// SPDX-License-Identifier: Apache-2.0
#pragma once
// A child process under a test's control: started, listened to, ended by its own id, and never left behind.
// Thread: any one thread at a time; start it from a thread that outlives it (the kernel ends it with that thread).

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tests::support {

class Process {
 public:
  // argv[0] is looked up in PATH unless it holds a slash. `environment` is added to ours; an empty value removes a
  // name. Throws std::system_error when the program cannot be started.
  explicit Process(std::vector<std::string> argv, const std::map<std::string, std::string>& environment = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }

  // The first complete line that holds `part` and was not returned before. Throws std::runtime_error, with all the
  // output so far, when the time is over or the process has closed its output.
  std::string wait_for_line(std::string_view part, std::chrono::milliseconds deadline = std::chrono::seconds{10});

  // Standard output and error together, as far as read; all of it once wait() has returned.
  std::string output() const;

  void write_line(std::string_view line);
  void write(std::string_view text);
  void close_input();

  // False when the process has already ended.
  bool signal(int number);

  // The exit code, or 128 + the signal that ended it. Throws std::runtime_error when it still runs at the deadline.
  int wait(std::chrono::milliseconds deadline = std::chrono::seconds{10});

  // SIGTERM and wait.
  int terminate(std::chrono::milliseconds deadline = std::chrono::seconds{10});

  // SIGKILL and wait.
  void kill();

  bool running();

 private:
  void read_output();
  bool wait_exit(std::chrono::milliseconds deadline);

  pid_t pid_ = -1;
  int exit_fd_ = -1;
  int input_ = -1;
  int output_fd_ = -1;
  std::optional<int> exit_code_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string output_;
  std::size_t line_begin_ = 0;
  bool closed_ = false;
  std::thread reader_;
};

struct Finished {
  int exit_code = 0;
  std::string output;  // standard output and error together
};

// Runs a program to its end, with `input` as its standard input, which it need not read. Throws as Process does.
Finished run(std::vector<std::string> argv, std::string_view input = {},
             std::chrono::milliseconds deadline = std::chrono::seconds{30});

// A loopback TCP port that was free a moment ago.
unsigned short free_port();

}  // namespace tests::support
