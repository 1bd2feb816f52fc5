// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reports to the service manager that started the daemon: ready, reloading, stopping, a status line, and while the
// loop runs that it does. Without a service manager nothing happens.
// Spec: sd_notify(3), sd_watchdog_enabled(3)
// Thread: loop

#include "proxy/daemon/service/service_socket.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace proxy::daemon {

class ServiceManager {
 public:
  class Dependencies {
   public:
    /// One line for a person: it is asked for at each report and twice a minute.
    virtual std::string service_status() const = 0;

   protected:
    ~Dependencies() = default;
  };

  /// Dependencies outlive it.
  ServiceManager(boost::asio::io_context& loop, Dependencies& dependencies);

  /// The daemon serves: after its start, and after each reload.
  void ready();
  /// A reload begins, or the daemon executes itself anew; ready() follows, in the latter case from the new program.
  void reloading();
  /// The daemon ends.
  void stopping();

 private:
  void report_later();
  void report();
  std::string new_status();

  ServiceSocket socket_;
  Dependencies& dependencies_;
  boost::asio::steady_timer timer_;
  std::optional<std::chrono::microseconds> watchdog_;  ///< the manager ends a daemon that is silent for so long
  std::string status_;                                 ///< as sent
};

}  // namespace proxy::daemon
