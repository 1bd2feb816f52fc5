// SPDX-License-Identifier: Apache-2.0
#pragma once
// Texts from outside, made fit for a parameter of a given length.
// Thread: pure

#include <cstddef>
#include <string>
#include <string_view>

namespace proxy::gateway {

/// Legal text of at most so many characters.
std::string shortened(std::string_view text, std::size_t characters);

}  // namespace proxy::gateway
