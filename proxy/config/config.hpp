// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the configuration file says, as plain structs: one field a key, its default here and in options.cpp.
// Thread: any

#include "proxy/base/log.hpp"
#include "proxy/config/secret.hpp"
#include "proxy/config/yaml/node.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::config {

/// Who the ACS sees: DeviceIdStruct and Device.DeviceInfo.
/// Spec: TR-069 Amendment 6, A.3.3.1 (DeviceIdStruct: lengths).
struct Device {
  std::string manufacturer = "tr069-proxy";  ///< at most 64 characters
  std::string oui;                           ///< six hex digits, upper case; required
  std::string product_class;                 ///< at most 64 characters; required
  std::string serial_number;                 ///< 1 to 64 characters; from serial_number_file where that is given
  std::string hardware_version;              ///< at most 64 characters
  std::string software_version;              ///< at most 64 characters; empty: our own version
  std::string model_name;                    ///< at most 64 characters
  std::string description;                   ///< at most 256 characters
  std::string provisioning_code;             ///< at most 64 characters; until the ACS sets one
  bool operator==(const Device&) const = default;
};

struct PeriodicInform {
  bool enable = true;
  std::chrono::seconds interval{300};  ///< at least 1 s
  bool operator==(const PeriodicInform&) const = default;
};

/// What the bodies of our POSTs are compressed with; TR-181's words for it are Disabled, GZIP and Deflate.
enum class HttpCompression : std::uint8_t { disabled, gzip, deflate };

/// Where the ACS is and how to speak to it.
/// Spec: TR-069 Amendment 6, 3.2.1.1 (retry policy); TR-181 Device.ManagementServer.
struct Acs {
  std::string url;        ///< http:// or https:// with a host; at most 2048 characters; empty: see discover
  bool discover = false;  ///< `url: dhcp`: DHCP names the ACS
  std::filesystem::path dhcp_file = "/run/tr069-proxy/dhcp";  ///< what DHCP clients were told (packaging/dhcp)
  std::vector<std::string> dhcp_renew_command;  ///< asks the DHCP client for a new lease; empty: nothing is run
  std::string username;
  Secret password;
  std::filesystem::path ca_file;           ///< PEM; empty: the system's
  std::filesystem::path client_cert_file;  ///< PEM; empty: none. Given together with client_key_file or not at all
  std::filesystem::path client_key_file;
  PeriodicInform periodic_inform;
  std::chrono::seconds retry_minimum_wait{5};  ///< m of the retry table, 1 to 65535 s
  unsigned retry_interval_multiplier = 2000;   ///< k of the retry table, in thousandths, 1000 to 65535
  std::chrono::seconds response_timeout{30};   ///< give up on a hanging ACS, 1 to 3600 s
  std::string interface;                       ///< bind to this network interface; empty: any
  HttpCompression http_compression = HttpCompression::disabled;
  bool operator==(const Acs&) const = default;
};

/// Where to accept connections. An IPv6 wildcard takes IPv4 as well.
struct Listen {
  std::string host = "::";    ///< an IPv4 or IPv6 address, without brackets
  std::uint16_t port = 7548;  ///< 0: any that is free
  bool operator==(const Listen&) const = default;
};

struct ConnectionRequest {
  bool enable = true;
  Listen listen;
  std::optional<Listen> udp_listen;  ///< for those over UDP; none: as `listen`
  std::string url;       ///< what to advertise; empty: built from the address towards the ACS and a random path
  std::string username;  ///< what the ACS has to present; where empty together with the password, none is accepted
  Secret password;
  bool operator==(const ConnectionRequest&) const = default;
};

struct Log {
  base::log::Level level = base::log::Level::info;
  base::log::Target target = base::log::Target::standard_error;
  bool operator==(const Log&) const = default;
};

/// One entry of `adapters`. Only name, plugin, profile and mount are the host's; the rest of the section, to which the
/// profile has added what it does not say itself, is checked against the rows that the plugin brings.
struct AdapterSection {
  std::string name;    ///< unique; letters, digits, _ and -
  std::string plugin;  ///< the file name of the shared object without .so; never a path
  std::string mount;   ///< "Device.X_00D09E_Home."; empty: it shows devices alone, in the standard shape
  Nodes section;       ///< all of the entry, node 0 its map, the host's own keys included
  std::string path;    ///< "adapters[0]": what stands before its keys in messages
  std::string file;    ///< where the entry begins
  std::uint32_t line = 1, column = 1;
};

/// What an ACS may do by the vendor configuration file that it downloads.
struct VendorConfig {
  std::vector<std::string>
      allow;  ///< of "!env", "!file", "!secret", "include", and the plugins "command", "file" and "modbus"

  bool allows(std::string_view word) const { return std::find(allow.begin(), allow.end(), word) != allow.end(); }
};

struct Config {
  Device device;
  Acs acs;
  ConnectionRequest connection_request;
  std::filesystem::path state_dir = "/var/lib/tr069-proxy";
  std::filesystem::path control_socket = "/run/tr069-proxy/control.sock";
  // Unless the file says otherwise, where they are installed.
  std::filesystem::path adapter_dir;
  std::filesystem::path profile_dir;
  Log log;
  std::vector<std::string> reboot_command;     ///< program and arguments; empty: restart the endpoint itself
  std::chrono::seconds reboot_timeout{120};    ///< for the machine to go down by it; then the endpoint restarts itself
  std::vector<std::string> firmware_command;   ///< called with the downloaded file; empty: firmware is refused (9001)
  std::chrono::seconds firmware_timeout{600};  ///< for the command to end
  VendorConfig vendor_config;
  std::vector<AdapterSection> adapters;  ///< in the order of the file, then of the included ones; no downloaded ones
  Nodes document;                        ///< all but the adapters as it was written, secrets marked
};

}  // namespace proxy::config
