// SPDX-License-Identifier: Apache-2.0
#pragma once
// Freezing: rows and values stay as they are while an answer is being sent, and any thread may read them.
// Thread: loop

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace proxy::model {

class Freezable {
 public:
  /// While one lives, the tree refuses every change.
  class Freeze {
   public:
    explicit Freeze(Freezable& tree) : tree_(&tree) { ++tree_->freezes_; }
    Freeze(Freeze&& other) noexcept : tree_(std::exchange(other.tree_, nullptr)) {}
    Freeze& operator=(Freeze&&) = delete;
    ~Freeze();

   private:
    Freezable* tree_;
  };

  bool frozen() const { return freezes_ > 0; }
  /// Calls back at once, or as soon as the tree is no longer frozen, in the order of the calls.
  void when_thawed(std::function<void()> callback);

 protected:
  ~Freezable() = default;
  /// True while frozen: the caller must not change anything. Logs the change that was refused, since a caller that does
  /// not use when_thawed() is a defect of ours. Checked in all builds: another thread may be reading.
  bool refuses(std::string_view change) const { return frozen() && refused(change); }

 private:
  bool refused(std::string_view change) const;
  void thaw();

  std::vector<std::function<void()>> waiting_;
  unsigned freezes_ = 0;
};

}  // namespace proxy::model
