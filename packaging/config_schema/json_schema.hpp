// SPDX-License-Identifier: Apache-2.0
#pragma once
// The tables that the daemon checks a configuration with, as a JSON Schema, so that an editor says the same while one
// types. What YAML reads as a number or a boolean is a text as well where a text is expected, as it is for the daemon.
// Spec: JSON Schema draft-07.
// Thread: pure

#include "proxy/config/schema/schema.hpp"

#include <boost/json/object.hpp>

#include <span>
#include <string>
#include <vector>

namespace config_schema {

namespace json = boost::json;
using proxy::config::Option;

/// An adapter's own keys.
struct AdapterKeys {
  std::string plugin;
  std::span<const Option> options;
};

/// The schema of the configuration file.
json::object configuration(std::span<const AdapterKeys> adapters);
/// The schema of a profile, which refers to that one as schema.json: some adapter's keys, none of them required.
json::object profile(std::span<const AdapterKeys> adapters);

/// As text for people, members in their order, a list of single values on one line.
std::string to_text(const json::object& schema);

}  // namespace config_schema
