// SPDX-License-Identifier: Apache-2.0
#pragma once
// The values that one adapter publishes: each is checked against its cell, and brought to its type's canonical form.
// Thread: any

#include "proxy/plugin/abi/board/host_board.hpp"

#include <cstddef>
#include <optional>

namespace proxy::plugin {

class PublishedValues {
 public:
  static constexpr std::size_t kMaxValue = 64 * 1024;  ///< bytes

  /// The board outlives the object.
  explicit PublishedValues(HostBoard& board) : board_(board) {}

  /// As publish() or publish_retained() of `struct adapter_host`; `values` may be null.
  void publish(const adapter_value* values, std::size_t count, bool are_retained) noexcept;
  /// As contact().
  void contact(adapter_handle device) noexcept;

 private:
  /// How a cell's values are read: by the type of its column, or by the class of its capability.
  struct Reading {
    model::Type type;
    std::optional<adapter_capability_class> capability_class;
  };
  std::optional<Reading> reading(CellHandle cell);
  void publish_one(const adapter_value& value, bool is_retained);

  HostBoard& board_;
};

}  // namespace proxy::plugin
