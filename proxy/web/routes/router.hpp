// SPDX-License-Identifier: Apache-2.0
#pragma once
// From a request to what answers it: the checks in their order, then the route.
// Thread: loop

#include "proxy/web/http/message.hpp"
#include "proxy/web/link/daemon.hpp"
#include "proxy/web/link/status_poll.hpp"
#include "proxy/web/login/access.hpp"
#include "proxy/web/routes/pages.hpp"
#include "proxy/web/routes/stream.hpp"

#include <memory>

namespace proxy::web {

class Router {
 public:
  /// All outlive it.
  Router(const Settings& settings, Access& access, const Pages& pages, const StreamContext& context)
      : settings_(settings),
        access_(access),
        pages_(pages),
        daemon_(context.daemon),
        poll_(context.poll),
        streams_(context) {}

  void handle(const Request& request, std::shared_ptr<Reply> reply);

 private:
  void get(const Request& request, std::shared_ptr<Reply> reply);
  void post(const Request& request, std::shared_ptr<Reply> reply);
  void read_api(const Request& request, std::shared_ptr<Reply> reply);
  void login(const Request& request, const std::shared_ptr<Reply>& reply);
  void set(const Request& request, std::shared_ptr<Reply> reply);
  void show_session(const Request& request, std::shared_ptr<Reply> reply);
  void show_metrics(const Request& request, std::shared_ptr<Reply> reply);
  void show_health(std::shared_ptr<Reply> reply);

  const Settings& settings_;
  Access& access_;
  const Pages& pages_;
  Daemon& daemon_;
  StatusPoll& poll_;
  Streams streams_;
};

}  // namespace proxy::web
