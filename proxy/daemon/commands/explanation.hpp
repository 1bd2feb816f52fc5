// SPDX-License-Identifier: Apache-2.0
#pragma once
// Explains what a message would set, and why not. The adapters explain: running ones, or those of a configuration file.
// Thread: loop, or the main thread without a loop

#include "proxy/base/error.hpp"
#include "proxy/plugin/router.hpp"

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>

namespace proxy::daemon {

struct Message {
  std::string address;  ///< what the adapters identify messages by: an MQTT topic, a URL
  std::string_view payload;
  std::string adapter;  ///< the only adapter to ask; empty: all
};

/// A list of lines for each adapter; or one sentence that says why there is no explanation.
using Explanation = boost::system::result<boost::json::object, std::string>;

/// Asks the running adapters.
Explanation explain(const plugin::Router& router, const Message& message);

/// Asks the adapters of the configuration file, without starting them. Throws ConfigurationError if the file has
/// errors.
Explanation explain(const std::filesystem::path& file, const Message& message);

/// The explanation as tr069-proxyctl prints it, or as JSON.
std::string to_text(const boost::json::object& explanation, bool as_json);

}  // namespace proxy::daemon
