// SPDX-License-Identifier: Apache-2.0
#pragma once
// What one adapter reports about itself: how it fares, and its connection to a broker.
// Thread: any

#include "proxy/plugin/abi/board/host_board.hpp"

#include <cstdint>

namespace proxy::plugin {

class OverviewReports {
 public:
  /// The board outlives the object.
  explicit OverviewReports(HostBoard& board) : board_(board) {}

  // As the functions of `struct adapter_host`, with pointers that may be null.
  void status(std::uint32_t condition, const char* text) noexcept;
  void broker(const adapter_broker* given) noexcept;
  void max_packet(std::uint32_t bytes) noexcept;

 private:
  HostBoard& board_;
};

}  // namespace proxy::plugin
