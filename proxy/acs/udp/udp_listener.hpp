// SPDX-License-Identifier: Apache-2.0
#pragma once
// The UDP port on which an ACS can call us behind a NAT: its sockets, its timer, and what NatBinding and
// UdpConnectionRequests make of what comes and of the time.
// Spec: TR-069 Amendment 6, Annex G; TR-181 Device.ManagementServer (STUN..., UDPConnectionRequestAddress, NATDetected)
// Thread: loop

#include "proxy/acs/network/name_lookup.hpp"
#include "proxy/acs/udp/nat_binding.hpp"
#include "proxy/acs/udp/udp_connection_request.hpp"
#include "proxy/config/config.hpp"

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace proxy::acs {

class UdpListener {
 public:
  struct Settings {
    bool enable = false;      ///< STUNEnable: without it there is no port
    std::string server = {};  ///< host of the STUN server
    std::uint16_t server_port = 3478;
    NatBinding::Settings binding = {};
    config::Listen listen = {};
    std::string interface = {};  ///< towards the server; empty: any
    bool operator==(const Settings&) const = default;
  };
  struct Hooks {
    std::function<void()> requested;
    /// "203.0.113.9:40000", or empty while nobody knows.
    std::function<void(const std::string& address, bool nat_detected)> address_changed;
  };

  UdpListener(boost::asio::any_io_executor executor, const base::Clock& clock, Hooks hooks);
  ~UdpListener() { stop(); }
  UdpListener(const UdpListener&) = delete;
  UdpListener& operator=(const UdpListener&) = delete;

  /// What connection requests must be signed with from now on.
  void set_credentials(std::string username, config::Secret password) {
    requests_.set_credentials(std::move(username), std::move(password));
  }
  /// Listens as the settings say from now on; nothing happens if they are what they were.
  void start(Settings settings);
  void stop();
  /// Our address may be another: the binding is looked for again if it is.
  void look_again();
  /// The clock shows another time than that which has passed.
  void clock_moved() { advance(); }

 private:
  using Socket = boost::asio::ip::udp::socket;

  void open();
  boost::system::error_code open(Socket& socket, const UdpEndpoint& where);
  void receive(NatBinding::Port port);
  void take(NatBinding::Port port, std::string_view datagram);
  void send(const NatBinding::Datagram& datagram);
  void find_server();
  void server_found(const std::vector<boost::asio::ip::address>& addresses);
  void advance();
  void publish();
  std::optional<UdpEndpoint> local_endpoint() const;
  Socket& socket(NatBinding::Port port) { return port == NatBinding::Port::primary ? primary_ : secondary_; }

  const base::Clock& clock_;
  Hooks hooks_;
  Settings settings_;
  NatBinding binding_;
  UdpConnectionRequests requests_;
  NameLookup names_;
  Socket primary_;
  Socket secondary_;
  boost::asio::steady_timer timer_;
  std::optional<UdpEndpoint> server_;
  std::optional<UdpEndpoint> local_;  ///< towards the server, when that was last looked at
  std::vector<NatBinding::Datagram> unsent_;
  std::string address_;
  bool nat_detected_ = false;
  bool running_ = false;
  std::shared_ptr<int> alive_ = std::make_shared<int>();  ///< for callbacks that were queued before we went
};

}  // namespace proxy::acs
