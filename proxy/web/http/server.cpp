// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/http/server.hpp"

#include "proxy/base/log.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <sstream>
#include <system_error>
#include <utility>

namespace proxy::web {

using boost::asio::ip::tcp;
using boost::system::error_code;

Server::Server(boost::asio::io_context& loop, Options options, Handler handler)
    : acceptor_(loop), pause_(loop), options_(std::move(options)), handler_(std::move(handler)) {
  const tcp::endpoint endpoint(boost::asio::ip::make_address(options_.host), options_.port);
  error_code error;
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
  if (error) {
    std::ostringstream text;
    text << "cannot listen on " << endpoint;
    throw std::system_error(error, text.str());
  }
  accept();
}

Server::~Server() {
  while (!connections_.empty()) (*connections_.begin())->close();
}

std::string Server::address() const {
  std::ostringstream text;
  text << acceptor_.local_endpoint();
  return text.str();
}

void Server::accept() {
  acceptor_.async_accept([this](error_code error, tcp::socket socket) {
    if (error == boost::asio::error::operation_aborted) return;  // this object is gone
    if (error) return accept_later(error);
    add(std::move(socket));
    accept();
  });
}

/// Probably out of file descriptors: another try at once would fail, too.
void Server::accept_later(error_code reason) {
  base::log::warning("web.accept.failed", "cannot accept a connection: {}", reason.message());
  pause_.expires_after(std::chrono::seconds(1));
  pause_.async_wait([this](error_code cancelled) {
    if (!cancelled) accept();
  });
}

bool Server::make_room_for(const std::string& address) {
  const bool all_full = connections_.size() >= kMaxConnections;
  const auto of_address = std::ranges::count(connections_, address, [](const auto& one) { return one->address(); });
  const bool is_limited = options_.limits_addresses && static_cast<std::size_t>(of_address) >= kMaxOfAddress;
  if (!all_full && !is_limited) return true;
  std::shared_ptr<Connection> longest;
  for (const auto& one : connections_) {
    const bool counts = one->idle_since() && (!is_limited || one->address() == address);
    if (counts && (!longest || *one->idle_since() < *longest->idle_since())) longest = one;
  }
  if (longest) longest->close();
  return longest != nullptr;
}

void Server::add(tcp::socket socket) {
  error_code gone;
  const auto remote = socket.remote_endpoint(gone);
  if (gone) return;
  const std::string address = remote.address().to_string();
  if (!make_room_for(address)) {
    base::log::debug("web.connection.refused", "{} has too many connections, or all have", address);
    return;
  }
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const auto loop = socket.get_executor();
  auto transport = options_.tls ? tls_transport(std::move(socket), *options_.tls) : plain_transport(std::move(socket));
  Connection::Dependencies& self = *this;
  const auto connection = std::make_shared<Connection>(loop, std::move(transport),
                                                       Connection::Peer{address, options_.tls != nullptr}, self);
  connections_.insert(connection);
  connection->start();
}

void Server::handle(const Request& request, std::shared_ptr<Reply> reply) { handler_(request, std::move(reply)); }

void Server::ended(Connection* connection) {
  std::erase_if(connections_, [&](const auto& one) { return one.get() == connection; });
}

}  // namespace proxy::web
