// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/tree/freezable.hpp"

#include "proxy/base/log.hpp"

#include <cstddef>
#include <iterator>

namespace proxy::model {

Freezable::Freeze::~Freeze() {
  if (tree_ && --tree_->freezes_ == 0) tree_->thaw();
}

void Freezable::thaw() {
  auto waiting = std::exchange(waiting_, {});
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (frozen()) {
      // One of them froze it again: the rest go on waiting, before those that came meanwhile.
      waiting_.insert(waiting_.begin(), std::make_move_iterator(waiting.begin() + static_cast<std::ptrdiff_t>(i)),
                      std::make_move_iterator(waiting.end()));
      return;
    }
    waiting[i]();
  }
}

void Freezable::when_thawed(std::function<void()> callback) {
  if (frozen()) {
    waiting_.push_back(std::move(callback));
  } else {
    callback();
  }
}

bool Freezable::refused(std::string_view change) const {
  base::log::error("model.tree.change_refused", "the tree is frozen while an answer is sent: {} is refused", change);
  return true;
}

}  // namespace proxy::model
