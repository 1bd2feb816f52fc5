// SPDX-License-Identifier: Apache-2.0
#pragma once
// The configuration keys of this adapter, one row each: those of the server, and what it adds to the mapping's own.
// Thread: any

#include <array>

#include "adapters/mapping/configuration/options.hpp"

namespace adapters::http {

namespace option = sdk::option;

inline constexpr std::array kServer = {
    option::string("url", "What stands before each url that begins with '/': http://host[:port], or with a path.",
                   {.default_value = ""}),
    option::string("username", "With which to log in at the server. Empty: without.", {.default_value = ""}),
    option::secret("password", "Goes with username.", {.default_value = ""}),
    option::string("auth", "How to log in: as the server asks, or in one way alone.",
                   {.default_value = "any", .choices = "any basic digest"}),
    option::string("key_header", "The header in which `key` is sent.", {.default_value = "Authorization"}),
    option::secret("key", "A key of the server's interface, such as \"Bearer 0123\". Empty: none is sent.",
                   {.default_value = ""}),
    option::string("ca_file", "PEM file of the CA that certificates must be of. Empty: the system's.",
                   {.default_value = ""}),
    option::boolean("insecure", "Take any certificate of any host: protects against listeners, not against impostors.",
                    {.default_value = "false"}),
    option::integer("timeout_s", "After which a source that has not answered is given up.",
                    {.default_value = "10", .minimum = 1, .maximum = 300, .unit = "s"}),
};

inline constexpr adapter_option kUrl = option::string(
    "url", "http:// or https://, or a path below server.url. Absent in a table: the answer of its rows.");

inline constexpr std::array kSource = {kUrl, mapping::kPointer, mapping::kFromAvailability, mapping::kInterval};

inline constexpr std::array kSink = {
    option::string("url", "Likewise; ${value}, and in a table ${name}, are percent-encoded in it.", {.required = true}),
    option::string("method", "The HTTP method.", {.default_value = "PUT", .choices = "PUT POST PATCH GET"}),
    mapping::kPayload,
    option::string("content_type", "Empty: application/json for a payload that is JSON, otherwise text/plain.",
                   {.default_value = ""}),
    mapping::kConfirmResponse,
    mapping::kConfirmTimeout,
};

inline constexpr std::array kRows = {
    option::string("url", "Where a JSON document is whose members are the rows.", {.required = true}),
    mapping::kRowsPointer,
    mapping::kRowsKey,
    mapping::kInterval,
};

inline constexpr std::array kAvailability = {mapping::kPointer, mapping::kOnline, mapping::kOffline};

inline constexpr std::array kOwnOptions = {
    option::map("server", kServer, "Where devices answer, and how to log in there."),
};

inline constexpr auto kOptions =
    option::join(kOwnOptions, mapping::SharedOptions<kSource, kSink, kRows, kAvailability>::kSection);

}  // namespace adapters::http
