// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parameters and objects as the replies of `get`, `tree` and `children` have them.
// Thread: loop, while the tree is not frozen

#include "proxy/base/error.hpp"
#include "proxy/model/tree.hpp"

#include <boost/json/fwd.hpp>

#include <string_view>

namespace proxy::daemon {

/// What is at or below the path, as {path, value}.
base::Result<boost::json::array> values(const model::Tree& tree, std::string_view path);

/// What is at or below the path, as {path, value, type, writable, notification}.
base::Result<boost::json::array> parameters(const model::Tree& tree, std::string_view path);

/// What is one level below the object: parameters as parameters() has them, and objects, whose path ends with a dot, as
/// {path, value} with the value of their parameter Name, or null without one.
base::Result<boost::json::array> children(const model::Tree& tree, std::string_view object);

}  // namespace proxy::daemon
