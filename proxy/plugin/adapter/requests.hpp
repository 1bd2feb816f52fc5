// SPDX-License-Identifier: Apache-2.0
#pragma once
// What one adapter was asked and has yet to answer: each item has a token and a deadline, and comes to exactly one end.
// Late, double and unknown answers are harmless.
// Thread: loop

#include "adapters/sdk/adapter_abi.h"
#include "proxy/base/clock.hpp"
#include "proxy/plugin/adapter/timer.hpp"

#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace proxy::plugin {

struct Answer {
  enum class Kind {
    reply,    ///< the adapter's, with its status
    row,      ///< the adapter's, with a row
    timeout,  ///< none came in time
    stopped,  ///< the adapter is being stopped
    faulted,  ///< it threw
  };
  Kind kind = Kind::timeout;
  adapter_status status = ADAPTER_FAILED;
  std::string detail = {};
  adapter_handle row = ADAPTER_NONE;

  bool is(adapter_status expected) const { return kind == Kind::reply && status == expected; }
};

class Requests {
 public:
  /// Called once; and once before with ADAPTER_SENT, if that is the answer to an item that waits to be confirmed.
  using Callback = std::function<void(const Answer&)>;

  explicit Requests(boost::asio::io_context& loop);

  /// `confirmed`: ADAPTER_SENT is not the end of it; the item stays until it is cancelled, its deadline passes or the
  /// adapter answers again: a device may tell late that it refuses. Of an item that was sent the deadline is not the
  /// end either: a late answer comes to the callback too, until the item is cancelled.
  adapter_token add(std::chrono::milliseconds deadline, Callback callback, bool confirmed = false);
  void answer(adapter_token token, const Answer& answer);
  /// Its end came from elsewhere; the callback is not called any more.
  void cancel(adapter_token token);
  /// From now on the answers to this item go to another callback.
  void redirect(adapter_token token, Callback callback);
  /// Ends all of them with this answer, but those whose deadline has passed.
  void end(Answer::Kind kind);

 private:
  struct Request {
    base::SteadyTime deadline;
    Callback callback;
    bool confirmed = false;
    bool sent = false;
  };
  void expire();
  void set_timer();

  std::unordered_map<adapter_token, Request> requests_;
  std::set<std::pair<base::SteadyTime, adapter_token>> deadlines_;
  adapter_token last_ = 0;
  Timer timer_;
};

}  // namespace proxy::plugin
