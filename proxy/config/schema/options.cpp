// SPDX-License-Identifier: Apache-2.0
// The table of the daemon's configuration keys. config/README.md explains them, config/tr069-proxy.yaml shows them.
#include "proxy/config/schema/schema.hpp"

#include <array>

namespace proxy::config {
namespace {

using Kind = Option::Kind;

constexpr std::array kDevice{
    Option{.key = "manufacturer", .default_value = "tr069-proxy", .meaning = "The manufacturer of the gateway."},
    Option{.key = "oui", .required = true, .meaning = "The manufacturer's OUI, six hex digits."},
    Option{.key = "product_class", .required = true, .meaning = "The product class, unique within the OUI."},
    Option{.key = "serial_number", .meaning = "The serial number, unique within the product class."},
    Option{.key = "serial_number_file", .meaning = "A file with the serial number, instead of serial_number."},
    Option{.key = "hardware_version", .default_value = "", .meaning = "The hardware revision."},
    Option{.key = "software_version",
           .default_value = "",
           .meaning = "The firmware version of the gateway; empty: the version of tr069-proxy."},
    Option{.key = "software_version_file",
           .meaning = "A file with the firmware version: os-release, openwrt_release or one line."},
    Option{.key = "model_name", .default_value = "", .meaning = "The name of the model."},
    Option{.key = "description", .default_value = "", .meaning = "A description of the gateway."},
    Option{.key = "provisioning_code", .default_value = "", .meaning = "The ProvisioningCode until the ACS sets one."},
};

constexpr std::array kPeriodicInform{
    Option{.key = "enable", .kind = Kind::boolean, .default_value = "true", .meaning = "Enables the periodic Inform."},
    Option{.key = "interval_s",
           .kind = Kind::integer,
           .default_value = "300",
           .minimum = 1,
           .maximum = 4294967295.0,
           .unit = "s",
           .meaning = "The time from one periodic Inform to the next."},
};

constexpr std::array kAcs{
    Option{.key = "url",
           .required = true,
           .meaning = "The URL of the ACS, http or https; dhcp: take it from DHCP; empty: no ACS."},
    Option{.key = "dhcp_file",
           .default_value = "/run/tr069-proxy/dhcp",
           .meaning = "The file to which the hooks of the DHCP clients write their options."},
    Option{.key = "dhcp_renew_command",
           .kind = Kind::list,
           .default_value = "[]",
           .meaning = "The command that renews the lease when the ACS from DHCP cannot be reached."},
    Option{.key = "username", .default_value = "", .meaning = "The user name for the ACS."},
    Option{.key = "password", .kind = Kind::secret, .default_value = "", .meaning = "The password that goes with it."},
    Option{.key = "ca_file", .default_value = "", .meaning = "The CA certificates (PEM); empty: the system's."},
    Option{.key = "client_cert_file",
           .default_value = "",
           .meaning = "The client certificate (PEM), together with client_key_file."},
    Option{
        .key = "client_key_file", .default_value = "", .meaning = "The private key of the client certificate (PEM)."},
    Option{.key = "periodic_inform",
           .kind = Kind::map,
           .meaning = "The periodic Inform, until the ACS sets it.",
           .children = kPeriodicInform},
    Option{.key = "active_notification_throttle_s",
           .kind = Kind::integer,
           .default_value = "0",
           .minimum = 0,
           .maximum = 4294967295,
           .unit = "s",
           .meaning =
               "The least time from the end of a session to one that active notification alone causes, until the "
               "ACS sets it."},
    Option{.key = "retry_minimum_wait_s",
           .kind = Kind::integer,
           .default_value = "5",
           .minimum = 1,
           .maximum = 65535,
           .unit = "s",
           .meaning = "The shortest first wait after a failed session."},
    Option{.key = "retry_interval_multiplier",
           .kind = Kind::integer,
           .default_value = "2000",
           .minimum = 1000,
           .maximum = 65535,
           .meaning = "The factor from one retry wait to the next, in thousandths."},
    Option{.key = "response_timeout_s",
           .kind = Kind::integer,
           .default_value = "30",
           .minimum = 1,
           .maximum = 3600,
           .unit = "s",
           .meaning = "The time after which a session with a silent ACS fails."},
    Option{.key = "interface", .default_value = "", .meaning = "The network interface towards the ACS; empty: any."},
    Option{.key = "http_compression",
           .default_value = "disabled",
           .choices = "disabled gzip deflate",
           .meaning = "The compression of messages to the ACS, until the ACS sets it."},
    Option{.key = "lenient_types",
           .kind = Kind::boolean,
           .default_value = "true",
           .meaning = "Accepts xsd:string as the type of every value that the ACS sets."},
};

constexpr std::array kConnectionRequest{
    Option{.key = "enable",
           .kind = Kind::boolean,
           .default_value = "true",
           .meaning = "Enables connection requests from the ACS."},
    Option{.key = "listen", .default_value = "[::]:7548", .meaning = "The address and port to listen on; port 0: any."},
    Option{.key = "udp_listen",
           .default_value = "",
           .meaning = "The address and port for UDP connection requests; empty: as listen."},
    Option{.key = "url",
           .default_value = "",
           .meaning = "The ConnectionRequestURL, whose path is listened to; without a path a random one is appended; "
                      "empty: built from the address of this machine."},
    Option{.key = "username", .default_value = "", .meaning = "The user name that the ACS must send."},
    Option{.key = "password", .kind = Kind::secret, .default_value = "", .meaning = "The password that goes with it."},
};

constexpr std::array kLog{
    Option{.key = "level",
           .default_value = "info",
           .choices = "debug info warning error",
           .meaning = "The lowest level that is logged."},
    Option{.key = "modules",
           .kind = Kind::words,
           .choices = "debug info warning error",
           .meaning = "Modules with a level of their own: the first words of ids, adapters and plugins."},
    Option{.key = "target",
           .default_value = "stderr",
           .choices = "stderr syslog",
           .meaning = "The destination of the log."},
    Option{.key = "format",
           .default_value = "text",
           .choices = "text json",
           .meaning = "The form of a line; json: one object a line."},
};

constexpr std::array kMonitor{
    Option{.key = "socket", .default_value = "", .meaning = "The socket for programs that only watch; empty: none."},
    Option{.key = "group",
           .default_value = "",
           .meaning = "The group that may use the monitor socket; empty: only the daemon's user and root."},
    Option{.key = "allow_set",
           .kind = Kind::boolean,
           .default_value = "false",
           .meaning = "Lets programs on the monitor socket set values, too."},
};

constexpr std::array kAdapter{
    Option{.key = "name", .required = true, .meaning = "A unique name: letters, digits, _ and -."},
    Option{.key = "plugin", .required = true, .meaning = "The kind of adapter: mqtt is adapter_dir/mqtt.so."},
    Option{.key = "profile", .meaning = "Defaults for the adapter's own keys: the file profile_dir/<profile>.yaml."},
    Option{.key = "mount", .meaning = "The object above its parameters; required without a profile or `devices`."},
};

constexpr std::array kVendorConfig{
    Option{.key = "allow",
           .kind = Kind::list,
           .default_value = "[]",
           .choices = "!env !file !secret include command file http modbus",
           .meaning = "The tags, plugins and `include` that a downloaded configuration file may use."},
};

constexpr Option kInclude{
    .key = "include", .default_value = "", .meaning = "A pattern for more files with `adapters:`."};
constexpr Option kAdapters{.key = "adapters",
                           .kind = Kind::list,
                           .meaning = "The adapters, which provide the devices and values.",
                           .children = kAdapter,
                           .more_keys = true};

constexpr std::array kDownloaded{
    Option{.key = "name", .meaning = "The name of the file: VendorConfigFile.{i}.Name."},
    Option{.key = "version", .meaning = "The version of the file: VendorConfigFile.{i}.Version."},
    Option{.key = "description", .meaning = "The description of the file: VendorConfigFile.{i}.Description."},
    kInclude,
    kAdapters,
};

constexpr std::array kDaemon{
    Option{.key = "device",
           .kind = Kind::map,
           .required = true,
           .meaning = "The identity of the gateway at the ACS.",
           .children = kDevice},
    Option{
        .key = "acs", .kind = Kind::map, .required = true, .meaning = "The ACS and how to reach it.", .children = kAcs},
    Option{.key = "connection_request",
           .kind = Kind::map,
           .meaning = "How the ACS requests a session.",
           .children = kConnectionRequest},
    Option{.key = "state_dir",
           .meaning = "The folder for everything that must survive a restart; absent: /var/lib/tr069-proxy, or for an "
                      "ordinary user tr069-proxy in $XDG_STATE_HOME."},
    Option{.key = "control_socket",
           .meaning = "The socket for tr069-proxyctl; absent: /run/tr069-proxy/control.sock, or for an ordinary user "
                      "tr069-proxy/control.sock in $XDG_RUNTIME_DIR."},
    Option{.key = "control_group",
           .default_value = "",
           .meaning = "The group that may use the control socket; empty: only the daemon's user and root."},
    Option{.key = "monitor",
           .kind = Kind::map,
           .meaning = "A second socket, for programs that only watch, such as tr069-proxy-web.",
           .children = kMonitor},
    Option{.key = "adapter_dir",
           .meaning = "The folder of the adapters' shared objects; absent: where they are installed or built."},
    Option{.key = "profile_dir",
           .meaning = "The folder of the profiles; absent: where they are installed, or those of the build."},
    Option{.key = "log",
           .kind = Kind::map,
           .meaning = "The levels, the destination and the form of the log.",
           .children = kLog},
    Option{.key = "reboot_command",
           .kind = Kind::list,
           .default_value = "[]",
           .meaning = "The command for the RPC Reboot; empty: only the CWMP endpoint restarts."},
    Option{.key = "reboot_timeout_s",
           .kind = Kind::integer,
           .default_value = "120",
           .minimum = 1,
           .maximum = 3600,
           .unit = "s",
           .meaning = "The time the machine may take to go down; then the CWMP endpoint restarts itself."},
    Option{.key = "firmware_command",
           .kind = Kind::list,
           .default_value = "[]",
           .meaning = "The command that installs a downloaded firmware image; empty: firmware is rejected."},
    Option{.key = "firmware_timeout_s",
           .kind = Kind::integer,
           .default_value = "600",
           .minimum = 1,
           .maximum = 86400,
           .unit = "s",
           .meaning = "The time firmware_command may take."},
    Option{.key = "time_command",
           .kind = Kind::list,
           .default_value = "[]",
           .meaning = "The command that gets the time zone and the NTP servers; empty: an ACS cannot set them."},
    Option{.key = "core_dumps",
           .kind = Kind::boolean,
           .default_value = "false",
           .meaning = "Lets the kernel write core dumps, which hold secrets."},
    Option{.key = "vendor_config",
           .kind = Kind::map,
           .meaning = "The limits of configuration files that the ACS downloads.",
           .children = kVendorConfig},
    kInclude,
    kAdapters,
};

}  // namespace

std::span<const Option> daemon_options() { return kDaemon; }
std::span<const Option> downloaded_options() { return kDownloaded; }
std::span<const Option> adapter_options() { return kAdapter; }

}  // namespace proxy::config
