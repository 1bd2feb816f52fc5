// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/settings/settings.hpp"

#include "proxy/base/default_paths.hpp"
#include "proxy/base/lower_case.hpp"
#include "proxy/config/rules.hpp"
#include "proxy/config/schema/schema.hpp"
#include "proxy/config/schema/section.hpp"
#include "proxy/config/text.hpp"
#include "proxy/config/yaml/document.hpp"
#include "proxy/config/yaml/tags.hpp"
#include "proxy/web/login/password.hpp"

#include <boost/asio/ip/address.hpp>

#include <sys/un.h>

#include <algorithm>
#include <array>

namespace proxy::web {
namespace {

using config::Option;
using config::Section;
using Kind = Option::Kind;

constexpr std::array kTls{
    Option{.key = "certificate_file", .required = true, .meaning = "The certificate with its chain (PEM)."},
    Option{.key = "key_file", .required = true, .meaning = "The private key of the certificate (PEM)."},
};

constexpr std::array kOptions{
    Option{.key = "listen", .default_value = "127.0.0.1:7580", .meaning = "The address and port to listen on."},
    Option{
        .key = "socket", .default_value = "/run/tr069-proxy/monitor.sock", .meaning = "The daemon's monitor socket."},
    Option{.key = "password_hash", .kind = Kind::secret, .meaning = "As tr069-proxy-web --hash-password prints it."},
    Option{.key = "tls", .kind = Kind::map, .meaning = "Serves https.", .children = kTls},
    Option{.key = "allow_set", .kind = Kind::boolean, .default_value = "false", .meaning = "Allows to set values."},
    Option{.key = "metrics_token", .kind = Kind::secret, .meaning = "The bearer token for /metrics."},
    Option{.key = "behind_proxy",
           .kind = Kind::boolean,
           .default_value = "false",
           .meaning = "All requests come from a reverse proxy that sets X-Forwarded-For and X-Forwarded-Proto."},
    Option{.key = "allowed_hosts", .kind = Kind::list, .meaning = "More names of this server."},
    Option{.key = "pages_dir", .meaning = "The folder of the pages."},
};

std::string check_listen(std::string_view text) {
  return config::parse_listen(text) ? "" : R"(must be an address and a port, "127.0.0.1:7580" or "[::]:7580")";
}

std::string check_password_hash(std::string_view text) {
  return text.empty() || is_password_hash(text) ? "" : "must be what tr069-proxy-web --hash-password prints";
}

std::string check_token(std::string_view text) {
  constexpr std::size_t kLeast = 16, kMost = 256;
  const bool is_visible = std::ranges::all_of(text, [](char letter) { return letter > ' ' && letter < '\x7f'; });
  if (text.empty() || (is_visible && text.size() >= kLeast && text.size() <= kMost)) return "";
  return R"(must have 16 to 256 visible ASCII characters, such as "openssl rand -hex 16" prints)";
}

void read_secret(const Section& root, std::string_view key, config::Rule rule, config::Secret& to) {
  std::string text;
  if (root.read(key, text, rule)) to = config::Secret(std::move(text));
}

void read_tls(const Section& tls, Settings& settings) {
  tls.read("certificate_file", settings.certificate_file);
  tls.read("key_file", settings.key_file);
  for (const auto& [key, path] :
       {std::pair("certificate_file", &settings.certificate_file), std::pair("key_file", &settings.key_file)}) {
    if (!tls.has(key)) continue;
    constexpr std::size_t kMaxPemSize = 1024 * 1024;
    if (path->empty()) {
      tls.error(key, "must name a file");
    } else if (const auto file = config::read_file(*path, kMaxPemSize); !file.problem.empty()) {
      tls.error(key, "the file cannot be read: " + file.problem);
    }
  }
  if (!settings.key_file.empty() && config::others_may_read(settings.key_file))
    tls.warning("key_file", "all users can read this file: change its mode to 600");
}

void read_hosts(const Section& root, Settings& settings) {
  root.read("allowed_hosts", settings.allowed_hosts);
  for (std::string& host : settings.allowed_hosts) {
    host = base::lower_case(host);
    if (host.find_first_of("/ :") != std::string::npos)
      root.error("allowed_hosts", "must be a list of host names without scheme and port, such as gateway.example");
  }
}

/// What others may reach is never open to all, and a password never crosses the network in the clear.
void check_exposure(const Section& root, const Settings& settings) {
  const bool is_local = is_loopback(settings.listen.host);
  if (is_local && !settings.behind_proxy) return;
  const char* key = is_local ? "behind_proxy" : "listen";
  const std::string where = is_local ? "behind a reverse proxy" : "other machines can reach this address";
  if (!settings.needs_login()) {
    root.error(key, where + ": set password_hash to what tr069-proxy-web --hash-password prints" +
                        (is_local ? "" : ", or listen on 127.0.0.1"));
  }
  if (!settings.has_tls() && !settings.behind_proxy) {
    root.error(key, where +
                        ": set tls, or set behind_proxy: true if a reverse proxy serves https, or listen on "
                        "127.0.0.1");
  }
}

/// The pages of the source for an executable of a build tree; otherwise those that are installed.
std::filesystem::path default_pages_dir() {
  const std::filesystem::path tree = base::build_tree();
  return tree.empty() ? std::filesystem::path(PAGES_DIR) : tree / "web";
}

void read(const Section& root, Settings& settings) {
  std::string listen;
  if (root.read("listen", listen, check_listen)) settings.listen = *config::parse_listen(listen);
  root.read("socket", settings.socket);
  constexpr std::size_t kMaxSocketPath = sizeof(sockaddr_un::sun_path) - 1;
  if (settings.socket.empty() || settings.socket.string().size() > kMaxSocketPath)
    root.error("socket", "must be the path of the daemon's monitor socket, of at most 107 bytes");
  read_secret(root, "password_hash", check_password_hash, settings.password_hash);
  read_secret(root, "metrics_token", check_token, settings.metrics_token);
  read_tls(root.below("tls"), settings);
  root.read("allow_set", settings.allow_set);
  root.read("behind_proxy", settings.behind_proxy);
  root.read("pages_dir", settings.pages_dir);
  read_hosts(root, settings);
  check_exposure(root, settings);
}

}  // namespace

bool is_loopback(const std::string& address) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(address, error);
  return !error && parsed.is_loopback();
}

LoadedSettings load_settings(const std::filesystem::path& file) {
  LoadedSettings loaded;
  loaded.settings.socket = base::monitor_socket_to_ask();
  loaded.settings.pages_dir = default_pages_dir();
  if (file.empty()) return loaded;
  config::Tags tags(file.parent_path());
  config::Budget budget;
  const config::Nodes nodes = config::load_document(file, &tags, budget, loaded.diagnostics);
  if (!nodes.empty() && nodes[0].kind != config::Node::Kind::null) {
    config::validate(nodes, 0, kOptions, loaded.diagnostics);
    config::warn_of_readable_secrets(nodes, 0, kOptions, loaded.diagnostics);
    if (nodes[0].kind == config::Node::Kind::map) read(Section(nodes, 0, {}, loaded.diagnostics), loaded.settings);
  }
  loaded.diagnostics.sort();
  return loaded;
}

}  // namespace proxy::web
