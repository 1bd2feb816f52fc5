// SPDX-License-Identifier: Apache-2.0
#include "adapters/io/descriptor.hpp"

#include <unistd.h>

#include <utility>

namespace adapters::io {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this == &other) return *this;
  if (number_ >= 0) ::close(number_);
  number_ = other.release();
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

int Descriptor::release() { return std::exchange(number_, -1); }

}  // namespace adapters::io
