// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/login/origin.hpp"

#include "proxy/base/lower_case.hpp"

#include <algorithm>

namespace proxy::web {
namespace {

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::ranges::all_of(text, [](char letter) { return letter >= '0' && letter <= '9'; });
}

/// The authority without the port that its scheme has anyway.
std::string canonical(std::string_view scheme, std::string_view authority) {
  std::string text = base::lower_case(authority);
  const std::string_view usual = scheme == "https" ? ":443" : ":80";
  if (text.ends_with(usual)) text.resize(text.size() - usual.size());
  return text;
}

}  // namespace

std::string host_of(std::string_view authority) {
  std::string_view host = authority;
  std::string_view port;
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    if (end == std::string_view::npos) return {};
    port = host.substr(end + 1);
    host = host.substr(1, end - 1);
  } else if (const auto colon = host.find(':'); colon != std::string_view::npos) {
    port = host.substr(colon);
    host = host.substr(0, colon);
  }
  if (!port.empty() && (!port.starts_with(':') || !is_port(port.substr(1)))) return {};
  if (host.ends_with('.')) host.remove_suffix(1);
  return base::lower_case(host);
}

bool is_allowed_host(const std::string& host, const Settings& settings) {
  if (host.empty()) return false;
  if (std::ranges::find(settings.allowed_hosts, host) != settings.allowed_hosts.end()) return true;
  const bool is_strict = is_loopback(settings.listen.host) && !settings.behind_proxy;
  if (!is_strict) return settings.allowed_hosts.empty();
  return host == "localhost" || is_loopback(host);
}

bool is_same_origin(std::string_view origin, std::string_view scheme, std::string_view authority) {
  const std::string prefix = std::string(scheme) + "://";
  if (!origin.starts_with(prefix)) return false;
  return canonical(scheme, origin.substr(prefix.size())) == canonical(scheme, authority);
}

}  // namespace proxy::web
