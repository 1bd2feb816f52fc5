// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.ManagementServer.ScheduleReboot and DelayReboot: when the ACS wants a restart that it does not wait for.
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
  /// Declares both. This is a start: the delay is none, whatever was set before.
  RebootPlan(model::Tree& tree, state::Store& store);
  RebootPlan(const RebootPlan&) = delete;
  RebootPlan& operator=(const RebootPlan&) = delete;

  /// None: Unknown Time.
  std::optional<std::chrono::sys_seconds> time() const;
  /// None: -1.
  std::optional<std::chrono::seconds> delay() const;
  /// How often one of the two was set: a delay that is set again counts anew.
  unsigned times_set() const { return times_set_; }
  void on_change(std::function<void()> listener) { listener_ = std::move(listener); }

  /// The endpoint has restarted: the delay is none again.
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
