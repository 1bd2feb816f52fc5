// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs the loop of what is tested on the thread of the test.
// Thread: any one thread at a time

#include <boost/asio/io_context.hpp>

#include <chrono>

namespace tests::support {

/// Runs the loop until the condition holds. False: it did not in time.
template <class Condition>
bool run_until(boost::asio::io_context& loop, Condition condition,
               std::chrono::seconds deadline = std::chrono::seconds{30}) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    if (loop.stopped()) loop.restart();
    loop.run_one_for(std::chrono::milliseconds{20});
  }
  return true;
}

}  // namespace tests::support
