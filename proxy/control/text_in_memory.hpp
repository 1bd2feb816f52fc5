// SPDX-License-Identifier: Apache-2.0
#pragma once
// A text as a file that is in no folder: what another program reads, and nothing is left of it.
// Thread: any

#include <string>
#include <string_view>

namespace proxy::control {

class TextInMemory {
 public:
  /// Throws std::system_error.
  explicit TextInMemory(std::string_view text);
  TextInMemory(const TextInMemory&) = delete;
  TextInMemory& operator=(const TextInMemory&) = delete;
  ~TextInMemory();

  /// At the beginning of the text. A program that this one executes inherits it.
  int descriptor() const { return descriptor_; }
  /// By which such a program opens it.
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

}  // namespace proxy::control
