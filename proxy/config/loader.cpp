// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/loader.hpp"

#include "proxy/base/default_paths.hpp"
#include "proxy/config/adapters/adapter_sections.hpp"
#include "proxy/config/adapters/profile.hpp"
#include "proxy/config/log_section.hpp"
#include "proxy/config/rules.hpp"
#include "proxy/config/schema/schema.hpp"
#include "proxy/config/schema/section.hpp"
#include "proxy/config/text.hpp"
#include "proxy/config/yaml/document.hpp"
#include "proxy/config/yaml/tags.hpp"

#include <fmt/format.h>
#include <sys/un.h>

#include <utility>

namespace proxy::config {
namespace {

constexpr std::size_t kMaxValueFileSize = 65536;

// ---- device, acs and the rest of the daemon's own keys

/// Reads a value from the file at `key` with `extract`. The rule of the direct key holds for it, too.
void read_from_file(const Section& section, std::string_view key, std::string_view direct_key, std::string& to,
                    std::string (*extract)(std::string_view), Rule rule) {
  if (section.scalar(key) == nullptr) return;
  if (section.has(direct_key))
    return section.error(key, fmt::format("cannot be used together with {}: remove one of them", direct_key));
  std::filesystem::path path;
  section.read(key, path);
  const auto [text, unreadable] = read_file(path, kMaxValueFileSize);
  if (!unreadable.empty()) return section.error(key, "the file cannot be read: " + unreadable);
  auto value = extract(text);
  const auto problem = first_bad_byte(value) != std::string::npos ? "is not valid UTF-8" : rule(value);
  if (!problem.empty()) return section.error(key, "the content of the file " + problem);
  to = std::move(value);
}

void read_device(const Section& section, Device& device) {
  section.read("manufacturer", device.manufacturer, text_rule<0, 64>);
  if (section.read("oui", device.oui, check_oui)) {
    for (auto& digit : device.oui) digit = digit >= 'a' && digit <= 'f' ? static_cast<char>(digit - 32) : digit;
  }
  section.read("product_class", device.product_class, text_rule<0, 64>);
  section.read("serial_number", device.serial_number, text_rule<1, 64>);
  read_from_file(
      section, "serial_number_file", "serial_number", device.serial_number,
      [](std::string_view text) { return std::string(trimmed(text)); }, text_rule<1, 64>);
  if (!section.has("serial_number") && !section.has("serial_number_file")) {
    section.error("serial_number", "is required, or serial_number_file instead");
  }
  section.read("hardware_version", device.hardware_version, text_rule<0, 64>);
  section.read("software_version", device.software_version, text_rule<0, 64>);
  read_from_file(section, "software_version_file", "software_version", device.software_version, version_in,
                 text_rule<1, 64>);
  section.read("model_name", device.model_name, text_rule<0, 64>);
  section.read("description", device.description, text_rule<0, 256>);
  section.read("provisioning_code", device.provisioning_code, text_rule<0, 64>);
}

void read_acs(const Section& section, Acs& acs) {
  section.read("url", acs.url, check_acs_url);
  if (acs.url == kDiscover) {
    acs.url.clear();
    acs.discover = true;
  }
  section.read("dhcp_file", acs.dhcp_file);
  if (acs.dhcp_file.filename().empty()) section.error("dhcp_file", "must name a file");
  section.read("dhcp_renew_command", acs.dhcp_renew_command);
  section.read("username", acs.username, text_rule<0, 256>);
  section.read("password", acs.password);
  section.read("ca_file", acs.ca_file);
  section.read("client_cert_file", acs.client_cert_file);
  section.read("client_key_file", acs.client_key_file);
  if (!acs.client_key_file.empty() && others_may_read(acs.client_key_file))
    section.warning("client_key_file", "all users can read this file: change its mode to 600");
  if (acs.client_cert_file.empty() != acs.client_key_file.empty()) {
    section.error(acs.client_key_file.empty() ? "client_cert_file" : "client_key_file",
                  "set both client_cert_file and client_key_file, or neither");
  }
  const auto periodic = section.below("periodic_inform");
  periodic.read("enable", acs.periodic_inform.enable);
  periodic.read("interval_s", acs.periodic_inform.interval);
  section.read("active_notification_throttle_s", acs.active_notification_throttle);
  section.read("retry_minimum_wait_s", acs.retry_minimum_wait);
  section.read("retry_interval_multiplier", acs.retry_interval_multiplier);
  section.read("response_timeout_s", acs.response_timeout);
  section.read("interface", acs.interface, check_interface);
  if (const auto* compression = section.scalar("http_compression")) {
    if (compression->scalar == "gzip") acs.http_compression = HttpCompression::gzip;
    if (compression->scalar == "deflate") acs.http_compression = HttpCompression::deflate;
  }
  section.read("lenient_types", acs.lenient_types);
}

std::string check_listen(std::string_view text) {
  return parse_listen(text) ? "" : "must be an address and a port, \"[::]:7548\" or \"0.0.0.0:7548\", or a port alone";
}

void read_connection_request(const Section& section, ConnectionRequest& request) {
  section.read("enable", request.enable);
  std::string listen, udp_listen;
  if (section.read("listen", listen, check_listen)) request.listen = *parse_listen(listen);
  const auto check_udp = [](std::string_view text) { return text.empty() ? std::string() : check_listen(text); };
  if (section.read("udp_listen", udp_listen, check_udp)) request.udp_listen = parse_listen(udp_listen);
  section.read("url", request.url,
               [](std::string_view url) { return url.empty() ? std::string() : check_url(url, false); });
  section.read("username", request.username, text_rule<0, 256>);
  section.read("password", request.password);
}

void check_socket(const Section& section, std::string_view key, const std::filesystem::path& socket) {
  constexpr std::size_t kMaxPathSize = sizeof(sockaddr_un::sun_path) - 1;
  if (socket.string().size() > kMaxPathSize)
    section.error(key, fmt::format("must have at most {} bytes: this is a limit of the kernel", kMaxPathSize));
}

/// After the control socket is read.
void read_monitor(const Section& section, Config& config) {
  Monitor& monitor = config.monitor;
  section.read("socket", monitor.socket);
  section.read("group", monitor.group, text_rule<0, 32>);
  section.read("allow_set", monitor.allow_set);
  check_socket(section, "socket", monitor.socket);
  if (!monitor.socket.empty() && monitor.socket.lexically_normal() == config.control_socket.lexically_normal())
    section.error("socket", "must not be the control_socket, which carries out every command");
}

void read_paths(const Section& root, Config& config) {
  base::DefaultPaths defaults = base::default_paths();
  config.state_dir = std::move(defaults.state_dir);
  config.control_socket = std::move(defaults.control_socket);
  config.adapter_dir = std::move(defaults.adapter_dir);
  config.profile_dir = std::move(defaults.profile_dir);
  root.read("state_dir", config.state_dir);
  root.read("control_socket", config.control_socket);
  root.read("control_group", config.control_group, text_rule<0, 32>);
  root.read("adapter_dir", config.adapter_dir);
  root.read("profile_dir", config.profile_dir);
  for (const auto& [key, path] :
       {std::pair("state_dir", &config.state_dir), std::pair("adapter_dir", &config.adapter_dir),
        std::pair("profile_dir", &config.profile_dir), std::pair("control_socket", &config.control_socket)}) {
    if (path->empty()) root.error(key, "must not be empty");
  }
  check_socket(root, "control_socket", config.control_socket);
}

// ---- the files

/// The main file without its adapters, for an upload of the configuration.
Nodes own_sections(Nodes nodes) {
  for (const std::string_view key : {"adapters", "include"}) {
    if (const auto index = find(nodes, 0, key); index != kNoNode) unlink(nodes, 0, index);
  }
  mark_secrets(nodes, 0, daemon_options());
  return subtree(nodes, 0);
}

class Loader {
 public:
  explicit Loader(const std::filesystem::path& file) : file_(file), tags_(file.parent_path()) {}

