// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parameters of Device.ManagementServer. for lightweight notifications.
// Spec: TR-181 Issue 2 Amendment 17, Device.ManagementServer. (LightweightNotification..., UDPLightweight...);
// TR-069 Amendment 6, Annex M
// Thread: loop. Nothing here is called while the tree is frozen.

#include "proxy/gateway/own_parameters.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace proxy::gateway {

struct LightweightSettings {
  bool over_udp = false;
  std::string host;  ///< empty: the host of the ACS
  std::uint16_t port = 7547;
  std::chrono::seconds trigger_interval{0};  ///< 0: no trigger
  /// The phase of the trigger; none: any phase.
  std::optional<std::chrono::sys_seconds> trigger_time;
  bool operator==(const LightweightSettings&) const = default;
};

class LightweightParameters {
 public:
  /// Declares them among the parameters of ManagementServer, which outlive this object and pass sets on.
  LightweightParameters(model::Tree& tree, OwnParameters& parameters);

  LightweightSettings read() const;
  /// What is wrong with a value for one of these parameters; empty: nothing.
  std::string refusal(const model::Assignment& assignment) const;

 private:
  model::Tree& tree_;
  model::ParameterRef used_, host_, port_, interval_, time_;
};

}  // namespace proxy::gateway
