// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.ManagementServer.HeartbeatPolicy.: whether and when heartbeat Informs tell the ACS that the endpoint is alive.
// A heartbeat carries nothing else.
// Spec: TR-069 Amendment 6, Annex O; TR-181 Issue 2 Amendment 17, Device.ManagementServer.HeartbeatPolicy.
// Thread: loop. Nothing here is called while the tree is frozen.

#include "proxy/gateway/own_parameters.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace proxy::gateway {

class HeartbeatPolicy final : private OwnParameters::Dependencies {
 public:
  /// Declares the parameters; disabled until an ACS enables it.
  HeartbeatPolicy(model::Tree& tree, state::Store& store);
  HeartbeatPolicy(const HeartbeatPolicy&) = delete;
  HeartbeatPolicy& operator=(const HeartbeatPolicy&) = delete;

  bool enabled() const;
  std::chrono::seconds reporting_interval() const;
  /// The phase of the heartbeats; none: any phase.
  std::optional<std::chrono::sys_seconds> initiation_time() const;
  void on_change(std::function<void()> listener) { listener_ = std::move(listener); }

 private:
  std::string refusal(const model::Assignment& assignment) const override;
  void changed() override;

  model::Tree& tree_;
  OwnParameters parameters_;
  model::ParameterRef enable_, interval_, time_;
  std::function<void()> listener_;
};

}  // namespace proxy::gateway