  LoadResult run() {
    Config config;
    const auto nodes = load_document(file_, &tags_, budget_, diagnostics_);
    if (!nodes.empty() && nodes[0].kind == Node::Kind::null) {
      diagnostics_.error(position(nodes[0]), {}, "the file is empty");
    } else if (!nodes.empty()) {
      read_main(nodes, config);
    }
    diagnostics_.sort();
    return {std::move(config), std::move(diagnostics_)};
  }

 private:
  void read_main(const Nodes& nodes, Config& config) {
    validate(nodes, 0, daemon_options(), diagnostics_);
    warn_of_readable_secrets(nodes, 0, daemon_options(), diagnostics_);
    if (nodes[0].kind != Node::Kind::map) return;
    const Section root(nodes, 0, {}, diagnostics_);
    if (root.has("device")) read_device(root.below("device"), config.device);
    if (root.has("acs")) read_acs(root.below("acs"), config.acs);
    read_connection_request(root.below("connection_request"), config.connection_request);
    read_paths(root, config);
    read_monitor(root.below("monitor"), config);
    root.read("reboot_command", config.reboot_command);
    root.read("reboot_timeout_s", config.reboot_timeout);
    root.read("firmware_command", config.firmware_command);
    root.read("firmware_timeout_s", config.firmware_timeout);
    root.read("time_command", config.time_command);
    root.read("core_dumps", config.core_dumps);
    root.below("vendor_config").read("allow", config.vendor_config.allow);
    Profiles profiles(config.profile_dir, budget_, diagnostics_);
    read_adapters(nodes, profiles, diagnostics_, config.adapters);
    read_included(root, file_.parent_path(), tags_, budget_, profiles, diagnostics_, config.adapters);
    check_clashes(config.adapters, diagnostics_);
    read_log(nodes, config, diagnostics_);
    config.document = own_sections(nodes);
  }

  std::filesystem::path file_;
  Tags tags_;
  Budget budget_;
  Diagnostics diagnostics_;
};

}  // namespace

LoadResult load(const std::filesystem::path& file) { return Loader(file).run(); }

}  // namespace proxy::config
