// SPDX-License-Identifier: Apache-2.0
#pragma once
// The configuration as plain structs: one field for each key, with its default, which schema/options.cpp has too.
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

/// The identity of the gateway: DeviceIdStruct and Device.DeviceInfo.
/// Spec: TR-069 Amendment 6, A.3.3.1 (DeviceIdStruct: lengths).
struct Device {
  std::string manufacturer = "tr069-proxy";  ///< at most 64 characters
  std::string oui;                           ///< six hex digits, upper case; required
  std::string product_class;                 ///< at most 64 characters; required
  std::string serial_number;                 ///< 1 to 64 characters; from serial_number_file if that is set
  std::string hardware_version;              ///< at most 64 characters
  std::string software_version;              ///< at most 64 characters; empty: our own version
  std::string model_name;                    ///< at most 64 characters
  std::string description;                   ///< at most 256 characters
  std::string provisioning_code;             ///< at most 64 characters; until the ACS sets it
  bool operator==(const Device&) const = default;
};

struct PeriodicInform {
  bool enable = true;
  std::chrono::seconds interval{300};  ///< at least 1 s
  bool operator==(const PeriodicInform&) const = default;
};

/// The compression of messages to the ACS. The words of TR-181 are Disabled, GZIP and Deflate.
enum class HttpCompression : std::uint8_t { disabled, gzip, deflate };

/// The ACS and how to reach it.
/// Spec: TR-069 Amendment 6, 3.2.1.1 (retry policy); TR-181 Device.ManagementServer.
struct Acs {
  std::string url;        ///< http:// or https:// with a host; at most 2048 characters; empty: no ACS, or see discover
  bool discover = false;  ///< `url: dhcp`: the URL comes from DHCP
  std::filesystem::path dhcp_file = "/run/tr069-proxy/dhcp";  ///< options of DHCP clients (packaging/dhcp)
  std::vector<std::string> dhcp_renew_command;                ///< renews the DHCP lease; empty: no command
  std::string username;
  Secret password;
  std::filesystem::path ca_file;           ///< PEM; empty: those of the system
  std::filesystem::path client_cert_file;  ///< PEM; empty: none. Set together with client_key_file
  std::filesystem::path client_key_file;
  PeriodicInform periodic_inform;
  std::chrono::seconds active_notification_throttle{0};  ///< from a successful session to one for active notification
  std::chrono::seconds retry_minimum_wait{5};            ///< m of the retry table, 1 to 65535 s
  unsigned retry_interval_multiplier = 2000;             ///< k of the retry table, in thousandths, 1000 to 65535
  std::chrono::seconds response_timeout{30};             ///< then a session with a silent ACS fails; 1 to 3600 s
  std::string interface;                                 ///< the network interface to use; empty: any
  HttpCompression http_compression = HttpCompression::disabled;
  bool lenient_types = true;  ///< a set accepts xsd:string for a parameter of another type
  bool operator==(const Acs&) const = default;
};

/// An address and port to listen on. An IPv6 wildcard accepts IPv4 as well.
struct Listen {
  std::string host = "::";    ///< an IPv4 or IPv6 address, without brackets
  std::uint16_t port = 7548;  ///< 0: any free port
  bool operator==(const Listen&) const = default;
};

struct ConnectionRequest {
  bool enable = true;
  Listen listen;
  std::optional<Listen> udp_listen;  ///< for UDP connection requests; none: as `listen`
  std::string url;                   ///< ConnectionRequestURL; empty: the address towards the ACS and a random path
  std::string username;  ///< what the ACS must send; if this or the password is empty, all requests are rejected
  Secret password;
  bool operator==(const ConnectionRequest&) const = default;
};

using Log = base::log::Settings;

/// A second socket for programs that only watch, and may set if allowed.
struct Monitor {
  std::filesystem::path socket;  ///< empty: none
  std::string group;             ///< its members may use the socket; empty: only the daemon's user and root
  bool allow_set = false;        ///< `set` is carried out, too
  bool operator==(const Monitor&) const = default;
};

/// One entry of `adapters`. The host knows only name, plugin, profile and mount. The other keys, with the defaults of
/// the profile, are checked against the adapter's table of keys.
struct AdapterSection {
  std::string name;    ///< unique; letters, digits, _ and -
  std::string plugin;  ///< the file name of the shared object without .so; never a path
  std::string mount;   ///< "Device.X_00D09E_Home."; empty: it shows only devices, in the standard shape
  Nodes section;       ///< the whole entry with the host's keys; node 0 is its map
  std::string path;    ///< "adapters[0]": the prefix of its keys in messages
  std::string file;    ///< where the entry begins
  std::uint32_t line = 1, column = 1;
};

/// The limits of a vendor configuration file that an ACS downloads.
struct VendorConfig {
  std::vector<std::string>
      allow;  ///< any of "!env", "!file", "!secret", "include", and the plugins "command", "file", "http" and "modbus"

  bool allows(std::string_view word) const { return std::find(allow.begin(), allow.end(), word) != allow.end(); }
};

struct Config {
  Device device;
  Acs acs;
  ConnectionRequest connection_request;
  // By default those of base/default_paths.hpp.
  std::filesystem::path state_dir;
  std::filesystem::path control_socket;
  std::string control_group;  ///< its members may use the control socket, too; empty: none
  Monitor monitor;
  std::filesystem::path adapter_dir;
  std::filesystem::path profile_dir;
  Log log;
  std::vector<std::string> reboot_command;     ///< program and arguments; empty: only the CWMP endpoint restarts
  std::chrono::seconds reboot_timeout{120};    ///< for the machine to go down; then the CWMP endpoint restarts
  std::vector<std::string> firmware_command;   ///< gets the downloaded file; empty: firmware is rejected (9001)
  std::chrono::seconds firmware_timeout{600};  ///< for the command to end
  std::vector<std::string> time_command;       ///< gets the time zone and the NTP servers; empty: both are read-only
  bool core_dumps = false;                     ///< the kernel may write the memory of the daemon, secrets included
  VendorConfig vendor_config;
  std::vector<AdapterSection>
      adapters;    ///< in the order of the file, then of the included files; without downloaded ones
  Nodes document;  ///< everything but the adapters, as written, secrets marked
};

}  // namespace proxy::config
