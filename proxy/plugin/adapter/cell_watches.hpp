// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parameters of one adapter that a set waits for: the set sees each value that the device publishes, before the
// tree does.
// Thread: loop

#include "proxy/plugin/abi/board/host_board.hpp"
#include "proxy/plugin/abi/message.hpp"

#include <functional>
#include <map>
#include <string>

namespace proxy::plugin {

struct Watcher {
  /// The device has published a value, canonical. True if the value must not go into the tree.
  std::function<bool(const std::string& value)> published;
  /// The watch has ended: another watcher takes its place, or the parameter or the adapter is gone.
  std::function<void()> ended;
};

class CellWatches {
 public:
  /// The board outlives the object.
  explicit CellWatches(HostBoard& board) : board_(board) {}

  /// Takes the place of an earlier watcher.
  void watch(CellHandle cell, Watcher watcher);
  void unwatch(CellHandle cell);
  bool contains(CellHandle cell) const { return watchers_.contains(cell); }

  /// True if the value must not go into the tree.
  bool published(CellHandle cell, const std::string& value);
  /// Ends the watches of a row that is about to be removed.
  void end_row(adapter_handle row);
  /// Ends all watches; their values need no special place in the inbox any more.
  void end_all();

 private:
  HostBoard& board_;
  std::map<CellHandle, Watcher> watchers_;
};

}  // namespace proxy::plugin
