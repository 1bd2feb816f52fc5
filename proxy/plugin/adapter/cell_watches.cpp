// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/adapter/cell_watches.hpp"

#include <utility>
#include <vector>

namespace proxy::plugin {

void CellWatches::watch(CellHandle cell, Watcher watcher) {
  if (const auto present = watchers_.find(cell); present != watchers_.end()) {
    const auto ended = std::exchange(present->second, std::move(watcher)).ended;
    if (ended) ended();
    return;
  }
  watchers_[cell] = std::move(watcher);
  board_.watch(cell);
}

void CellWatches::unwatch(CellHandle cell) {
  if (watchers_.erase(cell) != 0) board_.unwatch(cell);
}

bool CellWatches::published(CellHandle cell, const std::string& value) {
  const auto watcher = watchers_.find(cell);
  if (watcher == watchers_.end()) return false;
  const auto published = watcher->second.published;  // the call may end the watch
  return published(value);
}

void CellWatches::end_row(adapter_handle row) {
  std::vector<CellHandle> cells;
  for (auto watcher = watchers_.lower_bound({row, ADAPTER_NONE});
       watcher != watchers_.end() && watcher->first.row == row; ++watcher) {
    cells.push_back(watcher->first);
  }
  for (const CellHandle cell : cells) {
    const auto ended = watchers_[cell].ended;
    unwatch(cell);
    if (ended) ended();
  }
}

void CellWatches::end_all() {
  for (auto& [cell, watcher] : std::exchange(watchers_, {})) {
    if (watcher.ended) watcher.ended();
  }
}

}  // namespace proxy::plugin
