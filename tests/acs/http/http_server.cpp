// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/http/http_server.hpp"

#include <sys/socket.h>

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <limits>
#include <list>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>

#include "tests/acs/http/content_coding.hpp"

namespace tests::acs {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using TlsStream = asio::ssl::stream<tcp::socket&>;

namespace {

Message to_message(const http::request<http::string_body>& request, std::uint64_t connection) {
  Message message;
  message.received = std::chrono::steady_clock::now();
  message.connection = connection;
  message.method = std::string(request.method_string());
  message.target = std::string(request.target());
  for (const auto& field : request) {
    message.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  }
  return message;
}

// From here on the body reads as if it had not been compressed.
void unpack(Message& message, const std::string& coding) {
  std::optional<std::string> plain = decompressed(message.body, coding);
  if (!plain) return message.violations.push_back("the body is not what Content-Encoding says: " + coding);
  message.coding = coding;
  message.wire_size = message.body.size();
  message.body = std::move(*plain);
}

http::response<http::string_body> to_response(Reply& reply, bool keep_alive) {
  http::response<http::string_body> response(static_cast<http::status>(reply.status), 11);
  for (const auto& [name, value] : reply.headers) response.insert(name, value);
  if (!reply.coding.empty() && !reply.body.empty()) {
    response.set(http::field::content_encoding, reply.coding);
    reply.body = compressed(reply.body, reply.coding);
  }
  response.keep_alive(keep_alive && !reply.close_connection);
  response.body() = std::move(reply.body);
  return response;
}

// In pieces that split words and tags, as a real server's chunks do.
template <typename Stream>
void write_chunked(Stream& stream, http::response<http::string_body>& whole, error_code& error) {
  constexpr std::size_t kPiece = 97;
  http::response<http::empty_body> head(std::move(whole.base()));
  head.chunked(true);
  http::response_serializer<http::empty_body> serializer(head);
  http::write_header(stream, serializer, error);
  const std::string& body = whole.body();
  for (std::size_t at = 0; at < body.size() && !error; at += kPiece) {
    asio::write(stream, http::make_chunk(asio::buffer(body.data() + at, std::min(kPiece, body.size() - at))), error);
  }
  if (!error) asio::write(stream, http::make_chunk_last(), error);
}

// False: the connection is over.
template <typename Stream>
bool write_reply(Stream& stream, tcp::socket& socket, Reply reply, bool keep_alive) {
  error_code error;
  if (reply.kind == Reply::Kind::closed) return false;
  if (reply.kind == Reply::Kind::reset) {
    // The close that follows then sends RST, and no FIN before it.
    socket.set_option(asio::socket_base::linger(true, 0), error);
    return false;
  }
  if (reply.kind == Reply::Kind::hang) {
    char byte = 0;
    while (!error) stream.read_some(asio::buffer(&byte, 1), error);
    return false;
  }
  const bool truncate = reply.kind == Reply::Kind::truncated;
  const bool chunk = reply.chunk && !reply.body.empty() && !truncate;
  auto response = to_response(reply, keep_alive);
  if (chunk) {
    write_chunked(stream, response, error);
  } else {
    response.prepare_payload();
    if (truncate) response.body().resize(response.body().size() / 2);
    http::write(stream, response, error);
  }
  return !error && !truncate && !reply.drop_connection && response.keep_alive();
}

struct Connection {
  std::uint64_t id = 0;
  tcp::socket socket;
  std::string server_name;  // that the client has asked for by SNI
  std::mutex mutex;         // guards the life of the socket against stop()
  bool open = true;
  std::atomic<bool> done = false;
  std::thread thread;

  Connection(std::uint64_t number, tcp::socket accepted) : id(number), socket(std::move(accepted)) {}

