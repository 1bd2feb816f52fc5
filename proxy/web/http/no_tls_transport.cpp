// SPDX-License-Identifier: Apache-2.0
// For a build without OpenSSL: the key `tls` is refused at the start.
#include "proxy/web/http/transport.hpp"

#include <stdexcept>
#include <string>

namespace proxy::web {

std::shared_ptr<boost::asio::ssl::context> tls_context(const std::string&, const std::string&) {
  throw std::runtime_error("tls: this build has no TLS: use a reverse proxy and behind_proxy: true");
}

std::unique_ptr<Transport> tls_transport(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context&) {
  return plain_transport(std::move(socket));  // never called: there is no context
}

}  // namespace proxy::web
