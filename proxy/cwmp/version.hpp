// SPDX-License-Identifier: Apache-2.0
#pragma once
// The versions of CWMP and the XML namespaces that go with them.
// Spec: TR-069 Amendment 6, 3.7.4 (negotiation), A.6 (namespaces)
// Thread: pure

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::cwmp {

enum class Version : std::uint8_t { v1_0, v1_1, v1_2, v1_3, v1_4 };

/// "1.4"
std::string_view version_name(Version version);
std::optional<Version> version_from_name(std::string_view name);
/// "urn:dslforum-org:cwmp-1-2", which 1.2, 1.3 and 1.4 share.
std::string_view xml_namespace(Version version);
/// The lowest version that has this namespace; none if it is no namespace of CWMP.
std::optional<Version> version_from_namespace(std::string_view uri);
/// "1.0,1.1,1.2" for 1.2: what SupportedCWMPVersions says.
std::string versions_up_to(Version highest);

}  // namespace proxy::cwmp