  void break_off() {
    const std::lock_guard lock(mutex);
    if (open) ::shutdown(socket.native_handle(), SHUT_RDWR);
  }
  void close() {
    const std::lock_guard lock(mutex);
    open = false;
    error_code ignored;
    socket.close(ignored);
  }
};

}  // namespace

class HttpServer::Impl {
 public:
  Impl(Settings settings, Callbacks callbacks)
      : callbacks_(std::move(callbacks)),
        acceptor_(context_, tcp::endpoint(asio::ip::make_address(settings.address), settings.port)),
        port_(acceptor_.local_endpoint().port()) {
    if (!settings.certificate_file.empty()) use_tls(settings);
    acceptor_thread_ = std::thread([this] { accept(); });
  }

  ~Impl() {
    stopping_ = true;
    // Ends the blocking accept, which closing the socket would not.
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
    acceptor_thread_.join();
    for (Connection& connection : connections_) connection.break_off();
    for (Connection& connection : connections_) connection.thread.join();
  }

  unsigned short port() const { return port_; }

 private:
  void use_tls(const Settings& settings) {
    tls_.emplace(asio::ssl::context::tls_server);
    tls_->use_certificate_chain_file(settings.certificate_file);
    tls_->use_private_key_file(settings.key_file, asio::ssl::context::pem);
    if (settings.old_tls) tls_->set_options(asio::ssl::context::no_tlsv1_2 | asio::ssl::context::no_tlsv1_3);
    if (settings.client_ca_file.empty()) return;
    tls_->load_verify_file(settings.client_ca_file);
    tls_->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  }

  void accept() {
    while (!stopping_) {
      tcp::socket socket(context_);
      error_code error;
      acceptor_.accept(socket, error);
      if (stopping_ || error == asio::error::invalid_argument) return;
      if (error) continue;
      socket.set_option(tcp::no_delay(true), error);
      reap();
      Connection& connection = connections_.emplace_back(++last_id_, std::move(socket));
      callbacks_.opened(connection.id);
      connection.thread = std::thread([this, &connection] { serve(connection); });
    }
  }

  void reap() {
    connections_.remove_if([](Connection& connection) {
      if (!connection.done) return false;
      connection.thread.join();
      return true;
    });
  }

  void serve(Connection& connection) {
    if (tls_) {
      TlsStream stream(connection.socket, *tls_);
      error_code error;
      stream.handshake(asio::ssl::stream_base::server, error);
      if (error) {
        callbacks_.handshake_failed(error.message());
      } else {
        const char* name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
        if (name != nullptr) connection.server_name = name;
        converse(stream, connection);
      }
    } else {
      converse(connection.socket, connection);
    }
    connection.close();
    callbacks_.closed(connection.id);
    connection.done = true;
  }

  template <typename Stream>
  void converse(Stream& stream, Connection& connection) {
    boost::beast::flat_buffer buffer;
    for (bool go_on = true; go_on && !stopping_;) {
      http::request_parser<http::string_body> parser;
      parser.body_limit(std::numeric_limits<std::uint64_t>::max());
      error_code error;
      http::read(stream, buffer, parser, error);
      if (error) return;
      Message message = to_message(parser.get(), connection.id);
      message.server_name = connection.server_name;
      message.body = std::move(parser.get().body());
      if (const auto coding = message.header("Content-Encoding")) unpack(message, *coding);
      if (buffer.size() != 0) message.violations.emplace_back("bytes after the request: pipelining");
      go_on = write_reply(stream, connection.socket, callbacks_.request(std::move(message)), parser.keep_alive());
      callbacks_.written(connection.id);
    }
  }

  Callbacks callbacks_;
  asio::io_context context_;
  tcp::acceptor acceptor_;
  const unsigned short port_;
  std::optional<asio::ssl::context> tls_;
  std::atomic<bool> stopping_ = false;
  std::uint64_t last_id_ = 0;
  std::list<Connection> connections_;  // of the accepting thread until it has ended
  std::thread acceptor_thread_;
};

HttpServer::HttpServer(Settings settings, Callbacks callbacks)
    : impl_(std::make_unique<Impl>(std::move(settings), std::move(callbacks))) {}

HttpServer::~HttpServer() = default;

unsigned short HttpServer::port() const { return impl_->port(); }

}  // namespace tests::acs
