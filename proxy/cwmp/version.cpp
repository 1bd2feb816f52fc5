// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/version.hpp"

#include <array>
#include <cstddef>

namespace proxy::cwmp {
namespace {

struct VersionInfo {
  std::string_view name;
  std::string_view xml_namespace;
};

constexpr std::array<VersionInfo, 5> kVersions{{
    {"1.0", "urn:dslforum-org:cwmp-1-0"},
    {"1.1", "urn:dslforum-org:cwmp-1-1"},
    {"1.2", "urn:dslforum-org:cwmp-1-2"},
    {"1.3", "urn:dslforum-org:cwmp-1-2"},
    {"1.4", "urn:dslforum-org:cwmp-1-2"},
}};

const VersionInfo& info(Version version) { return kVersions.at(static_cast<std::size_t>(version)); }

std::optional<Version> first_with(std::string_view VersionInfo::*field, std::string_view text) {
  for (std::size_t i = 0; i < kVersions.size(); ++i) {
    if (kVersions.at(i).*field == text) return static_cast<Version>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view version_name(Version version) { return info(version).name; }
std::string_view xml_namespace(Version version) { return info(version).xml_namespace; }
std::optional<Version> version_from_name(std::string_view name) { return first_with(&VersionInfo::name, name); }
std::optional<Version> version_from_namespace(std::string_view uri) {
  return first_with(&VersionInfo::xml_namespace, uri);
}

std::string versions_up_to(Version highest) {
  std::string text;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(highest); ++i) {
    if (i > 0) text += ',';
    text += kVersions.at(i).name;
  }
  return text;
}

}  // namespace proxy::cwmp
