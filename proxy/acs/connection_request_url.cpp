// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/connection_request_url.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/udp.hpp>

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>
#include <sys/socket.h>

namespace proxy::acs {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::udp;
using boost::system::error_code;

constexpr std::uint16_t kAnyPort = 9;

}  // namespace

std::string_view host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (url.starts_with('[')) return url.substr(1, std::min(url.find(']'), url.size()) - 1);
  return url.substr(0, url.find(':'));
}

bool is_wildcard(std::string_view text) {
  error_code error;
  const address parsed = boost::asio::ip::make_address(text, error);
  return !error && parsed.is_unspecified();
}

std::string connection_request_url(std::string_view address_text, std::uint16_t port, std::string_view path) {
  if (address_text.empty()) return {};
  const std::string_view bare = address_text.substr(0, address_text.find('%'));
  if (bare.find(':') == std::string_view::npos) return fmt::format("http://{}:{}{}", bare, port, path);
  return fmt::format("http://[{}]:{}{}", bare, port, path);
}

std::string local_address_towards(const address& target, const std::string& interface) {
  boost::asio::io_context context;
  udp::socket socket(context);
  error_code error;
  socket.open(target.is_v6() ? udp::v6() : udp::v4(), error);
  if (error) return {};
  if (!interface.empty() && ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_BINDTODEVICE, interface.c_str(),
                                         static_cast<socklen_t>(interface.size())) != 0)
    return {};
  socket.connect({target, kAnyPort}, error);
  if (error) return {};
  const udp::endpoint local = socket.local_endpoint(error);
  return error || local.address().is_unspecified() ? std::string() : local.address().to_string();
}

std::string local_address_towards(std::string_view acs_url, const std::string& interface) {
  const std::string_view host = host_of(acs_url);
  error_code error;
  const address literal = boost::asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
  if (!error) return local_address_towards(literal, interface);
  // Addresses set aside for documentation: nobody is there, and the default route leads to them.
  std::string found = local_address_towards(boost::asio::ip::make_address("192.0.2.1"), interface);
  return found.empty() ? local_address_towards(boost::asio::ip::make_address("2001:db8::1"), interface) : found;
}

}  // namespace proxy::acs
