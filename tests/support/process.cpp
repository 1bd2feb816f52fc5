// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

namespace tests::support {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe2");
  return ends;
}

std::vector<std::string> merged_environment(std::map<std::string, std::string> changes) {
  std::vector<std::string> merged;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!changes.contains(text.substr(0, text.find('=')))) merged.push_back(text);
  }
  for (const auto& [name, value] : changes) {
    if (!value.empty()) merged.push_back(name + "=" + value);
  }
  return merged;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> list;
  for (std::string& word : words) list.push_back(word.data());
  list.push_back(nullptr);
  return list;
}

// Runs in the child between fork and exec: only calls that are safe there.
[[noreturn]] void become(char* const* argv, char* const* environment, int in, int out, int report, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (getppid() == parent && dup2(in, 0) >= 0 && dup2(out, 1) >= 0 && dup2(out, 2) >= 0) {
    execvpe(argv[0], argv, environment);
  }
  const int error = errno;
  [[maybe_unused]] const ssize_t written = ::write(report, &error, sizeof error);
  _exit(127);
}

int poll_one(int fd, std::chrono::milliseconds timeout) {
  pollfd entry{.fd = fd, .events = POLLIN, .revents = 0};
  int ready = 0;
  do {
    ready = poll(&entry, 1, static_cast<int>(timeout.count()));
  } while (ready < 0 && errno == EINTR);
  return ready;
}

}  // namespace

Process::Process(std::vector<std::string> argv, const std::map<std::string, std::string>& environment) {
  // A child that dies while we write to it must be an error of ours, not the end of us.
  std::signal(SIGPIPE, SIG_IGN);
  std::vector<std::string> variables = merged_environment(environment);
  const std::vector<char*> arguments = pointers(argv);
  const std::vector<char*> settings = pointers(variables);
  const auto in = make_pipe();
  const auto out = make_pipe();
  const auto report = make_pipe();
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) fail("fork");
  if (pid_ == 0) become(arguments.data(), settings.data(), in[0], out[1], report[1], parent);
  ::close(in[0]);
  ::close(out[1]);
  ::close(report[1]);
  input_ = in[1];
  output_fd_ = out[0];
  // glibc 2.36 declares pidfd_open() without C linkage.
  exit_fd_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  int error = 0;
  const ssize_t reported = ::read(report[0], &error, sizeof error);
  ::close(report[0]);
  reader_ = std::thread([this] { read_output(); });
  if (reported == sizeof error) {
    waitpid(pid_, nullptr, 0);
    exit_code_ = 127;
    reader_.join();
    ::close(input_);
    ::close(output_fd_);
    ::close(exit_fd_);
    throw std::system_error(error, std::generic_category(), "cannot start " + argv[0]);
  }
}

Process::~Process() {
  close_input();
  if (!exit_code_) {
    ::kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  {
    // A grandchild may hold the other end open: the reader ends all the same.
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  reader_.join();
  ::close(output_fd_);
  ::close(exit_fd_);
}

void Process::read_output() {
  std::array<char, 4096> block{};
  for (;;) {
    const int ready = poll_one(output_fd_, std::chrono::milliseconds{200});
    const ssize_t size = ready > 0 ? ::read(output_fd_, block.data(), block.size()) : 0;
    const std::lock_guard lock(mutex_);
    if (ready == 0 && !closed_) continue;
    if (size <= 0) {
      closed_ = true;
      changed_.notify_all();
      return;
    }
    output_.append(block.data(), static_cast<std::size_t>(size));
    changed_.notify_all();
  }
}

std::string Process::wait_for_line(std::string_view part, std::chrono::milliseconds deadline) {
  std::unique_lock lock(mutex_);
  const auto end_of_wait = std::chrono::steady_clock::now() + deadline;
  for (;;) {
    for (std::size_t end = output_.find('\n', line_begin_); end != std::string::npos;
         end = output_.find('\n', line_begin_)) {
      std::string line = output_.substr(line_begin_, end - line_begin_);
      line_begin_ = end + 1;
      if (line.find(part) != std::string::npos) return line;
    }
    if (closed_ || changed_.wait_until(lock, end_of_wait) == std::cv_status::timeout) {
      throw std::runtime_error("no line with \"" + std::string(part) + "\" came" +
                               (closed_ ? " before the output ended" : " in time") + "; the output was:\n" + output_);
    }
  }
}

std::string Process::output() const {
  const std::lock_guard lock(mutex_);
  return output_;
}

void Process::write_line(std::string_view line) { write(std::string(line) + "\n"); }

void Process::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(input_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("cannot write to the process");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void Process::close_input() {
  if (input_ >= 0) ::close(input_);
  input_ = -1;
}

bool Process::signal(int number) { return running() && ::kill(pid_, number) == 0; }

bool Process::wait_exit(std::chrono::milliseconds deadline) {
  if (exit_code_) return true;
  if (poll_one(exit_fd_, deadline) <= 0) return false;
  int status = 0;
  if (waitpid(pid_, &status, 0) != pid_) fail("waitpid");
  exit_code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return true;
}

int Process::wait(std::chrono::milliseconds deadline) {
  if (!wait_exit(deadline)) throw std::runtime_error("the process did not end in time; its output was:\n" + output());
  // All it wrote is in the pipe by now; a grandchild that keeps the pipe open is not waited for.
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds{500}, [this] { return closed_; });
  return *exit_code_;
}

int Process::terminate(std::chrono::milliseconds deadline) {
  signal(SIGTERM);
  return wait(deadline);
}

void Process::kill() {
  signal(SIGKILL);
  wait();
}

bool Process::running() { return !wait_exit(std::chrono::milliseconds{0}); }

Finished run(std::vector<std::string> argv, std::string_view input, std::chrono::milliseconds deadline) {
  Process process(std::move(argv));
  try {
    process.write(input);
  } catch (const std::system_error& error) {
    // A program may end before it has read its input.
    if (error.code() != std::errc::broken_pipe) throw;
  }
  process.close_input();
  Finished finished;
  finished.exit_code = process.wait(deadline);
  finished.output = process.output();
  return finished;
}

unsigned short free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  // The socket calls take any family of address through this cast.
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const bool ok = bind(fd, generic, size) == 0 && getsockname(fd, generic, &size) == 0;
  ::close(fd);
  if (!ok) fail("cannot find a free port");
  return ntohs(address.sin_port);
}

}  // namespace tests::support
