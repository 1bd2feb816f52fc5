// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/house.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <iomanip>
#include <iostream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "tests/support/catch.hpp"

namespace tests::integration {
namespace {

std::string replaced(std::string text, std::string_view what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

std::string indented(const std::string& text, const std::string& indent) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) result += indent + line + "\n";
  return result;
}

std::string key_of(const std::string& line) { return line.substr(0, line.find(':')); }

// `defaults` whose keys `lines` does not have, and `lines`.
std::string section(const std::string& name, const std::string& lines, const std::string& defaults) {
  std::set<std::string> given;
  std::istringstream all(lines);
  for (std::string line; std::getline(all, line);) given.insert(key_of(line));
  std::string result = name + ":\n";
  std::istringstream rest(defaults);
  for (std::string line; std::getline(rest, line);)
    if (!given.contains(key_of(line))) result += "  " + line + "\n";
  return result + indented(lines, "  ");
}

std::string configuration(const Settings& settings, const support::TempDir& folder, const std::string& acs_url,
                          const std::string& broker_url, const std::string& request_listen) {
  std::string text;
  text += section("device", settings.device,
                  "manufacturer: Example Networks\noui: \"00D09E\"\nproduct_class: HomeGateway\n"
                  "serial_number: \"GW0001\"\nhardware_version: \"1.0\"\nsoftware_version: \"3.2.1\"\n");
  text += section("acs", settings.acs,
                  "url: " + acs_url +
                      "\nperiodic_inform: { enable: false }\n"
                      "retry_minimum_wait_s: 1\nretry_interval_multiplier: 1000\n");
  text += section("connection_request", settings.connection_request,
                  "listen: \"" + request_listen + "\"\nusername: acs\npassword: secret\n");
  text += "state_dir: " + folder.file("state") + "\n";
  text += "control_socket: " + folder.file("control.sock") + "\n";
  text += "adapter_dir: " + (settings.adapter_dir.empty() ? ADAPTERS : settings.adapter_dir) + "\n";
  text += "log: { level: " + settings.log_level + ", target: stderr }\n";
  text += settings.top;
  if (!settings.adapters.empty())
    text += "adapters:\n" + indented(replaced(settings.adapters, "@BROKER@", broker_url), "  ");
  return text;
}

// An address of this process's own, so that none of the ports others take at random is in the way.
std::string listen_address() {
  const auto id = static_cast<unsigned>(::getpid());
  return "127." + std::to_string(1 + (id >> 14) % 200) + "." + std::to_string((id >> 7) & 127) + "." +
         std::to_string(1 + (id & 127)) + ":" + std::to_string(support::free_port());
}

// Machines that test are busy ones.
acs::Options patient(acs::Options options) {
  options.deadline = std::max<std::chrono::milliseconds>(options.deadline, std::chrono::seconds{30});
  return options;
}

}  // namespace

std::string utc_text(std::chrono::system_clock::time_point time) {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<seconds>(time - day));
  std::ostringstream text;
  const auto two = [&](auto number) -> std::ostream& { return text << std::setw(2) << number; };
  text << std::setfill('0') << std::setw(4) << static_cast<int>(date.year()) << '-';
  two(static_cast<unsigned>(date.month())) << '-';
  two(static_cast<unsigned>(date.day())) << 'T';
  two(clock.hours().count()) << ':';
  two(clock.minutes().count()) << ':';
  two(clock.seconds().count()) << 'Z';
  return text.str();
}

House::House(HouseOptions options)
    : request_listen_(listen_address()),
      controllable_clock_(options.controllable_clock),
      environment_(std::move(options.environment)),
      acs_(patient(std::move(options.acs))) {
  if (options.broker) broker_ = std::make_unique<support::Broker>(std::move(*options.broker));
  configure(std::move(options.settings));
  if (options.start) start();
}

House::~House() {
  if (!daemon_) return;
  const bool failed = std::uncaught_exceptions() > 0;
  try {
    const bool ran = daemon_->running();
    const int code = ran ? daemon_->terminate() : daemon_->wait();
    INFO(daemon_->output());
    if (!failed) CHECK(code == 0);
  } catch (const std::exception& error) {
    if (!failed) FAIL_CHECK(error.what());
  }
  if (failed) std::cerr << "---- tr069-proxyd said:\n" << daemon_->output() << "----\n";
}

void House::configure(Settings settings) {
  const std::string acs_url = settings.acs_url.empty() ? acs_.url() : settings.acs_url;
  folder_.write("tr069-proxy.yaml",
                configuration(settings, folder_, acs_url, broker_ ? broker_->url() : "", request_listen_));
}

void House::start() {
  std::vector<std::string> command{controllable_clock_ ? DAEMON_WITH_CLOCK : DAEMON, "--config",
                                   folder_.file("tr069-proxy.yaml")};
  if (controllable_clock_) {
    command.insert(command.end(), {"--clock", folder_.file("clock.sock"), "--ahead", std::to_string(ahead_.count())});
  }
  daemon_ = std::make_unique<support::Process>(std::move(command), environment_);
  daemon_->wait_for_line("daemon.process.started");
}

void House::stop() {
  const auto daemon = std::exchange(daemon_, nullptr);
  if (const int code = daemon->terminate(); code != 0)
    throw std::runtime_error("the daemon ended with " + std::to_string(code) + ":\n" + daemon->output());
}

void House::kill() { std::exchange(daemon_, nullptr)->kill(); }

void House::advance(std::chrono::seconds time) { move_clock("advance", time); }

void House::step_clock(std::chrono::seconds by) { move_clock("step", by); }

void House::move_clock(const std::string& command, std::chrono::seconds by) {
  ahead_ += by;
  if (!daemon_) return;
  const std::string path = folder_.file("clock.sock");
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  REQUIRE(path.size() < sizeof address.sun_path);
  path.copy(address.sun_path, path.size());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  // The socket calls take any family of address through this cast.
  const bool connected = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  const std::string line = command + " " + std::to_string(by.count()) + "\n";
  std::array<char, 3> answer{};
  const bool moved = connected && ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
                     ::read(fd, answer.data(), answer.size()) == static_cast<ssize_t>(answer.size());
  ::close(fd);
  if (!moved) throw std::runtime_error("the daemon's clock cannot be moved");
}

support::Finished House::ctl(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), {CTL, "--socket", folder_.file("control.sock")});
  return support::run(std::move(arguments));
}

std::string House::get(const std::string& path) const {
  const support::Finished answer = ctl({"get", path});
  if (answer.exit_code != 0) throw std::runtime_error("get " + path + ": " + answer.output);
  const std::string begin = path + " = ";
  if (!answer.output.starts_with(begin)) throw std::runtime_error("get " + path + " said " + answer.output);
  return answer.output.substr(begin.size(), answer.output.size() - begin.size() - 1);
}

void House::first_contact() { session().run_to_end(); }

acs::Session House::open_session() {
  if (const support::Finished answer = ctl({"inform"}); answer.exit_code != 0)
    throw std::runtime_error("inform: " + answer.output);
  return session();
}

acs::Exchange House::ask(acs::Reply request) {
  const std::string answer = request.rpc + "Response";
  return ask(std::move(request), answer);
}

acs::Exchange House::ask_in_vain(acs::Reply request) { return ask(std::move(request), "Fault"); }

acs::Exchange House::ask(acs::Reply request, const std::string& answer) {
  acs::Session open = open_session();
  open.expect_empty_post().reply(std::move(request));
  acs::Exchange answered = open.expect(answer);
  answered.reply_no_content();
  open.expect_end();
  return answered;
}

}  // namespace tests::integration
