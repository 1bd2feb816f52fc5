// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tells when the time of day was set: by NTP after the start of a gateway that has no clock of its own, or by hand.
// Thread: loop

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <functional>

namespace proxy::daemon {

class ClockWatch {
 public:
  /// `was_set` is called on the loop, until the watch goes.
  ClockWatch(boost::asio::io_context& loop, std::function<void()> was_set);

 private:
  void watch();

  boost::asio::posix::stream_descriptor timer_;
  std::function<void()> was_set_;
};

}  // namespace proxy::daemon
