// SPDX-License-Identifier: Apache-2.0
#pragma once
// One alarm on the loop, which keeps Asio's headers from the classes that have one.
// Thread: loop

#include "proxy/base/clock.hpp"

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace proxy::plugin {

class Timer {
 public:
  /// `alarm` is called on the loop, never from within a function of this object and never after it is gone.
  Timer(boost::asio::io_context& loop, std::function<void()> alarm);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  /// One alarm at this time, instead of any set before.
  void set(base::SteadyTime time);
  void cancel();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace proxy::plugin
