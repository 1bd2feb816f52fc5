// SPDX-License-Identifier: Apache-2.0
#pragma once
// Delivers the messages of one adapter, from its board to the MessageHandler. It takes them in turns of bounded size,
// so that an ACS is served during a flood.
// Thread: loop, while the tree is not frozen

#include "proxy/base/clock.hpp"
#include "proxy/plugin/abi/adapter_object.hpp"
#include "proxy/plugin/abi/board/host_board.hpp"
#include "proxy/plugin/adapter/cell_watches.hpp"
#include "proxy/plugin/adapter/message_handler.hpp"
#include "proxy/state/store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace proxy::plugin {

class Delivery {
 public:
  static constexpr std::size_t kMaxPerTurn = 2'000;  ///< messages

  /// All of these outlive the object. `name` is the adapter's.
  Delivery(std::string name, state::Store& store, const base::Clock& clock, HostBoard& board,
           const AdapterObject& adapter, const CellWatches& watches, MessageHandler& handler);

  /// Takes one turn. False if no message waits any more, or the adapter has stopped. The caller keeps the adapter's
  /// instance alive meanwhile: a message may stop it.
  bool take_turn();

 private:
  bool is_answer(const Message& message) const;
  void log_dropped();

  const std::string name_;
  state::Store& store_;
  const base::Clock& clock_;
  HostBoard& board_;
  const AdapterObject& adapter_;
  const CellWatches& watches_;
  MessageHandler& handler_;
  std::size_t new_rows_ = 0;          ///< messages of new rows since the inbox was empty
  std::uint64_t dropped_logged_ = 0;  ///< the number of lost messages that the log has
  std::optional<base::SteadyTime> logged_at_;
};

}  // namespace proxy::plugin
