// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/connection_request/connection_request_url.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/udp.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>

#include <fmt/format.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace proxy::acs {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::udp;
using boost::system::error_code;

constexpr std::uint16_t kAnyPort = 9;

/// Selects the public IPv6 address on a machine that prefers temporary ones for connections (RFC 5014). <linux/in6.h>
/// names these numbers, but conflicts with <netinet/in.h>.
void prefer_public(udp::socket& socket) {
  constexpr int kAddrPreferences = 72, kPreferPublic = 2;
  (void)::setsockopt(socket.native_handle(), IPPROTO_IPV6, kAddrPreferences, &kPreferPublic, sizeof kPreferPublic);
}

address address_of(const sockaddr& socket_address) {
  if (socket_address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &socket_address, sizeof v4);
    return boost::asio::ip::address_v4(ntohl(v4.sin_addr.s_addr));
  }
  if (socket_address.sa_family != AF_INET6) return {};
  sockaddr_in6 v6{};
  std::memcpy(&v6, &socket_address, sizeof v6);
  boost::asio::ip::address_v6::bytes_type bytes;
  std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
  return boost::asio::ip::address_v6(bytes);
}

/// The kernel uses another interface's address for an interface without one.
bool is_on_interface(const address& wanted, const std::string& interface) {
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0) return false;
  bool found = false;
  for (const ifaddrs* one = first; one != nullptr && !found; one = one->ifa_next)
    found = one->ifa_addr != nullptr && interface == one->ifa_name && address_of(*one->ifa_addr) == wanted;
  ::freeifaddrs(first);
  return found;
}

}  // namespace

std::string_view origin_form(std::string_view target) {
  if (target.starts_with('/')) return target;
  const std::size_t scheme = target.find("://");
  if (scheme == std::string_view::npos) return target;
  target.remove_prefix(scheme + 3);
  const std::size_t begin = target.find_first_of("/?");
  return begin == std::string_view::npos ? std::string_view("/") : target.substr(begin);
}

std::string_view path_of(std::string_view url) {
  const std::string_view path = origin_form(url.substr(0, url.find_first_of("?#")));
  return path == "/" ? std::string_view() : path;
}

std::string document_url(std::string_view connection_request_url, std::string_view name) {
  if (connection_request_url.empty()) return {};
  std::string url(connection_request_url.substr(0, connection_request_url.find_first_of("?#")));
  if (!url.ends_with('/')) url.push_back('/');
  return url.append(name);
}

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

bool is_v6(std::string_view text) { return text.find(':') != std::string_view::npos; }

std::string local_address_towards(const address& target, const std::string& interface) {
  error_code error;
  boost::asio::io_context context;
  udp::socket socket(context);
  socket.open(target.is_v6() ? udp::v6() : udp::v4(), error);
  if (error) return {};
  if (target.is_v6()) prefer_public(socket);
  if (!interface.empty() && ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_BINDTODEVICE, interface.c_str(),
                                         static_cast<socklen_t>(interface.size())) != 0)
    return {};
  socket.connect({target, kAnyPort}, error);
  if (error) return {};
  const address local = socket.local_endpoint(error).address();
  if (error || local.is_unspecified()) return {};
  if (local.is_v6() && local.to_v6().is_link_local()) return {};
  return interface.empty() || is_on_interface(local, interface) ? local.to_string() : std::string();
}

std::string local_address_towards(std::string_view acs_url, const std::string& interface, bool v4_only) {
  const std::string_view host = host_of(acs_url);
  error_code error;
  const address literal = boost::asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
  if (!error && (literal.is_v4() || !v4_only)) return local_address_towards(literal, interface);
  // Addresses reserved for documentation: no host has them, and the default route leads to them.
  std::string found = local_address_towards(boost::asio::ip::make_address("192.0.2.1"), interface);
  return found.empty() && !v4_only ? local_address_towards(boost::asio::ip::make_address("2001:db8::1"), interface)
                                   : found;
}

}  // namespace proxy::acs
