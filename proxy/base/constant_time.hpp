// SPDX-License-Identifier: Apache-2.0
#pragma once
// The comparison of a received secret with the right one: its time does not depend on where they differ.
// Thread: pure

#include <cstddef>
#include <string_view>

namespace proxy::base {

/// Takes as long for a wrong first character as for a wrong last one: the time depends on the length of `given` alone.
inline bool same_secret(std::string_view expected, std::string_view given) {
  unsigned difference = expected.size() == given.size() ? 0 : 1;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const char other = expected.empty() ? '\0' : expected[i % expected.size()];
    difference |= static_cast<unsigned>(static_cast<unsigned char>(other) ^ static_cast<unsigned char>(given[i]));
  }
  return difference == 0;
}

}  // namespace proxy::base
