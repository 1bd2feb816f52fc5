// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether what was set has reached its device.
// Spec: TR-181 Issue 2 Amendment 17, Device.ManagementServer.EmbeddedDevice.{i}.CommandProcessed
// Thread: pure

#include <cstdint>
#include <string_view>

namespace proxy::model {

enum class CommandState : std::uint8_t { pending, retrying, success, error };

/// The word of CommandProcessed.
constexpr std::string_view to_string(CommandState state) {
  switch (state) {
    case CommandState::pending: return "Pending";
    case CommandState::retrying: return "Retrying";
    case CommandState::success: return "Success";
    case CommandState::error: break;
  }
  return "Error";
}

}  // namespace proxy::model
