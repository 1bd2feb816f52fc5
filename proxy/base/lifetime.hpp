// SPDX-License-Identifier: Apache-2.0
#pragma once
// Callbacks that must not run after their object is gone.
// Thread: loop

#include <memory>
#include <utility>

namespace proxy::base {

/// A member of a class whose callbacks may be in a queue when the object goes: cancelling a timer or a socket does not
/// take back a callback that is already queued. Declare it last, so that it goes first.
class Lifetime {
 public:
  Lifetime() = default;
  Lifetime(const Lifetime&) = delete;
  Lifetime& operator=(const Lifetime&) = delete;

  /// `callback`, which does nothing once this object is destroyed or `restart()` was called. The callback and its
  /// guard run on one thread, that of the object.
  template <class Callback>
  auto guard(Callback callback) const {
    return [alive = std::weak_ptr<const int>(token_), callback = std::move(callback)](auto&&... arguments) mutable {
      if (!alive.expired()) callback(std::forward<decltype(arguments)>(arguments)...);
    };
  }

  /// Ends all callbacks that are guarded so far.
  void restart() { token_ = std::make_shared<const int>(0); }

 private:
  std::shared_ptr<const int> token_ = std::make_shared<const int>(0);
};

}  // namespace proxy::base
