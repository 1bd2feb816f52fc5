// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.ManagementServer.AutonomousTransferCompletePolicy.: which transfers are reported that no ACS has requested.
// Spec: TR-181 Issue 2 Amendment 17, Device.ManagementServer.AutonomousTransferCompletePolicy.
// Thread: loop. Nothing here is called while the tree is frozen.

#include "proxy/gateway/own_parameters.hpp"

#include <string>
#include <string_view>

namespace proxy::gateway {

class AutonomousTransferPolicy final : private OwnParameters::Dependencies {
 public:
  /// Declares its parameters.
  AutonomousTransferPolicy(model::Tree& tree, state::Store& store);
  AutonomousTransferPolicy(const AutonomousTransferPolicy&) = delete;
  AutonomousTransferPolicy& operator=(const AutonomousTransferPolicy&) = delete;

  /// Whether the ACS is to be notified of the end of such a transfer.
  bool is_reported(bool is_download, std::string_view file_type, bool successful) const;

 private:
  std::string refusal(const model::Assignment& assignment) const override;

  model::Tree& tree_;
  OwnParameters parameters_;
  model::ParameterRef enable_, transfer_types_, result_types_, file_types_;
};

}  // namespace proxy::gateway
