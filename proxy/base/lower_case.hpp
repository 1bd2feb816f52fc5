// SPDX-License-Identifier: Apache-2.0
#pragma once
// Words that are compared without regard to case.
// Thread: pure

#include <string>
#include <string_view>

namespace proxy::base {

/// The text with lower case letters of ASCII in place of capital ones, in every locale.
std::string lower_case(std::string_view text);

}  // namespace proxy::base
