// SPDX-License-Identifier: Apache-2.0
#pragma once
// Texts of parameters: shortened texts, lists, numbers.
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

/// Whether each item of a comma-separated list is `good`, without the white space around it. A list of only white space
/// is empty.
bool all_of_list(std::string_view list, const std::function<bool(std::string_view item)>& good,
                 std::string_view white = " \t\r\n");

/// The number of a canonical integer, which must fit into Number.
template <std::integral Number>
Number number(std::string_view canonical) {
  Number value{};
  std::from_chars(canonical.data(), canonical.data() + canonical.size(), value);
  return value;
}

}  // namespace proxy::gateway
