// SPDX-License-Identifier: Apache-2.0
#pragma once
// The command `log` of tr069-proxyctl: shows the levels and the recent lines, changes levels at run time, follows the
// log.
// Thread: loop

#include "proxy/base/lifetime.hpp"
#include "proxy/control/server.hpp"
#include "proxy/plugin/router.hpp"

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

namespace proxy::daemon {

class LogCommand {
 public:
  using Answer = std::shared_ptr<control::Answer>;

  LogCommand(const plugin::Router& router, boost::asio::io_context& loop);
  ~LogCommand();
  LogCommand(const LogCommand&) = delete;
  LogCommand& operator=(const LogCommand&) = delete;

  /// Without arguments {level, modules, recent}. `follow`: an event {time, level, id, text} for each line from now on,
  /// until the client is gone. A level, or a module and a level: changes it until the next reload or restart.
  void handle(const std::vector<std::string>& arguments, const Answer& answer);

 private:
  void follow(const Answer& answer);
  void change(const std::string& module, const std::string& level, const Answer& answer);
  /// Sends the lines that are new to those that follow.
  void deliver();

  const plugin::Router& router_;
  boost::asio::io_context& loop_;
  std::list<Answer> followers_;
  std::uint64_t delivered_ = 0;             ///< the place in the log
  std::atomic<bool> is_delivering_{false};  ///< deliver() is in the loop's queue
  base::Lifetime lifetime_;
};

}  // namespace proxy::daemon
