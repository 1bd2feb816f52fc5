// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/connection_request/connection_request_service.hpp"

#include "proxy/acs/connection_request/connection_request_url.hpp"
#include "proxy/acs/network/listen_problem.hpp"
#include "proxy/base/log.hpp"

#include <utility>

namespace proxy::acs {

ConnectionRequestService::ConnectionRequestService(boost::asio::any_io_executor executor, const base::Clock& clock,
                                                   Dependencies& dependencies)
    : listener_(std::move(executor), clock, dependencies), dependencies_(dependencies) {}

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
  if (before.acs_url != settings_.acs_url) connection_ = {};
  const bool moved = before.connection_request.listen != wanted.listen ||
                     path_of(before.connection_request.url) != path_of(wanted.url);
  if (before.connection_request.enable != wanted.enable || moved)
    listen(model::Origin::local);
  else
    update_url(model::Origin::local);
}

void ConnectionRequestService::connected(const Connection& connection) {
  if (connection.local == connection_.local && connection.peer == connection_.peer) return;
  connection_ = connection;
  update_url(model::Origin::local);
}

void ConnectionRequestService::look_again() {
  if (settings_.connection_request.enable && listener_.port() == 0)
    listen(model::Origin::local);
  else if (connection_.local.empty())
    update_url(model::Origin::local);
}

void ConnectionRequestService::network_changed() {
  connection_.local.clear();
  look_again();
}

void ConnectionRequestService::listen(model::Origin origin) {
  listener_.stop();
  const config::ConnectionRequest& wanted = settings_.connection_request;
  if (wanted.enable) {
    config::Listen where = wanted.listen;
    if (where.port == 0) where.port = last_port_;
    std::error_code error = listener_.start(where, listened_path());
    if (error && where.port != wanted.listen.port) error = listener_.start(wanted.listen, listened_path());
    if (error && error != last_error_)
      base::log::error("acs.connection_request.listen_failed",
                       "cannot listen for connection requests on {} port {} (connection_request.listen): {}; the next "
                       "attempt is when the network changes",
                       wanted.listen.host, wanted.listen.port, listen_problem(error));
    last_error_ = error;
    if (!error) last_port_ = listener_.port();
  }
  update_url(origin);
}

/// A port forwarding leads from the configured URL to the listener, and keeps its path.
std::string ConnectionRequestService::listened_path() const {
  const std::string_view path = path_of(settings_.connection_request.url);
  return path.empty() ? path_ : std::string(path);
}

std::string ConnectionRequestService::address() const {
  const std::string& host = settings_.connection_request.listen.host;
  if (!is_wildcard(host)) return host;
  const bool v4_only = !is_v6(host);
  const bool fits = !v4_only || !is_v6(connection_.peer);
  // An IPv6 connection may use a temporary address; the routing table has the permanent one.
  if (fits && !connection_.local.empty() && !is_v6(connection_.local)) return connection_.local;
  if (fits) {
    boost::system::error_code none;
    const auto peer = boost::asio::ip::make_address(connection_.peer, none);
    std::string found = none ? std::string() : local_address_towards(peer, settings_.interface);
    if (found.empty()) found = connection_.local;
    if (!found.empty()) return found;
  }
  return local_address_towards(settings_.acs_url, settings_.interface, v4_only);
}

void ConnectionRequestService::update_url(model::Origin origin) {
  const config::ConnectionRequest& wanted = settings_.connection_request;
  const std::uint16_t port = listener_.port();
  std::string url;
  if (port != 0 && !wanted.url.empty()) {
    url = wanted.url;
    if (path_of(url).empty()) url = url.substr(0, url.find_last_not_of('/') + 1) + path_;
  } else if (port != 0) {
    const std::string found = address();
    // Without an address the ACS cannot be informed either, and most addresses come back.
    if (found.empty() && !url_.empty() && port == url_port_) return;
    url = connection_request_url(found, port, path_);
  }
  url_port_ = port;
  if (url == url_) return;
  url_ = std::move(url);
  dependencies_.url_changed(url_, origin);
}

}  // namespace proxy::acs
