// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/connection_request_service.hpp"

#include "proxy/acs/connection_request_url.hpp"
#include "proxy/base/log.hpp"

#include <utility>

namespace proxy::acs {

ConnectionRequestService::ConnectionRequestService(boost::asio::any_io_executor executor, const base::Clock& clock,
                                                   Hooks hooks)
    : listener_(std::move(executor), clock, hooks.requested), hooks_(std::move(hooks)) {}

void ConnectionRequestService::start(Settings settings, std::string path) {
  settings_ = std::move(settings);
  path_ = std::move(path);
  listener_.set_credentials(settings_.connection_request.username, settings_.connection_request.password);
  listen(model::Origin::start);
}

void ConnectionRequestService::change(Settings settings) {
  const Settings before = std::exchange(settings_, std::move(settings));
  const config::ConnectionRequest& wanted = settings_.connection_request;
  listener_.set_credentials(wanted.username, wanted.password);
  if (before.acs_url != settings_.acs_url) local_address_.clear();
  if (before.connection_request.enable != wanted.enable || before.connection_request.listen != wanted.listen)
    listen(model::Origin::local);
  else
    update_url(model::Origin::local);
}

void ConnectionRequestService::connected_from(const std::string& address) {
  if (address == local_address_) return;
  local_address_ = address;
  update_url(model::Origin::local);
}

void ConnectionRequestService::look_again() {
  if (settings_.connection_request.enable && listener_.port() == 0)
    listen(model::Origin::local);
  else if (local_address_.empty())
    update_url(model::Origin::local);
}

void ConnectionRequestService::listen(model::Origin origin) {
  listener_.stop();
  const config::ConnectionRequest& wanted = settings_.connection_request;
  if (wanted.enable) {
    const std::error_code error = listener_.start(wanted.listen, path_);
    if (error)
      base::log::error("connection requests cannot be taken on {} port {}: {}", wanted.listen.host, wanted.listen.port,
                       error.message());
  }
  update_url(origin);
}

void ConnectionRequestService::update_url(model::Origin origin) {
  const config::ConnectionRequest& wanted = settings_.connection_request;
  std::string url;
  if (listener_.port() != 0 && !wanted.url.empty()) {
    url = wanted.url;
  } else if (listener_.port() != 0) {
    std::string address = wanted.listen.host;
    if (is_wildcard(address)) address = local_address_;
    if (address.empty()) address = local_address_towards(settings_.acs_url, settings_.interface);
    url = connection_request_url(address, listener_.port(), path_);
  }
  if (url == url_) return;
  url_ = std::move(url);
  hooks_.url_changed(url_, origin);
}

}  // namespace proxy::acs
