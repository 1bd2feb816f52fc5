// SPDX-License-Identifier: Apache-2.0
#pragma once
// The ConnectionRequestURL, and the address in it.
// Spec: TR-069 Amendment 6, 3.2.2; TR-181 Device.ManagementServer.ConnectionRequestURL
// Thread: loop

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace proxy::acs {

/// `path` begins with a slash. An IPv6 address goes in brackets, without its zone. Empty without an address.
std::string connection_request_url(std::string_view address, std::uint16_t port, std::string_view path);

/// The address that this machine would use towards that one, as far as the routing table tells: nothing is sent. Of
/// IPv6 a global one that stays: neither link-local nor temporary, nor deprecated while there is another. With an
/// interface, one of its own. Empty if there is none, or no route.
std::string local_address_towards(const boost::asio::ip::address& target, const std::string& interface);

/// The same towards the ACS of this URL, and no name resolved: for an ACS known by name it is the address towards the
/// default route, of IPv4 rather than of IPv6. With v4_only it is never one of IPv6.
std::string local_address_towards(std::string_view acs_url, const std::string& interface, bool v4_only = false);

/// Path and query of a request target, which a proxy may send in its absolute form too (RFC 9112, 3.2.1 and 3.2.2).
std::string_view origin_form(std::string_view target);

/// The path of a URL, without query; empty if the URL has none, or only a slash.
std::string_view path_of(std::string_view url);

/// The URL of a document below the path of the ConnectionRequestURL; empty without one.
std::string document_url(std::string_view connection_request_url, std::string_view name);

/// The host of a URL, an address without its brackets.
std::string_view host_of(std::string_view url);

/// "::" and "0.0.0.0": such an address says nothing about where one can be reached.
bool is_wildcard(std::string_view address);

/// Whether the text is an address of IPv6.
bool is_v6(std::string_view address);

}  // namespace proxy::acs
