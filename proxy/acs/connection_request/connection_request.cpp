// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/connection_request/connection_request.hpp"

#include "proxy/acs/connection_request/connection_request_url.hpp"
#include "proxy/acs/connection_request/digest_auth.hpp"
#include "proxy/acs/connection_request/token_bucket.hpp"
#include "proxy/base/constant_time.hpp"
#include "proxy/base/log.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace proxy::acs {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::seconds kReadDeadline{10};
constexpr std::chrono::seconds kAcceptPause{1};
constexpr std::uint32_t kMaxHead = 8 * 1024;
constexpr std::uint64_t kMaxBody = 16 * 1024;
constexpr std::size_t kMaxRead = 2 * 1024;
constexpr std::size_t kMaxWrite = 64 * 1024;

using Request = http::request<http::string_body>;

}  // namespace

/// The state that connections share. It may outlive the listener for a moment.
class ConnectionRequestListener::Server : public std::enable_shared_from_this<Server> {
 public:
  Server(const asio::any_io_executor& executor, const base::Clock& clock, Dependencies& dependencies, std::string path,
         std::shared_ptr<ConnectionRequestCounts> counts)
      : acceptor_(executor),
        pause_(executor),
        clock_(clock),
        dependencies_(dependencies),
        path_(std::move(path)),
        counts_(std::move(counts)) {}

  error_code listen(const config::Listen& where);
  void accept();
  void stop();
  void set_credentials(std::string username, config::Secret password) {
    username_ = std::move(username);
    password_ = std::move(password);
  }
  std::uint16_t port() const {
    error_code ignored;
    return acceptor_.local_endpoint(ignored).port();
  }

 private:
  class Connection;
  struct Verdict {
    http::status status;
    std::string challenge = {};
    bool is_connection_request = false;  ///< one that was accepted
    std::shared_ptr<const std::string> document = {};
  };

  error_code open(const tcp::endpoint& endpoint);
  void admit(tcp::socket socket);
  Verdict judge(const Request& request);
  /// None if the login is right and there are not too many requests.
  std::optional<Verdict> judge_login(const Request& request, base::SteadyTime now);
  Verdict document(std::string_view name);
  std::optional<std::string_view> behind_path(std::string_view path) const;
  Verdict rejected(http::status status, std::string challenge = {}) {
    ++counts_->rejected;
    return {status, std::move(challenge)};
  }
  Verdict limited() {
    ++counts_->limited;
    return {.status = http::status::service_unavailable};
  }
  void used(const Connection& connection);
  void accepted() {
    if (acceptor_.is_open()) dependencies_.requested();
  }

  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  const base::Clock& clock_;
  Dependencies& dependencies_;
  std::string path_;
  std::string username_;
  config::Secret password_;
  DigestAuth digest_{"tr069-proxy"};
  TokenBucket accepted_{kAcceptedASecond, kAcceptedBurst};
  TokenBucket refused_{kRefusedASecond, kRefusedBurst};
  std::shared_ptr<ConnectionRequestCounts> counts_;
  std::vector<std::weak_ptr<Connection>> connections_;       ///< the last used one at the end
  std::vector<std::weak_ptr<const std::string>> documents_;  ///< those that connections send
};

