// SPDX-License-Identifier: Apache-2.0
#pragma once
// Owns a file descriptor.
// Thread: one at a time

namespace adapters::io {

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int get() const { return number_; }
  /// The caller closes it from now on.
  int release();
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

}  // namespace adapters::io
