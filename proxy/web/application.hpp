// SPDX-License-Identifier: Apache-2.0
#pragma once
// The composition root of tr069-proxy-web: builds its parts in their order and connects them.
// Thread: loop

#include "proxy/base/clock.hpp"
#include "proxy/web/http/server.hpp"
#include "proxy/web/link/daemon.hpp"
#include "proxy/web/link/status_poll.hpp"
#include "proxy/web/login/access.hpp"
#include "proxy/web/routes/pages.hpp"
#include "proxy/web/routes/router.hpp"
#include "proxy/web/settings/settings.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

namespace proxy::web {

class Application {
 public:
  /// Listens. Throws if the pages, the certificate or the address are not there.
  explicit Application(Settings settings);

  /// Until SIGTERM or SIGINT.
  void run();

 private:
  const Settings settings_;
  const base::RealClock clock_;
  boost::asio::io_context loop_{1};
  boost::asio::signal_set signals_;
  Daemon daemon_;
  StatusPoll poll_;
  Access access_;
  Pages pages_;
  Router router_;
  Server server_;
};

}  // namespace proxy::web
