// SPDX-License-Identifier: Apache-2.0
// Also compiles the parts of Asio's TLS that are not templates: nothing else in the product uses them.
#include "proxy/web/http/transport.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/asio/write.hpp>

#include <stdexcept>
#include <string>
#include <utility>

namespace proxy::web {
namespace {

namespace ssl = boost::asio::ssl;

class Tls final : public Transport {
 public:
  Tls(boost::asio::ip::tcp::socket socket, ssl::context& context) : stream_(std::move(socket), context) {}

  void handshake(Done done) override {
    stream_.async_handshake(ssl::stream_base::server,
                            [done = std::move(done)](boost::system::error_code error) { done(error, 0); });
  }
  void read(std::span<char> to, Done done) override {
    stream_.async_read_some(boost::asio::buffer(to.data(), to.size()), std::move(done));
  }
  void write(std::string_view text, Done done) override {
    boost::asio::async_write(stream_, boost::asio::buffer(text), std::move(done));
  }
  // No close_notify: HTTP says itself where a body ends.
  void close() override {
    boost::system::error_code ignored;
    stream_.next_layer().shutdown(boost::asio::ip::tcp::socket::shutdown_both, ignored);
    stream_.next_layer().close(ignored);
  }

 private:
  ssl::stream<boost::asio::ip::tcp::socket> stream_;
};

void throw_if(const boost::system::error_code& error, const std::string& what) {
  if (error) throw std::runtime_error(what + ": " + error.message());
}

}  // namespace

std::shared_ptr<ssl::context> tls_context(const std::string& certificate_file, const std::string& key_file) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  context->set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                       ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  boost::system::error_code error;
  context->use_certificate_chain_file(certificate_file, error);
  throw_if(error, "tls.certificate_file " + certificate_file);
  context->use_private_key_file(key_file, ssl::context::pem, error);
  throw_if(error, "tls.key_file " + key_file);
  return context;
}

std::unique_ptr<Transport> tls_transport(boost::asio::ip::tcp::socket socket, ssl::context& context) {
  return std::make_unique<Tls>(std::move(socket), context);
}

}  // namespace proxy::web
