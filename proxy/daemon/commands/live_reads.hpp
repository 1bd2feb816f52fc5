// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parameters that are read when asked, for tr069-proxyctl as for the ACS: their sources bring them up to date first.
// Thread: loop, while the tree is not frozen

#include "proxy/model/cursor.hpp"
#include "proxy/model/tree.hpp"

#include <string_view>
#include <vector>

namespace proxy::daemon {

/// The live parameters at or below the path, or one level below it; none if there is no such path.
std::vector<model::ParameterRef> live_parameters(const model::Tree& tree, std::string_view path,
                                                 model::Cursor::Depth depth = model::Cursor::Depth::all);

}  // namespace proxy::daemon
