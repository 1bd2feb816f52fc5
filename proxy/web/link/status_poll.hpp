// SPDX-License-Identifier: Apache-2.0
#pragma once
// The daemon's `status`: asked for by a request, and every few seconds while a stream is open. Without a daemon it is
// asked for less and less often.
// Thread: loop

#include "proxy/base/lifetime.hpp"
#include "proxy/web/link/daemon.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace proxy::web {

class StatusPoll {
 public:
  static constexpr std::chrono::seconds kInterval{3};
  static constexpr std::chrono::milliseconds kFirstRetry{500};
  static constexpr std::chrono::milliseconds kMaxRetry{15000};
  /// A status that is as old answers a request, too.
  static constexpr std::chrono::milliseconds kFresh{1000};

  class Observer {
   public:
    virtual ~Observer() = default;
    /// After each status, and after each failure: null.
    virtual void status_known(const boost::json::object* status) = 0;
  };

  StatusPoll(boost::asio::io_context& loop, Daemon& daemon) : daemon_(daemon), timer_(loop) {}

  /// While there is an observer, the poll goes on.
  void add(Observer* observer);
  void remove(Observer* observer);

  /// The present status; null without a daemon, and at once if Daemon::kMaxWaiting requests wait for it.
  void get(std::function<void(const boost::json::object*)> done);

  /// The last one, whatever its age; null if the last poll failed, or there was none.
  const boost::json::object* last() const { return last_ ? &*last_ : nullptr; }

  /// A connection to the daemon was lost: asks at once.
  void suspect();

 private:
  void ask();
  void answered(const Daemon::Answer& answer);
  void ask_later(std::chrono::milliseconds wait);

  Daemon& daemon_;
  boost::asio::steady_timer timer_;
  bool asking_ = false;
  std::optional<boost::json::object> last_;
  std::chrono::steady_clock::time_point asked_;
  std::chrono::milliseconds retry_ = kFirstRetry;
  bool was_lost_ = false;
  std::set<Observer*> observers_;
  std::vector<std::function<void(const boost::json::object*)>> waiting_;
  base::Lifetime lifetime_;
};

}  // namespace proxy::web