/// Beast only parses. Asio reads and writes: the daemon has its code already.
class ConnectionRequestListener::Server::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, std::shared_ptr<Server> server)
      : socket_(std::move(socket)), deadline_(socket_.get_executor()), server_(std::move(server)) {}

  void read() {
    parser_.emplace();
    parser_->header_limit(kMaxHead);
    parser_->body_limit(kMaxBody);
    parser_->eager(true);
    expect_progress();
    parse();
  }

  void close() {
    error_code ignored;
    socket_.close(ignored);
    deadline_.cancel();
  }

 private:
  void expect_progress() {
    deadline_.expires_after(kReadDeadline);
    deadline_.async_wait([weak = weak_from_this()](const error_code& cancelled) {
      if (const auto self = weak.lock(); self && !cancelled) self->close();
    });
  }

  void parse() {
    error_code error;
    if (buffer_.size() > 0) buffer_.consume(parser_->put(buffer_.data(), error));
    if (error == http::error::header_limit || error == http::error::body_limit)
      return answer({.status = http::status::payload_too_large}, false);
    if (error && error != http::error::need_more) return close();
    if (!parser_->is_done()) return receive();
    server_->used(*this);
    const Request& request = parser_->get();
    answer(server_->judge(request), request.keep_alive());
  }

  void receive() {
    if (buffer_.size() == buffer_.max_size()) return answer({.status = http::status::payload_too_large}, false);
    socket_.async_read_some(buffer_.prepare(std::min(kMaxRead, buffer_.max_size() - buffer_.size())),
                            [self = shared_from_this()](const error_code& error, std::size_t size) {
                              if (error) return self->close();
                              self->buffer_.commit(size);
                              self->parse();
                            });
  }

  void answer(Verdict verdict, bool keep_alive) {
    accepted_ = verdict.is_connection_request;
    keep_alive_ = keep_alive;
    const auto reason = http::obsolete_reason(verdict.status);
    head_ = fmt::format("HTTP/1.1 {} {}\r\n", static_cast<unsigned>(verdict.status),
                        std::string_view(reason.data(), reason.size()));
    if (!verdict.challenge.empty()) head_ += "WWW-Authenticate: " + verdict.challenge + "\r\n";
    if (verdict.status == http::status::method_not_allowed) head_ += "Allow: GET\r\n";
    if (!keep_alive) head_ += "Connection: close\r\n";
    document_ = std::move(verdict.document);
    if (document_) head_ += "Content-Type: text/xml; charset=utf-8\r\n";
    head_ += fmt::format("Content-Length: {}\r\n\r\n", document_ ? document_->size() : 0);
    head_left_ = head_;
    document_left_ = document_ ? std::string_view(*document_) : std::string_view();
    send();
  }

  /// In pieces: a slow peer has the deadline for each.
  void send() {
    expect_progress();
    server_->used(*this);
    std::string_view& left = head_left_.empty() ? document_left_ : head_left_;
    const asio::const_buffer piece(left.data(), std::min(left.size(), kMaxWrite));
    asio::async_write(socket_, piece, [self = shared_from_this(), &left](const error_code& error, std::size_t size) {
      left.remove_prefix(size);
      if (error || (self->head_left_.empty() && self->document_left_.empty())) return self->on_written(error);
      self->send();
    });
  }

  void on_written(const error_code& error) {
    // The request counts even if the ACS has closed the connection after it.
    if (accepted_) server_->accepted();
    document_.reset();  // it is large, and the peer may keep the connection
    if (error || !keep_alive_) return close();
    read();
  }

  tcp::socket socket_;
  asio::steady_timer deadline_;
  beast::flat_buffer buffer_{kMaxHead + kMaxBody};
  std::optional<http::request_parser<http::string_body>> parser_;
  std::string head_;
  std::shared_ptr<const std::string> document_;  ///< what follows the head, if anything
  std::string_view head_left_, document_left_;   ///< what is not sent yet of both
  bool accepted_ = false;
  bool keep_alive_ = false;
  std::shared_ptr<Server> server_;
};

error_code ConnectionRequestListener::Server::open(const tcp::endpoint& endpoint) {
  error_code error;
  acceptor_.close(error);
  acceptor_.open(endpoint.protocol(), error);
  if (error) return error;
  acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (endpoint.address().is_v6()) acceptor_.set_option(asio::ip::v6_only(false), error);
  acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  return error;
}

error_code ConnectionRequestListener::Server::listen(const config::Listen& where) {
  error_code error;
  const asio::ip::address address = asio::ip::make_address(where.host, error);
  if (error) return error;
  error = open({address, where.port});
  // On a kernel without IPv6 the wildcard means all IPv4 addresses.
  if (error == asio::error::address_family_not_supported && address.is_unspecified())
    error = open({tcp::v4(), where.port});
  return error;
}

void ConnectionRequestListener::Server::accept() {
  acceptor_.async_accept([self = shared_from_this()](const error_code& error, tcp::socket socket) {
    if (!self->acceptor_.is_open()) return;
    if (!error) {
      self->admit(std::move(socket));
      return self->accept();
    }
    self->pause_.expires_after(kAcceptPause);  // probably no file descriptor is free
    self->pause_.async_wait([self](const error_code& cancelled) {
      if (!cancelled) self->accept();
    });
  });
}

void ConnectionRequestListener::Server::admit(tcp::socket socket) {
  std::erase_if(connections_, [](const auto& connection) { return connection.expired(); });
  if (connections_.size() >= kMaxConnections) {
    if (const auto oldest = connections_.front().lock()) oldest->close();
    connections_.erase(connections_.begin());
  }
  const auto connection = std::make_shared<Connection>(std::move(socket), shared_from_this());
  connections_.push_back(connection);
  connection->read();
}

void ConnectionRequestListener::Server::used(const Connection& connection) {
  const auto found =
      std::ranges::find_if(connections_, [&](const auto& one) { return one.lock().get() == &connection; });
  if (found != connections_.end()) std::rotate(found, found + 1, connections_.end());
}

void ConnectionRequestListener::Server::stop() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  for (const auto& connection : std::exchange(connections_, {}))
    if (const auto open_one = connection.lock()) open_one->close();
}

