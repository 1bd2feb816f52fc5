// SPDX-License-Identifier: Apache-2.0
#pragma once
// How long the host waits for what. The numbers are the design's; a test shortens them.
// Thread: any

#include <array>
#include <chrono>

namespace proxy::plugin {

struct Timeouts {
  std::chrono::milliseconds get{2'000};
  std::chrono::milliseconds check{2'000};
  std::chrono::milliseconds object{5'000};        ///< adding and deleting a row
  std::chrono::milliseconds file{60'000};         ///< taking a downloaded file
  std::chrono::milliseconds confirm{5'000};       ///< of a column that does not say
  std::chrono::milliseconds most_of_rpc{20'000};  ///< what a column says, at most
  /// In which an adapter shows the devices again that an earlier run knew; then the presence of the others is unknown.
  std::chrono::milliseconds show_known{120'000};
  /// When a set that is not confirmed is sent again; the last one for ever.
  std::array<std::chrono::milliseconds, 5> retry{std::chrono::milliseconds{2'000}, std::chrono::milliseconds{4'000},
                                                 std::chrono::milliseconds{8'000}, std::chrono::milliseconds{16'000},
                                                 std::chrono::milliseconds{30'000}};

  /// The longest that any request of an ACS may take: a set that is checked, sent, and set back as another source
  /// refuses its part.
  std::chrono::milliseconds longest_answer() const { return check + 2 * most_of_rpc; }
};

}  // namespace proxy::plugin
