// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a message would do, and why not: each adapter's own words, asked of one that runs or of a configuration file.
// Thread: loop, or before there is one

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
  std::string address;  ///< an MQTT topic, a URL, whatever the adapters know messages by
  std::string_view payload;
  std::string adapter;  ///< asked alone; empty: all that tell
};

/// By adapter, a list of lines; or in one sentence why there is none.
using Explanation = boost::system::result<boost::json::object, std::string>;

/// Of the adapters that run.
Explanation explain(const plugin::Router& router, const Message& message);

/// Of those in the configuration file, none of which is started. Throws ConfigurationError for what is wrong with the
/// file.
Explanation explain(const std::filesystem::path& file, const Message& message);

/// As tr069-proxyctl prints it, or as JSON.
std::string to_text(const boost::json::object& explanation, bool as_json);

}  // namespace proxy::daemon
