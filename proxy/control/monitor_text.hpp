// SPDX-License-Identifier: Apache-2.0
#pragma once
// The replies to the commands of a monitor, as text for people.
// Thread: pure

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>

namespace proxy::control {

/// The reply to `metrics`: a line for each sample, `name{label="value"} 3`.
std::string metrics_text(const boost::json::object& metrics);

/// The reply to `sessions`: a line for each; `verbose`: then the envelopes, too.
std::string sessions_text(const boost::json::array& sessions, bool verbose);

/// The reply to `config`: the text, and each message as a comment after it.
std::string config_text(const boost::json::object& config);

}  // namespace proxy::control
