// SPDX-License-Identifier: Apache-2.0
#pragma once
// Unpredictable bytes, for nonces and transaction ids.
// Thread: any

#include <cstddef>
#include <random>
#include <string>

namespace proxy::acs {

inline std::string random_bytes(std::size_t count) {
  std::random_device device;
  std::string bytes;
  while (bytes.size() < count) bytes.push_back(static_cast<char>(device() & 0xff));
  return bytes;
}

}  // namespace proxy::acs
