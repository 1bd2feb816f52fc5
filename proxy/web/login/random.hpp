// SPDX-License-Identifier: Apache-2.0
#pragma once
// Random texts that cannot be guessed.
// Thread: any

#include <cstddef>
#include <string>

namespace proxy::web {

/// `bytes` random bytes of the kernel as hex digits. Throws std::system_error if the kernel has none.
std::string random_hex(std::size_t bytes);

}  // namespace proxy::web
