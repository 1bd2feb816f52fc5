// SPDX-License-Identifier: Apache-2.0
#include "adapters/command/child.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace adapters::command {
namespace {

using mapping::Failure;

constexpr int kReport = 3;  // where the child reports why exec failed
constexpr int kFirstFree = kReport + 1;
constexpr int kMaxDescriptors = 4096;  // closed one by one on a kernel without close_range (before 5.9)
constexpr int kCannotRun = 127;

/// The environment of a program. The rest of ours may have secrets.
constexpr std::array kEnvironment = {"PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR"};

std::vector<std::string> small_environment() {
  std::vector<std::string> environment;
  for (const char* name : kEnvironment) {
    if (const char* value = std::getenv(name)) environment.push_back(std::string(name) + '=' + value);
  }
  return environment;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

/// Runs between fork and exec: it must not allocate, lock or throw.
struct Exec {
  char* const* argv;
  char* const* environment;
  int output;
  int complaints;
  int report;

  [[noreturn]] void run() const {
    ::setpgid(0, 0);
    restore_signals();
    const int nothing = ::open("/dev/null", O_RDWR);
    const bool placed = ::dup2(nothing, STDIN_FILENO) >= 0 && ::dup2(output, STDOUT_FILENO) >= 0 &&
                        ::dup2(complaints, STDERR_FILENO) >= 0 && ::dup3(report, kReport, O_CLOEXEC) >= 0;
    if (placed && ::chdir("/") == 0) {
      close_others();
      ::execvpe(argv[0], argv, environment);
    }
    const int error = errno;
    [[maybe_unused]] const auto written = ::write(placed ? kReport : report, &error, sizeof error);
    ::_exit(kCannotRun);
  }

  static void restore_signals() {
    for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
  }
  static void close_others() {
    if (::syscall(SYS_close_range, kFirstFree, UINT_MAX, 0) == 0) return;
    for (int number = kFirstFree; number < kMaxDescriptors; ++number) ::close(number);
  }
};

/// Waits until the program runs. Returns 0, or the errno of its start.
int read_report(int descriptor) {
  int error = 0;
  while (::read(descriptor, &error, sizeof error) < 0 && errno == EINTR) {
  }
  return error;
}

void set_nonblocking(int descriptor) { ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK); }

}  // namespace

std::optional<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  const Descriptor low_read(ends[0]);
  const Descriptor low_write(ends[1]);
  Pipe pipe{Descriptor(::fcntl(ends[0], F_DUPFD_CLOEXEC, kFirstFree)),
            Descriptor(::fcntl(ends[1], F_DUPFD_CLOEXEC, kFirstFree))};
  return pipe.read && pipe.write ? std::optional(std::move(pipe)) : std::nullopt;
}

void Child::kill() const { ::kill(-pid, SIGKILL); }

std::optional<int> Child::reap() const {
  int status = 0;
  const pid_t reaped = ::waitpid(pid, &status, WNOHANG);
  return reaped == 0 || (reaped < 0 && errno == EINTR) ? std::nullopt : std::optional(status);
}

mapping::Outcome<Child> spawn(const std::vector<std::string>& argv) {
  std::vector<std::string> arguments = argv;
  std::vector<std::string> environment = small_environment();
  const std::vector<char*> argument_pointers = pointers(arguments);
  const std::vector<char*> environment_pointers = pointers(environment);
  std::optional<Pipe> output = make_pipe();
  std::optional<Pipe> complaints = make_pipe();
  std::optional<Pipe> report = make_pipe();
  if (!output || !complaints || !report) return Failure{std::generic_category().message(errno)};

  const Exec exec{argument_pointers.data(), environment_pointers.data(), output->write.get(), complaints->write.get(),
                  report->write.get()};
  Child child;
  child.pid = ::fork();
  if (child.pid < 0) return Failure{std::generic_category().message(errno)};
  if (child.pid == 0) exec.run();
  report->write = Descriptor();
  if (const int error = read_report(report->read.get())) {
    ::waitpid(child.pid, nullptr, 0);
    return Failure{std::generic_category().message(error)};
  }
  set_nonblocking(output->read.get());
  set_nonblocking(complaints->read.get());
  child.output = std::move(output->read);
  child.complaints = std::move(complaints->read);
  child.ended = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, child.pid, 0)));
  return child;
}

}  // namespace adapters::command
