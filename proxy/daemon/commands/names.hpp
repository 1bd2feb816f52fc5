// SPDX-License-Identifier: Apache-2.0
#pragma once
// What people type in place of paths and values: names of devices and capabilities, "*", "on".
// Thread: loop

#include "proxy/control/protocol.hpp"
#include "proxy/model/tree.hpp"
#include "proxy/plugin/router.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::daemon {

struct Meant {
  std::vector<std::string> paths;  ///< at least one, without wildcards
  std::optional<control::Refusal> refusal;
};

/// A path, in which "*" stands for each number of a row, or the name or identity of a device, in which "*" is any text
/// and "?" any character. With a capability, by its name or its type, in any case: the parameter with its value.
/// Refuses what is not there, and a name without "*" that several have, with what it may mean.
Meant meant_by(const model::Tree& tree, const plugin::Router& router, const std::string& path_or_name,
               const std::string& capability);

/// For a boolean "true" of on and yes, "false" of off and no, in any case; any other text as it is.
std::string typed_value(const model::Parameter& parameter, const std::string& text);

}  // namespace proxy::daemon
