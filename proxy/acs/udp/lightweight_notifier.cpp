// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/udp/lightweight_notifier.hpp"

#include "proxy/acs/udp/hmac_sha1.hpp"
#include "proxy/acs/udp/random_bytes.hpp"
#include "proxy/base/log.hpp"

#include <boost/asio/ip/udp.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <sys/socket.h>

namespace proxy::acs {

namespace ip = boost::asio::ip;
using boost::system::error_code;

namespace {

constexpr std::size_t kCnonceSize = 16;
constexpr std::chrono::minutes kKeepAddresses{1};  // else a busy sensor would query the name server every second

std::string authority(const std::string& host, std::uint16_t port) {
  const bool is_v6 = host.find(':') != std::string::npos && host.front() != '[';
  return is_v6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

}  // namespace

LightweightNotifier::LightweightNotifier(const Components& components, Dependencies& dependencies)
    : clock_(components.clock),
      tree_(components.tree),
      changes_(components.changes),
      dependencies_(dependencies),
      names_(components.executor),
      timer_(components.executor) {
  changes_.on_lightweight([this](bool active) { changed(active); });
}

LightweightNotifier::~LightweightNotifier() { changes_.on_lightweight({}); }

void LightweightNotifier::start(Settings settings) {
  if (running_ && settings == settings_) return;
  settings_ = std::move(settings);
  running_ = true;
  names_.cancel();
  addresses_.clear();
  if (!settings_.enable) {
    changes_.take_lightweight();
    schedule_.forget();
  }
  schedule_.start(settings_.trigger, now());
  plan();
}

void LightweightNotifier::stop() {
  running_ = false;
  names_.cancel();
  timer_.cancel();
}

void LightweightNotifier::clock_moved() {
  schedule_.clock_moved(now());
  plan();
}

void LightweightNotifier::changed(bool active) {
  if (!running_ || !settings_.enable) return (void)changes_.take_lightweight();
  schedule_.changed(active, now());
  plan();
}

void LightweightNotifier::plan() {
  const auto due_at = schedule_.next_due();
  if (!running_ || !due_at) return (void)timer_.cancel();
  const base::SteadyTime time = clock_.steady_now();
  timer_.expires_after(std::max(*due_at, time) - time);
  timer_.async_wait(lifetime_.guard([this](const error_code& cancelled) {
    if (!cancelled && running_) due();
  }));
}

void LightweightNotifier::due() {
  const base::SteadyTime time = clock_.steady_now();
  // A change during the name lookup is sent along.
  schedule_.sent(time);
  plan();
  if (!addresses_.empty() && time - found_at_ < kKeepAddresses) return send();
  if (names_.busy()) return;
  names_.start(settings_.host, [this](std::vector<ip::address> addresses) {
    addresses_ = std::move(addresses);
    found_at_ = clock_.steady_now();
    send();
  });
}

void LightweightNotifier::send() {
  const LightweightSender sender{.host = authority(settings_.host, settings_.port),
                                 .username = settings_.username,
                                 .password = settings_.password,
                                 .device_id = dependencies_.device_id(),
                                 .time = std::chrono::floor<std::chrono::seconds>(clock_.system_now()),
                                 .cnonce = [] { return upper_hex(random_bytes(kCnonceSize)); }};
  const std::vector<std::string> messages = lightweight_messages(sender, tree_, changes_.take_lightweight());
  const bool sent = std::ranges::any_of(addresses_, [&](const ip::address& to) { return send(messages, to); });
  if (sent) return;
  base::log::warning("acs.lightweight.send_failed", "cannot send lightweight notifications to {}", settings_.host);
  addresses_.clear();
}

bool LightweightNotifier::send(const std::vector<std::string>& messages, const ip::address& to) {
  error_code error;
  ip::udp::socket socket(timer_.get_executor());
  const ip::udp::endpoint endpoint(to, settings_.port);
  socket.open(endpoint.protocol(), error);
  if (error) return false;
  const std::string& interface = settings_.interface;
  if (!interface.empty() && ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_BINDTODEVICE, interface.c_str(),
                                         static_cast<socklen_t>(interface.size())) != 0)
    return false;
  for (const std::string& message : messages) {
    socket.send_to(boost::asio::buffer(message), endpoint, 0, error);
    if (error) return false;
    ++sent_;
  }
  base::log::debug("acs.lightweight.sent", "{} lightweight notification(s) sent to {}", messages.size(),
                   to.to_string());
  return true;
}

}  // namespace proxy::acs
