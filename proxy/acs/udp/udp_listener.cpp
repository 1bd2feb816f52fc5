// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/udp/udp_listener.hpp"

#include "proxy/acs/connection_request/connection_request_url.hpp"
#include "proxy/acs/network/listen_problem.hpp"
#include "proxy/acs/udp/random_bytes.hpp"
#include "proxy/base/log.hpp"

#include <boost/asio/ip/v6_only.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <sys/socket.h>

namespace proxy::acs {
namespace {

namespace ip = boost::asio::ip;
using boost::system::error_code;
using ip::udp;

constexpr std::chrono::seconds kOpenAgain{10};
constexpr int kMaxBatch = 32;  // datagrams of one port, then the loop serves others

std::string text(const UdpEndpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  return endpoint.address().is_v6() ? fmt::format("[{}]:{}", address, endpoint.port())
                                    : fmt::format("{}:{}", address, endpoint.port());
}

/// An IPv6 socket reaches an IPv4 peer by a mapped address.
UdpEndpoint as_seen_by(const udp::socket& socket, const UdpEndpoint& endpoint) {
  error_code ignored;
  if (endpoint.address().is_v6() || socket.local_endpoint(ignored).protocol() == udp::v4()) return endpoint;
  return {ip::make_address_v6(ip::v4_mapped, endpoint.address().to_v4()), endpoint.port()};
}

}  // namespace

UdpListener::UdpListener(boost::asio::any_io_executor executor, const base::Clock& clock, Dependencies& dependencies)
    : clock_(clock),
      dependencies_(dependencies),
      binding_([] { return random_bytes(kStunIdSize); }, [this] { return local_ = local_endpoint(); }),
      names_(executor),
      primary_(executor),
      secondary_(executor),
      timer_(executor) {}

void UdpListener::start(Settings settings) {
  const bool is_new = !running_ || settings != settings_;
  settings_ = std::move(settings);
  if (!is_new) return;
  stop();
  running_ = true;
  if (settings_.enable) return open();
  publish();
}

void UdpListener::stop() {
  running_ = false;
  error_code ignored;
  primary_.close(ignored);
  secondary_.close(ignored);
  timer_.cancel();
  names_.cancel();
  binding_.stop();
  server_.reset();
  unsent_.clear();
}

void UdpListener::look_again() {
  if (!server_ || !local_ || local_endpoint() == local_) return;
  binding_.start(settings_.binding, clock_.steady_now());
  advance();
}

error_code UdpListener::open(Socket& socket, const UdpEndpoint& where) {
  error_code error;
  socket.open(where.protocol(), error);
  if (error) return error;
  if (where.address().is_v6()) socket.set_option(ip::v6_only(false), error);
  const std::string& interface = settings_.interface;
  if (!interface.empty() && ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_BINDTODEVICE, interface.c_str(),
                                         static_cast<socklen_t>(interface.size())) != 0)
    error = error_code(errno, boost::system::system_category());
  if (!error) socket.bind(where, error);
  if (!error) socket.non_blocking(true, error);
  error_code ignored;
  if (error) socket.close(ignored);
  return error;
}

void UdpListener::open() {
  error_code error;
  const ip::address address = ip::make_address(settings_.listen.host, error);
  if (!error) error = open(primary_, {address, settings_.listen.port});
  // On a kernel without IPv6 the wildcard means all IPv4 addresses.
  if (error == boost::asio::error::address_family_not_supported && address.is_unspecified())
    error = open(primary_, {udp::v4(), settings_.listen.port});
  if (error) {
    base::log::error("acs.udp.listen_failed",
                     "cannot listen for UDP connection requests on {} port {} (connection_request.udp_listen): {}",
                     settings_.listen.host, settings_.listen.port, listen_problem(error));
    publish();
    timer_.expires_after(kOpenAgain);
    timer_.async_wait(lifetime_.guard([this](const error_code& cancelled) {
      if (!cancelled && running_) open();
    }));
    return;
  }
  receive(NatBinding::Port::primary);
  binding_.start(settings_.binding, clock_.steady_now());
  advance();
}

void UdpListener::receive(NatBinding::Port port) {
  socket(port).async_wait(Socket::wait_read, lifetime_.guard([this, port](const error_code& error) {
    if (error) return;
    std::array<char, std::max(kMaxStunMessage, kMaxUdpRequest) + 1> buffer;
    for (int i = 0; i < kMaxBatch && socket(port).is_open(); ++i) {
      UdpEndpoint sender;
      error_code failed;
      const std::size_t size = socket(port).receive_from(boost::asio::buffer(buffer), sender, 0, failed);
      if (failed) break;
      take(port, {buffer.data(), size});
    }
    advance();
    if (socket(port).is_open()) receive(port);
  }));
}

