// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/run_command.hpp"

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

namespace proxy::daemon {
namespace {

constexpr std::chrono::seconds kKillAfter{5};

/// The environment of a command, as of the programs of the adapter `command`. The rest of ours may have secrets: what
/// `!env` takes from there.
constexpr std::array kEnvironment = {"PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR"};

std::vector<std::string> small_environment() {
  std::vector<std::string> environment;
  for (const char* name : kEnvironment) {
    if (const char* value = std::getenv(name)) environment.push_back(fmt::format("{}={}", name, value));
  }
  return environment;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

/// Closes our descriptors in the child: a command that outlives the daemon would keep our sockets busy for the next
/// start. Asio and some libraries do not open with O_CLOEXEC.
void keep_descriptors() {
  std::error_code unknown;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", unknown)) {
    const int descriptor = std::atoi(entry.path().filename().c_str());
    if (descriptor > STDERR_FILENO) ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  }
}

/// The attributes of the child: a process group of its own, no input, default signals.
class Attributes {
 public:
  Attributes() {
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    sigset_t none;
    sigset_t ignored;
    ::sigemptyset(&none);
    ::sigemptyset(&ignored);
    ::sigaddset(&ignored, SIGPIPE);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &ignored);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Attributes() {
    ::posix_spawnattr_destroy(&attributes_);
    ::posix_spawn_file_actions_destroy(&files_);
  }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;

  /// 0, or the error number of a failed start.
  int spawn(pid_t& child, char* const* arguments) const {
    keep_descriptors();
    std::vector<std::string> environment = small_environment();
    return ::posix_spawnp(&child, arguments[0], &files_, &attributes_, arguments, pointers(environment).data());
  }

 private:
  posix_spawnattr_t attributes_;
  posix_spawn_file_actions_t files_;
};

class Child : public std::enable_shared_from_this<Child> {
 public:
  Child(boost::asio::io_context& loop, std::vector<std::string> command, std::function<void(const CommandEnd&)> done)
      : ended_(loop, SIGCHLD), timer_(loop), command_(std::move(command)), done_(std::move(done)) {}

  void start(std::chrono::seconds limit) {
    if (const int error = Attributes().spawn(child_, pointers(command_).data())) {
      return done_({{}, fmt::format("cannot start {}: {}", command_[0], std::system_category().message(error))});
    }
    wait();
    timer_.expires_after(limit);
    timer_.async_wait([self = shared_from_this(), limit](boost::system::error_code error) {
      if (!error) self->took_too_long(limit);
    });
  }

 private:
  void wait() {
    int status = 0;
    if (::waitpid(child_, &status, WNOHANG) == child_) return end(status);
    ended_.async_wait([self = shared_from_this()](boost::system::error_code error, int) {
      if (!error) self->wait();
    });
  }

  void end(int status) {
    child_ = 0;
    timer_.cancel();
    if (WIFSIGNALED(status)) {
      return tell({{}, fmt::format("{} was ended by signal {}", command_[0], WTERMSIG(status))});
    }
    const int code = WEXITSTATUS(status);
    tell({code, code == 0 ? std::string() : fmt::format("{} ended with exit status {}", command_[0], code)});
  }

  void took_too_long(std::chrono::seconds limit) {
    if (child_ == 0) return;
    ::kill(-child_, SIGTERM);
    timer_.expires_after(kKillAfter);
    timer_.async_wait([self = shared_from_this()](boost::system::error_code error) {
      if (!error && self->child_ != 0) ::kill(-self->child_, SIGKILL);
    });
    tell({{}, fmt::format("{} has not ended within {} s", command_[0], limit.count())});
  }

  void tell(const CommandEnd& end) {
    if (const auto done = std::exchange(done_, nullptr)) done(end);
  }

  boost::asio::signal_set ended_;
  boost::asio::steady_timer timer_;
  std::vector<std::string> command_;
  std::function<void(const CommandEnd&)> done_;
  pid_t child_ = 0;  ///< 0: none, or it has ended
};

}  // namespace

void run_command(boost::asio::io_context& loop, std::vector<std::string> command, std::chrono::seconds limit,
                 std::function<void(const CommandEnd&)> done) {
  std::make_shared<Child>(loop, std::move(command), std::move(done))->start(limit);
}

}  // namespace proxy::daemon
