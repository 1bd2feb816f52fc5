// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a DHCP server says about the ACS, read from the options as DHCP clients hand them to their scripts.
// Spec: TR-069 Amendment 6, 3.1 (ACS discovery, table 2); RFC 2132, 8.4 (option 43); RFC 3925 (option 125); RFC 8415,
// 21.17 (DHCPv6 option 17) Thread: pure

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::acs {

/// All of it from one option: the first of 43, 125 and 17 that names an ACS.
struct Discovered {
  std::string url;  ///< valid, at most 256 bytes; empty: no ACS was named, and then the rest is empty too
  std::string provisioning_code = {};                           ///< at most 64 characters; empty: not told
  std::optional<std::chrono::seconds> retry_minimum_wait = {};  ///< 1 to 65535 s
  std::optional<unsigned> retry_interval_multiplier = {};       ///< thousandths, 1000 to 65535
  bool operator==(const Discovered&) const = default;
};

struct DhcpOptions {
  Discovered discovered;
  std::vector<std::string> problems;  ///< what was left out, and why, for the log
};

/// Reads lines of `opt43=`, `opt125=` and `opt17=` (DHCPv6), each with the option's data as one of: hex digits, two a
/// byte (udhcpc, odhcp6c); hex numbers between colons (dhclient); or the text itself where all of it is printable
/// (dhclient). Other lines are skipped. An option 43 that is no list of encapsulated options, but the URL alone, is
/// taken too: many servers are set up so. What is wrong with one option spoils no other.
DhcpOptions read_dhcp_options(std::string_view file);

}  // namespace proxy::acs
