// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/application.hpp"

#include "proxy/base/log.hpp"

#include <csignal>
#include <utility>

namespace proxy::web {
namespace {

Server::Options server_options(const Settings& settings) {
  return {settings.listen.host, settings.listen.port,
          settings.has_tls() ? tls_context(settings.certificate_file, settings.key_file) : nullptr,
          !settings.behind_proxy};
}

}  // namespace

Application::Application(Settings settings)
    : settings_(std::move(settings)),
      signals_(loop_, SIGTERM, SIGINT),
      daemon_(loop_, settings_.socket),
      poll_(loop_, daemon_),
      access_(settings_, clock_),
      pages_(settings_.pages_dir),
      router_(settings_, access_, pages_, {loop_, daemon_, poll_, access_}),
      server_(loop_, server_options(settings_), [this](const Request& request, std::shared_ptr<Reply> reply) {
        router_.handle(request, std::move(reply));
      }) {}

void Application::run() {
  // A client that is gone is an error of the write, not the end of the program.
  std::signal(SIGPIPE, SIG_IGN);
  signals_.async_wait([this](boost::system::error_code, int) { loop_.stop(); });
  base::log::info("web.server.started", "serves {}://{}, with the daemon at {}", settings_.has_tls() ? "https" : "http",
                  server_.address(), settings_.socket.string());
  loop_.run();
}

}  // namespace proxy::web