ConnectionRequestListener::Server::Verdict ConnectionRequestListener::Server::judge(const Request& request) {
  const std::string_view target = origin_form({request.target().data(), request.target().size()});
  const std::optional<std::string_view> name = behind_path(target.substr(0, target.find('?')));
  if (!name) return rejected(http::status::not_found);
  if (request.method() != http::verb::get) return rejected(http::status::method_not_allowed);
  // Without a password anyone could request sessions, which TR-069 3.2.2 forbids.
  if (username_.empty() || password_.empty()) return rejected(http::status::service_unavailable);
  if (auto refusal = judge_login(request, clock_.steady_now())) return *std::move(refusal);
  if (!name->empty()) return document(*name);
  ++counts_->accepted;
  return {.status = http::status::ok, .is_connection_request = true};
}

/// Empty for the path itself; for what is below it, what follows the slash. None for any other path: this one is as
/// hard to guess as a password, and is compared like one.
std::optional<std::string_view> ConnectionRequestListener::Server::behind_path(std::string_view path) const {
  if (base::same_secret(path_, path)) return std::string_view();
  std::string_view folder = path_;
  if (folder.ends_with('/')) folder.remove_suffix(1);
  if (!base::same_secret(folder, path.substr(0, folder.size()))) return std::nullopt;
  path.remove_prefix(folder.size());
  if (path.size() < 2 || path.front() != '/') return std::nullopt;
  return path.substr(1);
}

/// After the login alone: before it a peer does not learn which documents there are.
ConnectionRequestListener::Server::Verdict ConnectionRequestListener::Server::document(std::string_view name) {
  if (!acceptor_.is_open()) return rejected(http::status::not_found);
  std::erase_if(documents_, [](const auto& one) { return one.expired(); });
  if (documents_.size() >= kMaxDocumentsSent) return limited();
  std::optional<std::string> found = dependencies_.document(name);
  if (!found || found->empty()) return rejected(http::status::not_found);
  if (found->size() > kMaxDocument) {
    base::log::warning("acs.connection_request.document_too_large", "{} has {} bytes: at most {} are sent to the ACS",
                       name, found->size(), kMaxDocument);
    return rejected(http::status::service_unavailable);
  }
  const auto text = std::make_shared<const std::string>(*std::move(found));
  documents_.push_back(text);
  return {.status = http::status::ok, .document = text};
}

std::optional<ConnectionRequestListener::Server::Verdict> ConnectionRequestListener::Server::judge_login(
    const Request& request, base::SteadyTime now) {
  const auto header = request.find(http::field::authorization);
  if (header == request.end()) return Verdict{http::status::unauthorized, digest_.challenge(now, false)};
  const DigestAuth::Verdict verdict = digest_.check({.method = "GET",
                                                     .target = {request.target().data(), request.target().size()},
                                                     .authorization = {header->value().data(), header->value().size()}},
                                                    {.username = username_, .password = password_.reveal()}, now);
  if (verdict == DigestAuth::Verdict::accepted) {
    if (!accepted_.take(now)) return limited();
    return std::nullopt;
  }
  if (verdict == DigestAuth::Verdict::stale) return Verdict{http::status::unauthorized, digest_.challenge(now, true)};
  // The limit slows down guessing and never blocks a source: a right password was accepted above.
  if (!refused_.take(now)) return limited();
  base::log::debug("acs.connection_request.rejected", "a connection request with wrong credentials was rejected");
  return rejected(http::status::unauthorized, digest_.challenge(now, false));
}

ConnectionRequestListener::ConnectionRequestListener(asio::any_io_executor executor, const base::Clock& clock,
                                                     Dependencies& dependencies)
    : executor_(std::move(executor)), clock_(clock), dependencies_(dependencies) {}

ConnectionRequestListener::~ConnectionRequestListener() { stop(); }

std::error_code ConnectionRequestListener::start(const config::Listen& where, std::string path) {
  stop();
  auto server = std::make_shared<Server>(executor_, clock_, dependencies_, std::move(path), counts_);
  if (const error_code error = server->listen(where)) return error;
  server->set_credentials(username_, password_);
  server->accept();
  server_ = std::move(server);
  return {};
}

void ConnectionRequestListener::stop() {
  if (server_) server_->stop();
  server_.reset();
}

void ConnectionRequestListener::set_credentials(std::string username, config::Secret password) {
  username_ = std::move(username);
  password_ = std::move(password);
  if (server_) server_->set_credentials(username_, password_);
}

std::uint16_t ConnectionRequestListener::port() const { return server_ ? server_->port() : std::uint16_t{0}; }

}  // namespace proxy::acs
