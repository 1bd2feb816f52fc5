// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/rules.hpp"

#include "proxy/config/text.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <net/if.h>

#include <algorithm>
#include <array>

namespace proxy::config {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_letter(char letter) { return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z'); }
bool is_word(char letter) { return is_letter(letter) || is_digit(letter) || letter == '_' || letter == '-'; }
bool is_hex(char letter) {
  return is_digit(letter) || (letter >= 'A' && letter <= 'F') || (letter >= 'a' && letter <= 'f');
}

bool is_address(int family, std::string_view host) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  const bool one_text = host.find('\0') == std::string_view::npos;  // inet_pton reads only up to a NUL
  return one_text && inet_pton(family, std::string(host).c_str(), address.data()) == 1;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  const auto number = parse_integer(text);
  if (!number || *number < 0 || *number > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(*number);
}

/// The scheme's part of a URL, "http" of "http://x"; empty if it has none.
std::string_view scheme_of(std::string_view url) {
  const auto end = url.find("://");
  return end == std::string_view::npos ? std::string_view() : url.substr(0, end);
}

std::string check_authority(std::string_view authority) {
  if (authority.find('@') != std::string_view::npos)
    return "must not contain a user name: use the keys username and password";
  std::string_view host = authority, port;
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos || !is_address(AF_INET6, authority.substr(1, end - 1))) {
      return "must have an IPv6 address between the brackets";
    }
    host = authority.substr(0, end + 1);
    port = authority.substr(end + 1);
  } else if (const auto colon = authority.find(':'); colon != std::string_view::npos) {
    host = authority.substr(0, colon);
    port = authority.substr(colon);
  }
  if (host.empty()) return "must name a host";
  if (port.empty()) return {};
  const auto number = port[0] == ':' ? parse_port(port.substr(1)) : std::nullopt;
  return number && *number != 0 ? "" : "must have a port from 1 to 65535 behind the colon";
}

std::string_view unquoted(std::string_view text) {
  const bool in_quotes = text.size() >= 2 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0];
  return in_quotes ? text.substr(1, text.size() - 2) : text;
}

/// The value of KEY=value in a text of lines; empty if there is no such line.
std::string_view line_value(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = trimmed(text.substr(0, end));
    if (line.starts_with(key) && line.substr(key.size()).starts_with('=')) {
      return unquoted(trimmed(line.substr(key.size() + 1)));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

}  // namespace

std::string check_oui(std::string_view text) {
  return text.size() == 6 && std::all_of(text.begin(), text.end(), is_hex) ? "" : "must be six hex digits";
}

std::string check_text(std::string_view text, std::size_t least, std::size_t most) {
  const auto length = characters(text);
  if (length < least) return "must not be empty";
  if (length > most) return fmt::format("must have at most {} characters, not {}", most, length);
  const bool control =
      std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return control ? "must not contain control characters or line ends" : "";
}

std::string check_url(std::string_view url, bool https_allowed) {
  if (auto problem = check_text(url, 1, 2048); !problem.empty()) return problem;
  const auto scheme = scheme_of(url);
  if (scheme != "http" && !(https_allowed && scheme == "https")) {
    return https_allowed ? "must begin with http:// or https://" : "must begin with http://";
  }
  if (!HAS_TLS && scheme == "https") return "must begin with http://: this build has no TLS";
  if (url.find(' ') != std::string_view::npos) return "must not contain a space";
  const auto rest = url.substr(scheme.size() + 3);
  return check_authority(rest.substr(0, rest.find_first_of("/?#")));
}

std::string check_acs_url(std::string_view url) {
  if (url.empty() || url == kDiscover) return {};
  std::string problem = check_url(url, true);
  return problem.empty() || url.find("://") != std::string_view::npos ? problem : problem + ", or be dhcp, or empty";
}

std::string check_mount(std::string_view mount) {
  constexpr std::string_view kRoot = "Device.";
  constexpr std::size_t kMaxPathLength = 256;
  constexpr std::array<std::string_view, 2> kOurs{"Device.DeviceInfo.", "Device.ManagementServer."};
  if (!mount.starts_with(kRoot)) return "must begin with \"Device.\"";
  if (!mount.ends_with('.')) return "must end in a dot: it is an object";
  if (mount == kRoot) return "must be an object below \"Device.\"";
  if (mount.size() > kMaxPathLength) return fmt::format("must have at most {} characters", kMaxPathLength);
  for (auto rest = mount.substr(kRoot.size()); !rest.empty();) {
    const auto name = rest.substr(0, rest.find('.'));
    rest.remove_prefix(name.size() + 1);
    if (name.empty()) return "must not contain an empty name";
    if (std::all_of(name.begin(), name.end(), is_digit))
      return "must not contain a number: a mount cannot be inside a table";
    const bool legal = (is_letter(name[0]) || name[0] == '_') && std::all_of(name.begin(), name.end(), is_word);
    if (!legal) return "must consist of names: a letter or _, then letters, digits, _ and -";
  }
  for (const auto ours : kOurs) {
    if (mount.starts_with(ours)) return fmt::format("must be outside of \"{}\", which belongs to the proxy", ours);
  }
  return {};
}

std::string check_name(std::string_view name) {
  const bool legal = !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), is_word);
  return legal ? "" : "must be 1 to 64 letters, digits, _ and -";
}

std::string check_interface(std::string_view name) {
  const bool legal = name.size() < IF_NAMESIZE && name.find_first_of("/ \t") == std::string_view::npos;
  return legal ? "" : "must be the name of a network interface";
}

std::optional<Listen> parse_listen(std::string_view text) {
  const auto colon = text.rfind(':');
  const auto port = parse_port(colon == std::string_view::npos ? text : text.substr(colon + 1));
  if (!port) return std::nullopt;
  Listen listen;
  listen.port = *port;
  const auto host = colon == std::string_view::npos ? std::string_view() : text.substr(0, colon);
  if (host.empty()) return listen;
  if (host.starts_with('[') && host.ends_with(']') && is_address(AF_INET6, host.substr(1, host.size() - 2))) {
    listen.host = host.substr(1, host.size() - 2);
    return listen;
  }
  if (!is_address(AF_INET, host)) return std::nullopt;
  listen.host = host;
  return listen;
}

std::string version_in(std::string_view text) {
  for (const auto* key : {"VERSION_ID", "DISTRIB_RELEASE", "PRETTY_NAME"}) {
    if (const auto value = line_value(text, key); !value.empty()) return std::string(value);
  }
  const auto whole = trimmed(text);
  return std::string(trimmed(whole.substr(0, whole.find('\n'))));
}

}  // namespace proxy::config
