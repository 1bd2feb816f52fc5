// SPDX-License-Identifier: Apache-2.0
#pragma once
// The requests that one adapter has yet to answer: each item has a token and a deadline. Double and unknown answers are
// harmless, and so is a late one.
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
  /// Called once with the answer, or with timeout, stopped or faulted in its place. An item that awaits confirmation
  /// and is answered with ADAPTER_SENT is called with that first, then with the confirmation or a timeout, and after a
  /// timeout once more if the confirmation comes late.
  using Callback = std::function<void(const Answer&)>;

  explicit Requests(boost::asio::io_context& loop);

  /// `awaits_confirmation`: ADAPTER_SENT does not end the item. It stays until the adapter answers again or cancel() is
  /// called, also beyond its deadline: a device may refuse late.
  adapter_token add(std::chrono::milliseconds deadline, Callback callback, bool awaits_confirmation = false);
  void answer(adapter_token token, const Answer& answer);
  /// Ends the item without a call of its callback.
  void cancel(adapter_token token);
  /// The answers to this item go to another callback from now on.
  void redirect(adapter_token token, Callback callback);
  /// Ends every item. The callbacks of those whose deadline has not passed are called with this kind of answer.
  void end(Answer::Kind kind);

 private:
  struct Request {
    base::SteadyTime deadline;
    Callback callback;
    bool awaits_confirmation = false;
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
