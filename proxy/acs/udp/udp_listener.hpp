// SPDX-License-Identifier: Apache-2.0
#pragma once
// The UDP port for connection requests through a NAT: its sockets and its timer. NatBinding and UdpConnectionRequests
// process the datagrams.
// Spec: TR-069 Amendment 6, Annex G; TR-181 Device.ManagementServer (STUN..., UDPConnectionRequestAddress, NATDetected)
// Thread: loop

#include "proxy/acs/counts.hpp"
#include "proxy/acs/network/name_lookup.hpp"
#include "proxy/acs/udp/nat_binding.hpp"
#include "proxy/acs/udp/udp_connection_request.hpp"
#include "proxy/base/lifetime.hpp"
#include "proxy/config/config.hpp"

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
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
  class Dependencies {
   public:
    /// An ACS has sent a valid connection request.
    virtual void requested() = 0;
    /// `address`: "203.0.113.9:40000"; empty: there is none, or it is unknown.
    virtual void address_changed(const std::string& address, bool nat_detected) = 0;

   protected:
    ~Dependencies() = default;
  };

  /// Clock and dependencies outlive it.
  UdpListener(boost::asio::any_io_executor executor, const base::Clock& clock, Dependencies& dependencies);
  ~UdpListener() { stop(); }
  UdpListener(const UdpListener&) = delete;
  UdpListener& operator=(const UdpListener&) = delete;

  /// The credentials that connection requests must be signed with.
  void set_credentials(std::string username, config::Secret password) {
    requests_.set_credentials(std::move(username), std::move(password));
  }
  /// Listens as the settings say. Equal settings change nothing.
  void start(Settings settings);
  void stop();
  /// Begins the binding anew if our address has changed.
  void look_again();
  const ConnectionRequestCounts& counts() const { return counts_; }
  /// The time of day was set.
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
  Dependencies& dependencies_;
  Settings settings_;
  NatBinding binding_;
  UdpConnectionRequests requests_;
  ConnectionRequestCounts counts_;
  NameLookup names_;
  Socket primary_;
  Socket secondary_;
  boost::asio::steady_timer timer_;
  std::optional<UdpEndpoint> server_;
  std::optional<UdpEndpoint> local_;  ///< our address towards the server, as of the last check
  std::vector<NatBinding::Datagram> unsent_;
  std::string address_;
  bool nat_detected_ = false;
  bool running_ = false;
  base::Lifetime lifetime_;
};

}  // namespace proxy::acs
