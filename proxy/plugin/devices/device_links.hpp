// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which device each row of one adapter belongs to, and whether a set can reach it.
// Thread: loop, while the tree is not frozen

#include "proxy/plugin/abi/board/host_board.hpp"
#include "proxy/plugin/abi/message.hpp"
#include "proxy/plugin/adapter/subtree.hpp"
#include "proxy/plugin/devices/devices.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace proxy::plugin {

class DeviceLinks {
 public:
  /// All of these outlive the object.
  DeviceLinks(HostBoard& board, Subtree& subtree, Devices& devices)
      : board_(board), subtree_(subtree), devices_(devices) {}

  /// The adapter has added the row, or claimed a known one. `device` may be ADAPTER_NONE.
  void row_added(adapter_handle row, Subtree::RowEntry& entry, adapter_handle device);
  /// The row has come back from the store, with the text that row_added() kept for its device. The device is shown
  /// together with the row, although the adapter has not declared it yet.
  void row_remembered(adapter_handle row, Subtree::RowEntry& entry, const std::string& device);
  void row_going(adapter_handle row, const Subtree::RowEntry& entry);

  /// The presence of the adapter (ADAPTER_MOUNT), a row or a device. Returns the device that it is the presence of, or
  /// ADAPTER_NONE.
  adapter_handle set_presence(adapter_handle of, adapter_presence presence);
  bool is_adapter_offline() const { return adapter_presence_ == ADAPTER_OFFLINE; }

  /// The device of the cell's row, or of the nearest row above that has one; ADAPTER_NONE if none has.
  adapter_handle device_of(CellHandle cell) const;
  /// A set cannot reach the cell: its adapter, device or row is offline, or the adapter has not claimed its row yet.
  bool unreachable(CellHandle cell) const { return !away(cell).reason.empty(); }
  /// Why, as text: "the device is offline since 2026-11-30T10:15:30Z". Empty if a set can reach it.
  std::string why_unreachable(CellHandle cell) const;

 private:
  /// Why and since when a set cannot reach a cell.
  struct Away {
    std::string_view reason;  ///< empty: a set can reach it
    std::optional<base::SystemTime> since = {};
  };

  Away away(CellHandle cell) const;
  void link(adapter_handle row, Subtree::RowEntry& entry, adapter_handle device);

  HostBoard& board_;
  Subtree& subtree_;
  Devices& devices_;
  adapter_presence adapter_presence_ = ADAPTER_UNKNOWN;
};

}  // namespace proxy::plugin
