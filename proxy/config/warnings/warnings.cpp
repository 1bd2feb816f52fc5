// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/warnings/warnings.hpp"

#include "proxy/config/adapters/adapter_sections.hpp"
#include "proxy/config/text.hpp"
#include "proxy/config/warnings/register_numbers.hpp"
#include "proxy/config/yaml/scalars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

namespace proxy::config {
namespace {

constexpr std::array<std::string_view, 3> kCertificateKeys{"ca_file", "client_cert_file", "client_key_file"};
constexpr std::size_t kMaxCertificateSize = std::size_t{16} << 20;

/// The position of the key at the top level of the main file, or of the whole document without it.
Position top_position(const Nodes& document, std::string_view key) {
  const auto index = find(document, 0, key);
  return position(document[index == kNoNode ? 0 : index]);
}

void check_connection_request(const Config& config, Diagnostics& diagnostics) {
  const ConnectionRequest& request = config.connection_request;
  const bool has_username = !request.username.empty();
  if (!request.enable || (has_username && !request.password.empty())) return;
  const std::string_view missing = !request.password.empty() ? "the username is missing"
                                   : has_username            ? "the password is missing"
                                                             : "username and password are missing";
  diagnostics.warning(
      top_position(config.document, "connection_request"), "connection_request",
      fmt::format("{}, so the daemon rejects every connection request; set both, or enable: false", missing));
}

/// Spec: TR-106 Amendment 8, 3.3: a vendor's objects begin with X_.
void check_mount_place(const AdapterSection& adapter, const std::string& oui, Diagnostics& diagnostics) {
  constexpr std::string_view kRoot = "Device.";
  if (adapter.mount.empty() || adapter.mount.find(".X_") != std::string::npos) return;
  const auto index = find(adapter.section, 0, "mount");
  if (index == kNoNode || !adapter.mount.starts_with(kRoot)) return;
  diagnostics.warning(position(adapter.section[index]), adapter.path + ".mount",
                      fmt::format("{} is an object of TR-181, in which an ACS expects the parameters of the standard; "
                                  "did you mean {}X_{}_{}?",
                                  quote(adapter.mount), kRoot, oui, adapter.mount.substr(kRoot.size())));
}

std::string problem_of_certificate(const std::filesystem::path& file) {
  const auto [text, unreadable] = read_file(file, kMaxCertificateSize);
  if (!unreadable.empty()) return "cannot be read: " + unreadable;
  return text.find("-----BEGIN ") == std::string::npos ? "has no PEM block, which begins with -----BEGIN" : "";
}

/// `folder` is the one that a relative path is relative to.
void check_certificate(const Node& node, const std::string& path, const std::filesystem::path& folder,
                       Diagnostics& diagnostics) {
  if (node.scalar.empty() || node.unresolved) return;
  const std::filesystem::path file = folder / node.scalar;
  const std::string problem = problem_of_certificate(file);
  if (problem.empty()) return;
  diagnostics.warning(position(node), path,
                      fmt::format("the file {} {}", node.secret ? quote(node) : quote(file.string()), problem));
}

void check_acs_certificates(const Config& config, Diagnostics& diagnostics) {
  const auto acs = find(config.document, 0, "acs");
  if (acs == kNoNode) return;
  for (const std::string_view key : kCertificateKeys) {
    const auto index = find(config.document, acs, key);
    if (index == kNoNode || config.document[index].kind != Node::Kind::scalar) continue;
    const Node& node = config.document[index];
    check_certificate(node, fmt::format("acs.{}", key), std::filesystem::path(*node.file).parent_path(), diagnostics);
  }
}

void check_adapter_certificates(const AdapterSection& adapter, Diagnostics& diagnostics) {
  for_each_scalar(adapter.section, 0, adapter.path, [&](const Node& node, const std::string& path) {
    if (is_certificate_key(node.key)) check_certificate(node, path, {}, diagnostics);
  });
}

}  // namespace

void add_warnings(const Config& config, Diagnostics& diagnostics) {
  if (config.document.empty()) return;
  check_connection_request(config, diagnostics);
  check_acs_certificates(config, diagnostics);
  for (const AdapterSection& adapter : config.adapters) {
    if (adapter.section.empty()) continue;
    check_mount_place(adapter, config.device.oui, diagnostics);
    check_adapter_certificates(adapter, diagnostics);
    if (adapter.plugin == "modbus") check_register_numbers(adapter, diagnostics);
  }
}

}  // namespace proxy::config
