// SPDX-License-Identifier: Apache-2.0
#pragma once
// Contact between an endpoint and its ACS outside sessions: connection requests over HTTP and UDP, and lightweight
// notifications.
// Spec: TR-069 Amendment 6, 3.2.2 (connection requests), Annex G (UDP), Annex M (lightweight notifications)
// Thread: loop

#include "proxy/acs/connection_request/connection_request_service.hpp"
#include "proxy/acs/endpoint_settings.hpp"
#include "proxy/acs/udp/lightweight_notifier.hpp"
#include "proxy/acs/udp/udp_listener.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::acs {

class AcsContact final : private ConnectionRequestService::Dependencies, private UdpListener::Dependencies {
 public:
  /// The parameters that show how the ACS reaches the endpoint.
  class Dependencies : public LightweightNotifier::Dependencies {
   public:
    /// The ConnectionRequestURL has changed (empty: connection requests are off). The tree must show it, set with this
    /// origin.
    virtual void connection_request_url_changed(const std::string& url, model::Origin origin) = 0;
    /// The address for UDP connection requests has changed (empty: none, or it is unknown). By default no parameter
    /// shows it.
    virtual void udp_address_changed(const std::string& address, bool nat_detected);
    /// The document of this name below the path of the ConnectionRequestURL, for an ACS that has logged in. By default
    /// there is none.
    virtual std::optional<std::string> document(std::string_view /*name*/) { return std::nullopt; }

   protected:
    ~Dependencies() = default;
  };
  struct Components {
    boost::asio::any_io_executor executor;
    const base::Clock& clock;
    model::Tree& tree;
    model::ChangeTracker& changes;
  };

  /// `requested`: an ACS has sent a valid connection request. Components and dependencies outlive it.
  AcsContact(const Components& components, Dependencies& dependencies, std::function<void()> requested);

  /// `path`: of the ConnectionRequestURL; begins with a slash.
  void start(const EndpointSettings& settings, std::string path);
  void change(const EndpointSettings& settings);
  void stop();

  /// Before a session: tries again what could not be listened on, and looks for another address of ours.
  void look_again();
  /// Addresses or routes of this machine have changed.
  void network_changed();
  /// A connection to the ACS exists: our address, and the ACS's.
  void connected(const std::string& local, const std::string& peer) { connection_requests_.connected({local, peer}); }
  /// The time of day was set.
  void clock_moved();

  const ConnectionRequestCounts& http_requests() const { return connection_requests_.counts(); }
  const ConnectionRequestCounts& udp_requests() const { return udp_listener_.counts(); }
  std::uint64_t lightweight_notifications() const { return lightweight_.sent(); }
  const std::string& connection_request_url() const { return connection_requests_.url(); }

 private:
  void requested() override { requested_(); }
  std::optional<std::string> document(std::string_view name) override { return dependencies_.document(name); }
  void url_changed(const std::string& url, model::Origin origin) override;
  void address_changed(const std::string& address, bool nat_detected) override;
  void start_udp(const EndpointSettings& settings);

  Dependencies& dependencies_;
  std::function<void()> requested_;
  ConnectionRequestService connection_requests_;
  UdpListener udp_listener_;
  LightweightNotifier lightweight_;
};

}  // namespace proxy::acs
