// SPDX-License-Identifier: Apache-2.0
#pragma once
// Notifies when the system clock is set: by NTP after the start of a gateway without a battery, or by hand.
// Thread: loop

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <functional>

namespace proxy::daemon {

class ClockWatch {
 public:
  /// Calls `was_set` on the loop, until this object is destroyed.
  ClockWatch(boost::asio::io_context& loop, std::function<void()> was_set);

 private:
  void watch();

  boost::asio::posix::stream_descriptor timer_;
  std::function<void()> was_set_;
};

}  // namespace proxy::daemon
