// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parses the DHCP options about the ACS, in the form in which DHCP clients pass them to their scripts.
// Spec: TR-069 Amendment 6, 3.1 (ACS discovery, table 2); RFC 2132, 8.4 (option 43); RFC 3925 (option 125); RFC 8415,
// 21.17 (DHCPv6 option 17)
// Thread: pure

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::acs {

/// All of it from one option: the first of 43, 125 and 17 that names an ACS.
struct Discovered {
  std::string url;  ///< valid, at most 256 bytes; empty: no ACS was named, and then the rest is empty too
  std::string provisioning_code = {};                           ///< at most 64 characters; empty: DHCP gave none
  std::optional<std::chrono::seconds> retry_minimum_wait = {};  ///< 1 to 65535 s
  std::optional<unsigned> retry_interval_multiplier = {};       ///< thousandths, 1000 to 65535
  bool operator==(const Discovered&) const = default;
};

struct DhcpOptions {
  Discovered discovered;
  std::vector<std::string> problems;  ///< each option that was ignored, and why; for the log
};

/// Reads lines of `opt43=`, `opt125=` and `opt17=` (DHCPv6), each with the option's data as one of: hex digits, two a
/// byte (udhcpc, odhcp6c); hex numbers between colons (dhclient); or the text itself where all of it is printable
/// (dhclient). Other lines are skipped. An option 43 that is only the URL, not a list of encapsulated options, is
/// accepted too: many servers are configured so. An invalid option does not affect the others.
DhcpOptions read_dhcp_options(std::string_view file);

}  // namespace proxy::acs
