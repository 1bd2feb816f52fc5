// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one timer of an endpoint. It wakes when a session, a scheduled Inform or a planned restart is due, and starts it.
// The classes that know when something is due (Scheduler, ScheduledInforms, PendingRestarts) have no timer.
// Spec: TR-069 Amendment 6, 3.2.1 (causes of a session)
// Thread: loop

#include "proxy/acs/schedule/pending_restarts.hpp"
#include "proxy/acs/schedule/scheduled_informs.hpp"
#include "proxy/acs/schedule/scheduler.hpp"
#include "proxy/base/lifetime.hpp"
#include "proxy/state/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <optional>

namespace proxy::acs {

class SessionTimer {
 public:
  class Dependencies {
   public:
    virtual bool in_session() const = 0;
    virtual void begin_session(Scheduler::Turn turn) = 0;

   protected:
    ~Dependencies() = default;
  };
  struct Components {
    boost::asio::any_io_executor executor;
    state::Store& store;
    const base::Clock& clock;
    Scheduler& scheduler;
    ScheduledInforms& scheduled_informs;
    PendingRestarts& restarts;
  };

  /// The components and the dependencies outlive it.
  SessionTimer(const Components& components, Dependencies& dependencies);

  /// From here on the timer may fire, once plan() has set it.
  void start() { running_ = true; }
  void stop();
  /// Sets the timer anew: to be called after every change of what is due.
  void plan();
  /// None: nothing is planned, it is stopped, or a session is under way, after which plan() is called.
  std::optional<base::SteadyTime> next_due() const;

 private:
  void fire();
  void raise_scheduled_informs();

  state::Store& store_;
  const base::Clock& clock_;
  Scheduler& scheduler_;
  ScheduledInforms& scheduled_informs_;
  PendingRestarts& restarts_;
  Dependencies& dependencies_;
  boost::asio::steady_timer timer_;
  bool running_ = false;
  base::Lifetime lifetime_;
};

}  // namespace proxy::acs
