// SPDX-License-Identifier: Apache-2.0
#pragma once
// The configuration in effect, for people, and what a check of its file finds now.
// Thread: loop

#include "proxy/daemon/configuration/configuration.hpp"

#include <boost/json/object.hpp>

namespace proxy::daemon {

/// {file, text, messages}: the main file; the whole configuration in effect, secrets masked, as YAML; each error and
/// warning as "FILE:LINE:COLUMN: KEY: TEXT". The files are read anew: they may have changed since they came into
/// effect.
boost::json::object shown_configuration(const Configuration& configuration);

}  // namespace proxy::daemon
