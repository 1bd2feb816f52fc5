// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rules for values, beyond their kind. Each rule returns what is wrong, "must begin with ...", or an empty string. It
// never quotes the value, which may be a secret.
// Thread: pure

#include "proxy/config/config.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace proxy::config {

/// Six hex digits, of either case.
std::string check_oui(std::string_view text);

/// At least `least` and at most `most` characters, none of them a control character.
std::string check_text(std::string_view text, std::size_t least, std::size_t most);

/// A URL with a host, without userinfo; https only where allowed.
std::string check_url(std::string_view url, bool https_allowed);

/// In place of the URL of an ACS: the URL comes from DHCP.
inline constexpr std::string_view kDiscover = "dhcp";

/// acs.url: a URL; or kDiscover; or empty: no ACS.
std::string check_acs_url(std::string_view url);

/// The path of an object below Device., outside of the proxy's own objects.
/// Spec: TR-106 Amendment 8, 3.2 (names), 3.1 (length of a path).
std::string check_mount(std::string_view mount);

/// The name of an adapter or of its plugin: 1 to 64 letters, digits, _ and -.
std::string check_name(std::string_view name);

/// The name of a network interface, as the kernel limits it; empty for none.
std::string check_interface(std::string_view name);

/// "[::]:7548", "0.0.0.0:7548", ":7548" or "7548"; nullopt for anything else.
std::optional<Listen> parse_listen(std::string_view text);

/// The version in the text of a file. With KEY=value lines: VERSION_ID, else DISTRIB_RELEASE, else PRETTY_NAME;
/// otherwise the first line.
std::string version_in(std::string_view text);

}  // namespace proxy::config
