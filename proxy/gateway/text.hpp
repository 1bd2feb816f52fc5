// SPDX-License-Identifier: Apache-2.0
#pragma once
// Texts of parameters: those from outside made fit, lists taken apart, numbers read.
// Spec: TR-106, section 3.2.3 (comma-separated lists)
// Thread: pure

#include "proxy/model/value.hpp"

#include <charconv>
#include <concepts>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace proxy::gateway {

using model::shortened;

/// Whether each item of a comma-separated list is `good`, the white space around it left out. A list of white space
/// alone is empty.
bool all_of_list(std::string_view list, const std::function<bool(std::string_view item)>& good,
                 std::string_view white = " \t\r\n");

/// The number of a canonical integer, which fits.
template <std::integral Number>
Number number(std::string_view canonical) {
  Number value{};
  std::from_chars(canonical.data(), canonical.data() + canonical.size(), value);
  return value;
}

}  // namespace proxy::gateway
