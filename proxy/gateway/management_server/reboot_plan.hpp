// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.ManagementServer.ScheduleReboot and DelayReboot: a reboot at a later time.
// Spec: TR-181 Issue 2 Amendment 17, Device.ManagementServer.ScheduleReboot, DelayReboot
// Thread: loop. Nothing here is called while the tree is frozen.

#include "proxy/gateway/own_parameters.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace proxy::gateway {

class RebootPlan final : private OwnParameters::Dependencies {
 public:
  /// Declares both. A start removes the delay: DelayReboot is -1 again.
  RebootPlan(model::Tree& tree, state::Store& store);
  RebootPlan(const RebootPlan&) = delete;
  RebootPlan& operator=(const RebootPlan&) = delete;

  /// The time of ScheduleReboot; none: Unknown Time.
  std::optional<std::chrono::sys_seconds> time() const;
  /// The delay of DelayReboot; none: -1.
  std::optional<std::chrono::seconds> delay() const;
  /// How often one of the two was set. A delay that is set again starts again.
  unsigned times_set() const { return times_set_; }
  void on_change(std::function<void()> listener) { listener_ = std::move(listener); }

  /// Removes the delay, after a restart of the endpoint.
  void forget_delay();

 private:
  std::string refusal(const model::Assignment& assignment) const override;
  void changed() override;

  model::Tree& tree_;
  state::Store& store_;
  OwnParameters parameters_;
  model::ParameterRef time_, delay_;
  unsigned times_set_ = 0;
  std::function<void()> listener_;
};

}  // namespace proxy::gateway
