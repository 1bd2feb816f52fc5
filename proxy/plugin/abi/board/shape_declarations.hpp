// SPDX-License-Identifier: Apache-2.0
#pragma once
// The declarations of one adapter in the standard shape: shown devices, their capabilities, and what is not shown.
// Thread: any

#include "proxy/plugin/abi/board/host_board.hpp"
#include "proxy/plugin/devices/device_log.hpp"

#include <string>

namespace proxy::plugin {

class ShapeDeclarations {
 public:
  /// Board and log outlive the object. `oui` is the gateway's, for the words that TR-181 does not have.
  ShapeDeclarations(HostBoard& board, DeviceLog& log, std::string oui)
      : board_(board), log_(log), oui_(std::move(oui)) {}

  // As the functions of `struct adapter_host`, with pointers that may be null.
  adapter_handle show_device(adapter_handle device, const adapter_device_facts* facts) noexcept;
  adapter_handle capability(adapter_handle device, const adapter_capability* given) noexcept;
  adapter_handle known_capability(adapter_handle device, const adapter_capability* given) noexcept;
  void notify_online(adapter_handle device, std::uint32_t notify) noexcept;
  void skipped(const char* identity, const char* reason) noexcept;

 private:
  adapter_handle capability(adapter_handle device, const adapter_capability* given, bool only_known) noexcept;

  HostBoard& board_;
  DeviceLog& log_;
  const std::string oui_;
};

}  // namespace proxy::plugin
