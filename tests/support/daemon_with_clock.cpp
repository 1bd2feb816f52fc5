// SPDX-License-Identifier: Apache-2.0
// tr069-proxyd-with-clock: the daemon with a clock that a test moves, so that hours pass at once. For tests alone.
//   tr069-proxyd-with-clock --config FILE --clock SOCKET [--ahead SECONDS] [--of daemon|process]
// --of process moves the clock of the adapters and of all libraries too: time may then pass only while no exchange is
// under way, or its timeout ends it.
// Commands, one a line on a connection to SOCKET, each answered with "ok" when the daemon has taken it over:
//   advance SECONDS   so much time has passed
//   step SECONDS      the time of day is set by so much; no time has passed
#include "proxy/daemon/application.hpp"
#include "proxy/daemon/daemon.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <ctime>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
using Local = asio::local::stream_protocol;

/// Seconds that are added to the clocks of the whole process.
struct Added {
  std::atomic<long long> steady{0};
  std::atomic<long long> system{0};
};
constinit Added added_to_process;

/// The real time, and what was added to it.
class MovableClock final : public proxy::base::Clock {
 public:
  explicit MovableClock(bool of_process) : of_process_(of_process) {}
  proxy::base::SteadyTime steady_now() const override {
    return std::chrono::steady_clock::now() + std::chrono::seconds(of_process_ ? 0 : passed_.load());
  }
  proxy::base::SystemTime system_now() const override {
    return std::chrono::system_clock::now() + std::chrono::seconds(of_process_ ? 0 : ahead());
  }
  void advance(long long seconds) { move(passed_, seconds); }
  void step(long long seconds) { move(set_, seconds); }
  long long ahead() const { return passed_ + set_; }

 private:
  void move(std::atomic<long long>& by, long long seconds) {
    by += seconds;
    if (!of_process_) return;
    added_to_process.steady = passed_.load();
    added_to_process.system = ahead();
  }

  const bool of_process_;
  std::atomic<long long> passed_{0};
  std::atomic<long long> set_{0};
};

/// One connection after the other.
class ClockSocket {
 public:
  ClockSocket(asio::io_context& loop, const std::string& path, MovableClock& clock, std::function<void()> moved)
      : acceptor_(loop, Local::endpoint(path)), peer_(loop), timer_(loop), clock_(clock), moved_(std::move(moved)) {
    accept();
  }

 private:
  void accept() {
    peer_ = Local::socket(acceptor_.get_executor());
    acceptor_.async_accept(peer_, [this](boost::system::error_code error) {
      if (!error) read();
    });
  }
  void read() {
    asio::async_read_until(peer_, line_, '\n', [this](boost::system::error_code error, std::size_t) {
      if (error) return accept();
      std::istream words(&line_);
      std::string command;
      long long seconds = 0;
      words >> command >> seconds;
      line_.consume(line_.size());
      command == "step" ? clock_.step(seconds) : clock_.advance(seconds);
      moved_();
      look_at_timers();
      asio::write(peer_, asio::buffer("ok\n", 3), error);
      read();
    });
  }

  /// The loop sleeps until the time that it had found for its next timer, unless one comes that is due before.
  void look_at_timers() {
    timer_.expires_at({});
    timer_.async_wait([](boost::system::error_code) {});
  }

  Local::acceptor acceptor_;
  Local::socket peer_;
  asio::steady_timer timer_;
  asio::streambuf line_;
  MovableClock& clock_;
  std::function<void()> moved_;
};

proxy::daemon::End run(const std::map<std::string, std::string>& options, MovableClock& clock) {
  if (const auto ahead = options.find("--ahead"); ahead != options.end()) clock.step(std::stoll(ahead->second));
  const auto application = proxy::daemon::build(options.at("--config"), clock);
  ::unlink(options.at("--clock").c_str());
  const ClockSocket socket(application->loop(), options.at("--clock"), clock,
                           [&application] { application->clock_moved(); });
  return application->run();
}

/// The time that the clock shows goes on.
[[noreturn]] void start_again(std::map<std::string, std::string> options, const char* program, long long ahead) {
  options["--ahead"] = std::to_string(ahead);
  std::vector<std::string> words{program};
  for (const auto& [name, value] : options) words.insert(words.end(), {name, value});
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  proxy::daemon::start_again(arguments.data());
}

}  // namespace

/// In the place of the C library's, for the program and for all that it loads.
extern "C" [[gnu::visibility("default"), gnu::used]] int clock_gettime(clockid_t clock, timespec* time) noexcept {
  const auto result = static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
  if (result != 0) return result;
  if (clock == CLOCK_REALTIME) time->tv_sec += added_to_process.system;
  if (clock == CLOCK_MONOTONIC) time->tv_sec += added_to_process.steady;
  return 0;
}

int main(int argc, char** argv) try {
  std::map<std::string, std::string> options;
  for (int i = 1; i + 1 < argc; i += 2) options[argv[i]] = argv[i + 1];
  MovableClock clock(options["--of"] == "process");
  if (run(options, clock) == proxy::daemon::End::to_start_again) start_again(options, argv[0], clock.ahead());
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
