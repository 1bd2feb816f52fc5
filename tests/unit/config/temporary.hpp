// SPDX-License-Identifier: Apache-2.0
#pragma once
// A directory of configuration files that lives as long as the test.

#include "proxy/config/loader.hpp"

#include <filesystem>
#include <string>
#include <string_view>

class Temporary {
 public:
  Temporary();
  ~Temporary();
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  std::filesystem::path write(std::string_view name, std::string_view text) const;
  /// A configuration with all that is required, and then `more`.
  proxy::config::LoadResult load(std::string_view more) const;
  /// The diagnostics without this directory's name.
  std::string text(const proxy::config::LoadResult& result) const;

  std::filesystem::path path;
};

/// The text with every `what` replaced.
std::string replaced(std::string text, std::string_view what, std::string_view with);

/// device and acs, six lines with nothing but what is required; what follows, if indented, belongs to acs.
inline constexpr std::string_view kRequired =
    "device:\n"
    "  oui: 00d09e\n"
    "  product_class: HomeGateway\n"
    "  serial_number: GW0001\n"
    "acs:\n"
    "  url: http://127.0.0.1:7547/acs\n";
