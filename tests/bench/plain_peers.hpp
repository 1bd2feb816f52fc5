// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the daemon is measured against: the same work done by the bare libraries.
// Thread: any

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "tests/acs/scripted_acs.hpp"

namespace tests::bench {

/// One answer of GetParameterValues, taken apart.
struct ValueText {
  std::string name, type, value;
};
std::vector<ValueText> values_in(const std::string& envelope);

/// Appends the same values as an envelope to a string, and returns how long that took.
std::chrono::nanoseconds write_envelope(const std::vector<ValueText>& values);

/// Posts the body `rounds` times over one connection with libcurl; the times from the server's reply before each to its
/// last byte, as acs::Message::round_trip() has them.
std::vector<std::chrono::nanoseconds> post_with_curl(const std::string& body, int rounds);

}  // namespace tests::bench
