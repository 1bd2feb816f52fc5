// SPDX-License-Identifier: Apache-2.0
#pragma once
// The bytes of one connection, with or without TLS. All above them is compiled once.
// Thread: loop

#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

namespace boost::asio::ssl {
class context;
}

namespace proxy::web {

class Transport {
 public:
  using Done = std::function<void(boost::system::error_code, std::size_t)>;

  virtual ~Transport() = default;
  /// Before the first byte.
  virtual void handshake(Done done) = 0;
  /// Some bytes; at most one read at a time.
  virtual void read(std::span<char> to, Done done) = 0;
  /// All of the text, which stays until then; at most one write at a time.
  virtual void write(std::string_view text, Done done) = 0;
  /// Ends everything; open callbacks get an error.
  virtual void close() = 0;
};

std::unique_ptr<Transport> plain_transport(boost::asio::ip::tcp::socket socket);

/// TLS 1.2 and later with the certificate and key of these files. Throws std::runtime_error that names the file and
/// OpenSSL's reason.
std::shared_ptr<boost::asio::ssl::context> tls_context(const std::string& certificate_file,
                                                       const std::string& key_file);
std::unique_ptr<Transport> tls_transport(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context);

}  // namespace proxy::web
