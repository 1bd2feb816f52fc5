// SPDX-License-Identifier: Apache-2.0
#pragma once
// The comparison of a received secret with the right one: its time does not depend on where they differ.
// Thread: pure

#include <cstddef>
#include <string_view>

namespace proxy::acs {

/// Takes as long for a wrong first character as for a wrong last one. Their length is no secret.
inline bool same_digest(std::string_view expected, std::string_view given) {
  if (expected.size() != given.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < expected.size(); ++i)
    difference |= static_cast<unsigned>(static_cast<unsigned char>(expected[i]) ^ static_cast<unsigned char>(given[i]));
  return difference == 0;
}

/// The same of texts of any length, such as user names: the time depends on the length of the given one alone.
inline bool same_name(std::string_view expected, std::string_view given) {
  unsigned difference = expected.size() == given.size() ? 0 : 1;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const char other = expected.empty() ? '\0' : expected[i % expected.size()];
    difference |= static_cast<unsigned>(static_cast<unsigned char>(other) ^ static_cast<unsigned char>(given[i]));
  }
  return difference == 0;
}

}  // namespace proxy::acs
