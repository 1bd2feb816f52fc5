// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.ManagementServer.: how this endpoint and its ACS connect. The configuration has the initial values, an ACS may
// set them, and Settings has the values in effect.
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
  /// The phase of periodic Informs; none: any phase.
  std::optional<std::chrono::sys_seconds> periodic_inform_time = {};
  NatSettings nat = {};
  LightweightSettings lightweight = {};
  bool operator==(const Settings&) const = default;
};

/// What discovery (DHCP) has found about the ACS.
struct DiscoveredServer {
  std::string url;
  std::optional<std::chrono::seconds> retry_minimum_wait = {};
  std::optional<unsigned> retry_interval_multiplier = {};
};

class ManagementServer final : private OwnParameters::Dependencies {
 public:
  /// Called after a change, with the settings before it; settings() has the new ones.
  using Listener = std::function<void(const Settings& before)>;

  /// Declares the parameters, but not the tables.
  ManagementServer(model::Tree& tree, state::Store& store, const config::Acs& acs,
                   const config::ConnectionRequest& connection_request);
  ManagementServer(const ManagementServer&) = delete;
  ManagementServer& operator=(const ManagementServer&) = delete;

  const Settings& settings() const { return settings_; }
  void on_change(Listener listener) { listeners_.push_back(std::move(listener)); }

  /// Uses the discovered values in place of the configured ones, until the ACS sets others.
  void set_discovered(const DiscoveredServer& server, model::Origin origin);
  /// Whether the ACS or an operator has set the URL.
  bool url_is_set() const { return parameters_.is_set(acs_url_); }
  /// Returns to the discovered or configured URL.
  void forget_set_url();

  /// Sets ConnectionRequestURL, which is empty while connection requests are disabled. A change notifies, except at the
  /// start: there the caller compares it with the URL that the ACS knows.
  void set_connection_request_url(std::string url, model::Origin origin = model::Origin::local);
  /// Shows the address for UDP connection requests. Changes notify.
  void set_udp_address(std::string address, bool nat_detected) { nat_.show(std::move(address), nat_detected); }

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
};

}  // namespace proxy::gateway
