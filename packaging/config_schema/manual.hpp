// SPDX-License-Identifier: Apache-2.0
#pragma once
// The manual pages that are made of tables: of the keys of the configuration, and of the commands of tr069-proxyctl.
// Spec: man(7)
// Thread: pure

#include "packaging/config_schema/json_schema.hpp"

#include <span>
#include <string>

namespace config_schema {

/// tr069-proxy.yaml(5): each key of the file, then those of each adapter.
std::string configuration_page(std::span<const AdapterKeys> adapters);
/// tr069-proxyctl(1).
std::string control_page();

}  // namespace config_schema
