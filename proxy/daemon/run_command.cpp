// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/run_command.hpp"

#include <boost/asio/signal_set.hpp>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>
#include <system_error>
#include <utility>

namespace proxy::daemon {
namespace {

class Child : public std::enable_shared_from_this<Child> {
 public:
  Child(boost::asio::io_context& loop, std::function<void(const std::string&)> failed)
      : ended_(loop, SIGCHLD), failed_(std::move(failed)) {}

  void start(const std::vector<std::string>& command) {
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int error = ::posix_spawnp(&pid_, arguments.front(), nullptr, nullptr, arguments.data(), environ);
    if (error != 0) return failed_("cannot start " + command.front() + ": " + std::system_category().message(error));
    wait();
  }

 private:
  void wait() {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      if (status != 0) failed_("the command failed with status " + std::to_string(WEXITSTATUS(status)));
      return;
    }
    ended_.async_wait([self = shared_from_this()](boost::system::error_code error, int) {
      if (!error) self->wait();
    });
  }

  boost::asio::signal_set ended_;
  std::function<void(const std::string&)> failed_;
  pid_t pid_ = 0;
};

}  // namespace

void run_command(boost::asio::io_context& loop, const std::vector<std::string>& command,
                 std::function<void(const std::string&)> failed) {
  std::make_shared<Child>(loop, std::move(failed))->start(command);
}

}  // namespace proxy::daemon
