// SPDX-License-Identifier: Apache-2.0
// The table of the daemon's configuration keys: what config/README.md explains and config/tr069-proxy.yaml shows.
#include "proxy/config/schema/schema.hpp"

#include <array>

namespace proxy::config {
namespace {

using Kind = Option::Kind;

constexpr std::array kDevice{
    Option{.key = "manufacturer", .default_value = "tr069-proxy", .meaning = "Who made the gateway."},
    Option{.key = "oui", .required = true, .meaning = "The manufacturer's OUI, six hex digits."},
    Option{.key = "product_class", .required = true, .meaning = "The kind of product, unique below the OUI."},
    Option{.key = "serial_number", .meaning = "The serial number, unique below the product class."},
    Option{.key = "serial_number_file", .meaning = "A file that holds the serial number instead."},
    Option{.key = "hardware_version", .default_value = "", .meaning = "The revision of the hardware."},
    Option{
        .key = "software_version", .default_value = "", .meaning = "The gateway's firmware; empty: our own version."},
    Option{.key = "software_version_file", .meaning = "A file that holds it: os-release, openwrt_release or one line."},
    Option{.key = "model_name", .default_value = "", .meaning = "The name under which the model is sold."},
    Option{.key = "description", .default_value = "", .meaning = "A full description of the gateway."},
    Option{.key = "provisioning_code", .default_value = "", .meaning = "The ProvisioningCode until the ACS sets one."},
};

constexpr std::array kPeriodicInform{
    Option{
        .key = "enable", .kind = Kind::boolean, .default_value = "true", .meaning = "Whether to inform periodically."},
    Option{.key = "interval_s",
           .kind = Kind::integer,
           .default_value = "300",
           .minimum = 1,
           .maximum = 4294967295.0,
           .unit = "s",
           .meaning = "The time from one periodic Inform to the next."},
};

constexpr std::array kAcs{
    Option{.key = "url", .required = true, .meaning = "The URL of the ACS, http or https; dhcp: DHCP names it."},
    Option{.key = "dhcp_file",
           .default_value = "/run/tr069-proxy/dhcp",
           .meaning = "Where the hooks of the DHCP clients write what they were told."},
    Option{.key = "dhcp_renew_command",
           .kind = Kind::list,
           .default_value = "[]",
           .meaning = "What to run for a new lease when the ACS that DHCP named cannot be reached."},
    Option{.key = "username", .default_value = "", .meaning = "The name with which to log in at the ACS."},
    Option{.key = "password", .kind = Kind::secret, .default_value = "", .meaning = "The password that goes with it."},
    Option{.key = "ca_file", .default_value = "", .meaning = "The CA certificates (PEM); empty: the system's."},
    Option{.key = "client_cert_file", .default_value = "", .meaning = "Our certificate (PEM), with client_key_file."},
    Option{.key = "client_key_file", .default_value = "", .meaning = "The private key of that certificate (PEM)."},
    Option{.key = "periodic_inform",
           .kind = Kind::map,
           .meaning = "The periodic Inform, until the ACS sets it.",
           .children = kPeriodicInform},
    Option{.key = "retry_minimum_wait_s",
           .kind = Kind::integer,
           .default_value = "5",
           .minimum = 1,
           .maximum = 65535,
           .unit = "s",
           .meaning = "The shortest first wait after a session that failed."},
    Option{.key = "retry_interval_multiplier",
           .kind = Kind::integer,
           .default_value = "2000",
           .minimum = 1000,
           .maximum = 65535,
           .meaning = "How the wait grows from one retry to the next, in thousandths."},
    Option{.key = "response_timeout_s",
           .kind = Kind::integer,
           .default_value = "30",
           .minimum = 1,
           .maximum = 3600,
           .unit = "s",
           .meaning = "When to give up on an ACS that does not answer."},
    Option{.key = "interface", .default_value = "", .meaning = "The network interface towards the ACS; empty: any."},
    Option{.key = "http_compression",
           .default_value = "disabled",
           .choices = "disabled gzip deflate",
           .meaning = "What our messages are compressed with, until the ACS sets it."},
};

constexpr std::array kConnectionRequest{
    Option{.key = "enable", .kind = Kind::boolean, .default_value = "true", .meaning = "Whether the ACS may call."},
    Option{.key = "listen", .default_value = "[::]:7548", .meaning = "Address and port to listen on; port 0: any."},
    Option{.key = "udp_listen", .default_value = "", .meaning = "The same for requests over UDP; empty: as listen."},
    Option{.key = "url", .default_value = "", .meaning = "The URL to tell the ACS; empty: built from our address."},
    Option{.key = "username", .default_value = "", .meaning = "The name with which the ACS logs in here."},
    Option{.key = "password", .kind = Kind::secret, .default_value = "", .meaning = "The password that goes with it."},
};

constexpr std::array kLog{
    Option{.key = "level", .default_value = "info", .choices = "debug info warning error", .meaning = "What to log."},
    Option{.key = "target", .default_value = "stderr", .choices = "stderr syslog", .meaning = "Where to log to."},
};

constexpr std::array kAdapter{
    Option{.key = "name", .required = true, .meaning = "A name of its own: letters, digits, _ and -."},
    Option{.key = "plugin", .required = true, .meaning = "Which adapter it is: mqtt is adapter_dir/mqtt.so."},
    Option{.key = "profile", .meaning = "Defaults for its own keys: the file profile_dir/<profile>.yaml."},
    Option{.key = "mount",
           .meaning = "The object that its parameters are below; required without a profile or `devices`."},
};

constexpr std::array kVendorConfig{
    Option{.key = "allow",
           .kind = Kind::list,
           .default_value = "[]",
           .choices = "!env !file !secret include command file modbus",
           .meaning = "What a downloaded configuration file may use: tags, include, and these plugins."},
};

constexpr Option kInclude{
    .key = "include", .default_value = "", .meaning = "More files with `adapters:`, as a pattern."};
constexpr Option kAdapters{.key = "adapters",
                           .kind = Kind::list,
                           .meaning = "Where the values come from.",
                           .children = kAdapter,
                           .more_keys = true};

constexpr std::array kDownloaded{
    Option{.key = "name", .meaning = "What the file is called: VendorConfigFile.{i}.Name."},
    Option{.key = "version", .meaning = "Its version: VendorConfigFile.{i}.Version."},
    Option{.key = "description", .meaning = "What it is for: VendorConfigFile.{i}.Description."},
    kInclude,
    kAdapters,
};

constexpr std::array kDaemon{
    Option{.key = "device", .kind = Kind::map, .required = true, .meaning = "Who the ACS sees.", .children = kDevice},
    Option{.key = "acs", .kind = Kind::map, .required = true, .meaning = "Where the ACS is.", .children = kAcs},
    Option{.key = "connection_request",
           .kind = Kind::map,
           .meaning = "How the ACS asks for a session.",
           .children = kConnectionRequest},
    Option{.key = "state_dir", .default_value = "/var/lib/tr069-proxy", .meaning = "Where to keep what must last."},
    Option{.key = "control_socket",
           .default_value = "/run/tr069-proxy/control.sock",
           .meaning = "The socket on which tr069-proxyctl reaches the daemon."},
    Option{.key = "adapter_dir",
           .meaning = "Where the adapters' shared objects are; absent: where they are installed."},
    Option{.key = "profile_dir", .meaning = "Where profiles are; absent: where they are installed."},
    Option{.key = "log", .kind = Kind::map, .meaning = "What to log, and where to.", .children = kLog},
    Option{.key = "reboot_command",
           .kind = Kind::list,
           .default_value = "[]",
           .meaning = "What to run for the RPC Reboot; empty: the endpoint alone restarts."},
    Option{.key = "reboot_timeout_s",
           .kind = Kind::integer,
           .default_value = "120",
           .minimum = 1,
           .maximum = 3600,
           .unit = "s",
           .meaning = "How long the machine may take to go down by it; then the endpoint restarts itself."},
    Option{.key = "firmware_command",
           .kind = Kind::list,
           .default_value = "[]",
           .meaning = "What to run with a downloaded firmware image; empty: those are refused."},
    Option{.key = "firmware_timeout_s",
           .kind = Kind::integer,
           .default_value = "600",
           .minimum = 1,
           .maximum = 86400,
           .unit = "s",
           .meaning = "How long that may take."},
    Option{.key = "vendor_config",
           .kind = Kind::map,
           .meaning = "What an ACS may do by a downloaded configuration file.",
           .children = kVendorConfig},
    kInclude,
    kAdapters,
};

}  // namespace

std::span<const Option> daemon_options() { return kDaemon; }
std::span<const Option> downloaded_options() { return kDownloaded; }
std::span<const Option> adapter_options() { return kAdapter; }

}  // namespace proxy::config
