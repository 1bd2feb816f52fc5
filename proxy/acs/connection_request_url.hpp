// SPDX-License-Identifier: Apache-2.0
#pragma once
// The URL that an ACS is told to send its connection requests to.
// Spec: TR-069 Amendment 6, 3.2.2; TR-181 Device.ManagementServer.ConnectionRequestURL
// Thread: loop

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace proxy::acs {

/// `path` begins with a slash. An IPv6 address goes in brackets, without its zone. Empty without an address.
std::string connection_request_url(std::string_view address, std::uint16_t port, std::string_view path);

/// The address that this machine would use towards the ACS, as far as the routing table tells: nothing is sent and no
/// name resolved. For an ACS known by name it is the address towards the default route. Empty if there is no route.
std::string local_address_towards(std::string_view acs_url, const std::string& interface);

/// The same towards an address.
std::string local_address_towards(const boost::asio::ip::address& target, const std::string& interface);

/// The host of a URL, an address without its brackets.
std::string_view host_of(std::string_view url);

/// "::" and "0.0.0.0": such an address says nothing about where one can be reached.
bool is_wildcard(std::string_view address);

}  // namespace proxy::acs
