// SPDX-License-Identifier: Apache-2.0
#pragma once
// How long the host waits for an adapter. Tests shorten these times.
// Thread: any

#include <array>
#include <chrono>

namespace proxy::plugin {

struct Timeouts {
  std::chrono::milliseconds get{2'000};
  std::chrono::milliseconds check{2'000};
  std::chrono::milliseconds object{5'000};        ///< adding and deleting a row
  std::chrono::milliseconds file{60'000};         ///< taking a downloaded file
  std::chrono::milliseconds confirm{5'000};       ///< of a set, unless its column has a time of its own
  std::chrono::milliseconds max_confirm{20'000};  ///< bounds the time of a column
  /// An adapter has this time to show the devices again that an earlier run knew. Then the presence of the others is
  /// Unknown.
  std::chrono::milliseconds show_known{120'000};
  /// The waits before a set that is not confirmed is sent again. The last one is repeated without an end.
  std::array<std::chrono::milliseconds, 5> retry{std::chrono::milliseconds{2'000}, std::chrono::milliseconds{4'000},
                                                 std::chrono::milliseconds{8'000}, std::chrono::milliseconds{16'000},
                                                 std::chrono::milliseconds{30'000}};

  /// How long a set of values takes at most: its check, its confirmation, and its rollback where another source refuses
  /// its part. Rows that the set makes (AutoCreateInstances) come on top, `object` for each.
  std::chrono::milliseconds longest_answer() const { return check + 2 * max_confirm; }
};

}  // namespace proxy::plugin
