// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.ManagementServer.: how this endpoint and its ACS meet. The configuration gives the values, an ACS may set
// them, and Settings is what holds now.
// Spec: TR-181 Issue 2 Amendment 17, Device.ManagementServer.; TR-069 Amendment 6, 3.2.1.1 (retry), 3.2.2
// Thread: loop. Nothing here is called while the tree is frozen.

#include "proxy/config/config.hpp"
#include "proxy/gateway/management_server/lightweight_parameters.hpp"
#include "proxy/gateway/management_server/nat_parameters.hpp"
#include "proxy/gateway/own_parameters.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::gateway {

/// The values in effect.
struct Settings {
  config::Acs acs;
  config::ConnectionRequest connection_request;
  /// The phase of periodic Informs; none: any will do.
  std::optional<std::chrono::sys_seconds> periodic_inform_time;
  /// At least this long from the end of a session to one that an active notification asks for.
  std::chrono::seconds active_notification_throttle{0};
  NatSettings nat = {};
  LightweightSettings lightweight = {};
  bool operator==(const Settings&) const = default;
};

/// What the network says about the ACS.
struct DiscoveredServer {
  std::string url;
  std::optional<std::chrono::seconds> retry_minimum_wait = {};
  std::optional<unsigned> retry_interval_multiplier = {};
};

class ManagementServer final : private OwnParameters::Dependencies {
 public:
  /// Called after a change, with what held before; settings() has what holds now.
  using Listener = std::function<void(const Settings& before)>;

  /// Declares all but its tables.
  ManagementServer(model::Tree& tree, state::Store& store, const config::Acs& acs,
                   const config::ConnectionRequest& connection_request);
  ManagementServer(const ManagementServer&) = delete;
  ManagementServer& operator=(const ManagementServer&) = delete;

  const Settings& settings() const { return settings_; }
  void on_change(Listener listener) { listeners_.push_back(std::move(listener)); }

  /// Holds in place of what is configured, until the ACS sets something else.
  void set_discovered(const DiscoveredServer& server, model::Origin origin);
  /// Whether the ACS or an operator has set the URL.
  bool url_is_set() const { return parameters_.is_set(acs_url_); }
  /// Goes back to the URL that was discovered, or configured.
  void forget_set_url();

  /// What to advertise; it reads as empty while connection requests are disabled. A change of it notifies, except at
  /// the start: whether it differs from what the ACS knows is for the caller to see.
  void set_connection_request_url(std::string url, model::Origin origin = model::Origin::local);
  /// Shows where the ACS can call over UDP; changes notify.
  void set_udp_address(std::string address, bool nat_detected) { nat_.show(std::move(address), nat_detected); }
  /// Shows it; the store is the caller's, whose transaction it belongs to.
  void set_parameter_key(std::string key);

 private:
  void declare_session_parameters(const config::Acs& acs);
  void declare_compression(config::HttpCompression configured);
  void declare_connection_request_parameters(const config::ConnectionRequest& connection_request);
  void declare_addressing_parameters();
  std::string refusal(const model::Assignment& assignment) const override;
  void changed() override;
  void read_settings();
  void show_connection_request_url(model::Origin origin);

  model::Tree& tree_;
  Settings settings_;
  std::string connection_request_url_;
  std::vector<Listener> listeners_;
  OwnParameters parameters_;
  NatParameters nat_;
  LightweightParameters lightweight_;
  model::ParameterRef acs_url_, username_, password_;
  model::ParameterRef periodic_enable_, periodic_interval_, periodic_time_;
  model::ParameterRef throttle_, retry_wait_, retry_multiplier_, compression_;
  model::ParameterRef request_enable_, request_url_, request_username_, request_password_;
  model::ParameterRef parameter_key_;
};

}  // namespace proxy::gateway
