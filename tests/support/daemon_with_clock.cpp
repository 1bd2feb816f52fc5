// SPDX-License-Identifier: Apache-2.0
// tr069-proxyd-with-clock: the daemon with a clock that a test moves, so that hours pass at once. For tests alone.
//   tr069-proxyd-with-clock --config FILE --clock SOCKET [--ahead SECONDS]
// Commands, one a line on a connection to SOCKET, each answered with "ok" when the daemon has heard of it:
//   advance SECONDS   so much time has passed
//   step SECONDS      somebody has set the time of day by so much; no time has passed
#include "proxy/config/loader.hpp"
#include "proxy/daemon/daemon.hpp"
#include "proxy/daemon/house.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace {

namespace asio = boost::asio;
using Local = asio::local::stream_protocol;

/// The real time, and what was added to it.
class MovableClock final : public proxy::base::Clock {
 public:
  proxy::base::SteadyTime steady_now() const override {
    return std::chrono::steady_clock::now() + std::chrono::seconds(passed_);
  }
  proxy::base::SystemTime system_now() const override {
    return std::chrono::system_clock::now() + std::chrono::seconds(passed_ + set_);
  }
  void advance(long long seconds) { passed_ += seconds; }
  void step(long long seconds) { set_ += seconds; }

 private:
  std::atomic<long long> passed_{0};
  std::atomic<long long> set_{0};
};

/// One connection after the other.
class ClockSocket {
 public:
  ClockSocket(asio::io_context& loop, const std::string& path, MovableClock& clock, std::function<void()> moved)
      : acceptor_(loop, Local::endpoint(path)), peer_(loop), clock_(clock), moved_(std::move(moved)) {
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
      asio::write(peer_, asio::buffer("ok\n", 3), error);
      read();
    });
  }

  Local::acceptor acceptor_;
  Local::socket peer_;
  asio::streambuf line_;
  MovableClock& clock_;
  std::function<void()> moved_;
};

void run(const std::map<std::string, std::string>& options) {
  using namespace proxy;
  config::LoadResult loaded = config::load(options.at("--config"));
  if (!loaded.ok()) throw daemon::ConfigurationError(loaded.diagnostics.text());
  base::log::configure(loaded.config.log.level, loaded.config.log.target);
  MovableClock clock;
  if (const auto ahead = options.find("--ahead"); ahead != options.end()) clock.step(std::stoll(ahead->second));
  daemon::House house(std::move(loaded.config), options.at("--config"), clock, loaded.diagnostics);
  if (loaded.diagnostics.failed()) throw daemon::ConfigurationError(loaded.diagnostics.text());
  ClockSocket socket(house.loop(), options.at("--clock"), clock, [&house] { house.clock_moved(); });
  house.run();
}

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, std::string> options;
  for (int i = 1; i + 1 < argc; i += 2) options[argv[i]] = argv[i + 1];
  try {
    run(options);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