void UdpListener::take(NatBinding::Port port, std::string_view datagram) {
  using Verdict = UdpConnectionRequests::Verdict;
  if (!datagram.starts_with("GET ")) return binding_.received(port, datagram, clock_.steady_now());
  if (port != NatBinding::Port::primary) return;
  const Verdict verdict = requests_.judge(datagram, clock_.steady_now());
  if (verdict == Verdict::repeated) return;
  ++(verdict == Verdict::accepted  ? counts_.accepted
     : verdict == Verdict::refused ? counts_.rejected
                                   : counts_.limited);
  if (verdict == Verdict::accepted) return dependencies_.requested();
  base::log::debug("acs.udp.rejected", "a UDP connection request was rejected");
}

/// Sends what is due, resolves the server's name if its address is unknown, and sets the timer.
void UdpListener::advance() {
  if (!primary_.is_open()) return;
  const bool rested = binding_.backed_off();
  binding_.tick(clock_.steady_now());
  if (!rested && binding_.backed_off()) server_.reset();  // its name may have another address by now
  std::vector<NatBinding::Datagram> datagrams = binding_.take_datagrams();
  if (server_) {
    for (const NatBinding::Datagram& datagram : datagrams) send(datagram);
  } else if (!datagrams.empty()) {
    unsent_ = std::move(datagrams);
    find_server();
  }
  publish();
  const auto due = binding_.next_due();
  if (!due) return (void)timer_.cancel();
  const base::SteadyTime now = clock_.steady_now();
  timer_.expires_after(std::max(*due, now) - now);
  timer_.async_wait(lifetime_.guard([this](const error_code& cancelled) {
    if (!cancelled) advance();
  }));
}

void UdpListener::find_server() {
  if (names_.busy()) return;
  names_.start(settings_.server, [this](const auto& addresses) { server_found(addresses); });
}

void UdpListener::server_found(const std::vector<ip::address>& addresses) {
  error_code ignored;
  const bool any = primary_.local_endpoint(ignored).protocol() == udp::v6();
  const auto usable = std::ranges::find_if(addresses, [any](const ip::address& one) { return any || one.is_v4(); });
  if (usable == addresses.end()) {
    base::log::debug("acs.stun.unresolved", "the name of the STUN server {} has no address", settings_.server);
    unsent_.clear();
    binding_.unreachable(clock_.steady_now());
    return advance();
  }
  server_.emplace(*usable, settings_.server_port);
  for (const NatBinding::Datagram& datagram : std::exchange(unsent_, {})) send(datagram);
}

/// A datagram that cannot be sent is like a lost one: it is retransmitted.
void UdpListener::send(const NatBinding::Datagram& datagram) {
  Socket& from = socket(datagram.from);
  error_code error;
  if (!from.is_open()) {
    error_code ignored;
    error = open(from, {primary_.local_endpoint(ignored).address(), 0});
    if (!error) receive(datagram.from);
  }
  if (!error) from.send_to(boost::asio::buffer(datagram.bytes), as_seen_by(from, *server_), 0, error);
  if (error) base::log::debug("acs.stun.send_failed", "cannot send to the STUN server: {}", error.message());
}

std::optional<UdpEndpoint> UdpListener::local_endpoint() const {
  error_code error;
  const UdpEndpoint bound = primary_.local_endpoint(error);
  if (error || !server_) return std::nullopt;
  if (!bound.address().is_unspecified()) return bound;
  const ip::address address = ip::make_address(local_address_towards(server_->address(), settings_.interface), error);
  if (error) return std::nullopt;
  return UdpEndpoint(address, bound.port());
}

void UdpListener::publish() {
  const NatBinding::Result& result = binding_.result();
  // Before the first answer nothing is reported: the address is about to come.
  if (primary_.is_open() && !result.address && !binding_.backed_off()) return;
  std::string address = result.address ? text(*result.address) : std::string();
  if (address == address_ && result.nat_detected == nat_detected_) return;
  address_ = std::move(address);
  nat_detected_ = result.nat_detected;
  base::log::info("acs.udp.address", "the address for UDP connection requests is {}",
                  address_.empty() ? "not known" : address_);
  dependencies_.address_changed(address_, nat_detected_);
}

}  // namespace proxy::acs
