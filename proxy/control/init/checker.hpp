// SPDX-License-Identifier: Apache-2.0
#pragma once
// What tr069-proxyd says of a configuration that is not in a file yet.
// Thread: any, blocking

#include <string>
#include <string_view>

namespace proxy::control {

/// The errors that `tr069-proxyd --check-config` finds in the text, "acs.url: must name a host", one a line; empty if
/// there are none. Relative paths in the text have no meaning. Throws std::runtime_error if the program cannot be run.
std::string errors_in_configuration(std::string_view text);

}  // namespace proxy::control
