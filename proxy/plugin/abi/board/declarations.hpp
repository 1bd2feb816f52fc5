// SPDX-License-Identifier: Apache-2.0
#pragma once
// The declarations of one adapter: devices, tables, columns, rows and their presence. Each call is checked, gets its
// handle at once, and leaves a message for the loop.
// Thread: any

#include "proxy/plugin/abi/board/host_board.hpp"

namespace proxy::plugin {

class Declarations {
 public:
  /// The board outlives the object.
  explicit Declarations(HostBoard& board) : board_(board) {}

  // As the functions of `struct adapter_host`, with pointers that may be null.
  adapter_handle device(const adapter_device* device) noexcept;
  void remove_device(adapter_handle device) noexcept;
  adapter_handle table(adapter_handle parent, const adapter_table* table) noexcept;
  adapter_handle column(adapter_handle parent, const adapter_column* column) noexcept;
  adapter_handle add_row(adapter_handle table, adapter_handle device, const char* identity) noexcept;
  void report(CellHandle cell, const adapter_report_rule* rule) noexcept;
  void remove_row(adapter_handle row) noexcept;
  void presence(adapter_handle of, std::uint32_t presence) noexcept;

 private:
  HostBoard& board_;
};

}  // namespace proxy::plugin
