// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parameters of Device.ManagementServer. for connection requests through a NAT: the STUN settings and the detected
// address.
// Spec: TR-181 Issue 2 Amendment 17, Device.ManagementServer. (STUN..., NATDetected, UDPConnectionRequestAddress);
// TR-069 Amendment 6, Annex G
// Thread: loop. Nothing here is called while the tree is frozen.

#include "proxy/config/secret.hpp"
#include "proxy/gateway/own_parameters.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace proxy::gateway {

struct NatSettings {
  bool stun_enable = false;
  std::string server;  ///< empty: the host of the ACS
  std::uint16_t server_port = 3478;
  std::string username;
  config::Secret password;
  std::chrono::seconds minimum_keep_alive{20};
  std::optional<std::chrono::seconds> maximum_keep_alive;
  bool operator==(const NatSettings&) const = default;
};

class NatParameters {
 public:
  /// Declares them among the parameters of ManagementServer, which outlive this object and pass sets on.
  NatParameters(model::Tree& tree, OwnParameters& parameters);

  NatSettings read() const;
  /// What is wrong with a value for one of these parameters; empty: nothing.
  std::string refusal(const model::Assignment& assignment) const;
  /// Shows the address for UDP connection requests; empty: not known.
  void show(std::string address, bool nat_detected);

 private:
  model::Tree& tree_;
  model::ParameterRef enable_, server_, port_, username_, password_, minimum_, maximum_;
  model::ParameterRef address_, nat_detected_;
};

}  // namespace proxy::gateway
