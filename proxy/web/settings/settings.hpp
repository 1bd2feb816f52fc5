// SPDX-License-Identifier: Apache-2.0
#pragma once
// The configuration of tr069-proxy-web: one small YAML file, read with the machinery of the daemon's.
// Thread: one call at a time (it reads files)

#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"
#include "proxy/config/secret.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace proxy::web {

struct Settings {
  config::Listen listen{"127.0.0.1", 7580};
  std::filesystem::path socket;            ///< the daemon's monitor socket
  config::Secret password_hash;            ///< in the form of crypt(3); empty: no password
  std::filesystem::path certificate_file;  ///< PEM, the whole chain; with key_file: TLS
  std::filesystem::path key_file;          ///< PEM
  bool allow_set = false;                  ///< values may be set, if the daemon allows it, too
  config::Secret metrics_token;            ///< for /metrics, in place of a login; empty: none
  bool behind_proxy = false;               ///< all requests come from a reverse proxy, whose X-Forwarded-* is trusted
  std::vector<std::string> allowed_hosts;  ///< names beside the usual ones for which the Host header is accepted
  std::filesystem::path pages_dir;         ///< where the pages are

  bool has_tls() const { return !certificate_file.empty(); }
  bool needs_login() const { return !password_hash.empty(); }
};

struct LoadedSettings {
  Settings settings;  ///< not to be used if there are errors
  config::Diagnostics diagnostics;
};

/// Reads the file and reports all mistakes of one run. An empty file has the defaults, and so has an empty path.
LoadedSettings load_settings(const std::filesystem::path& file);

/// Whether only this machine can connect to the address: 127.0.0.0/8 or ::1.
bool is_loopback(const std::string& address);

}  // namespace proxy::web
