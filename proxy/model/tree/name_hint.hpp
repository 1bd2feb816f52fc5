// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a path that names nothing may have meant: for the texts of faults.
// Thread: as the tree

#include "proxy/model/tree/paths.hpp"

#include <string>
#include <string_view>

namespace proxy::model {

/// "the nearest name is Device.DeviceInfo.UpTime", or "Device.Hosts.Host. has the rows 1, 3"; empty if nothing is near
/// the path, or if it names something. Costs a pass over the names of one row.
std::string name_hint(const Paths& tree, std::string_view path);

}  // namespace proxy::model
