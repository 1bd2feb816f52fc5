// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parameters and objects as the replies of `tree` and `children` have them.
// Thread: loop, while the tree is not frozen

#include "proxy/base/error.hpp"
#include "proxy/model/cursor.hpp"
#include "proxy/model/tree.hpp"

#include <boost/json/fwd.hpp>

#include <string_view>

namespace proxy::daemon {

/// {path, value, type, writable, notification}.
boost::json::object parameter_entry(const model::Tree& tree, const model::Cursor::Item& item);

/// What is one level below the object: parameters as above, and objects, whose path ends with a dot, as {path, value}
/// with the value of their parameter Name, or null without one.
base::Result<boost::json::array> children(const model::Tree& tree, std::string_view object);

}  // namespace proxy::daemon
