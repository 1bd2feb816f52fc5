// SPDX-License-Identifier: Apache-2.0
#pragma once
// The configuration keys of this adapter, one row each: those of the server, and what it adds to the mapping's own.
// Thread: any

#include <array>

#include "adapters/mapping/configuration/options.hpp"

namespace adapters::http {

namespace option = sdk::option;

inline constexpr std::array kServer = {
    option::string("url",
                   "The server: http://host[:port], also with a path. Each url that begins with '/' is appended to it.",
                   {.default_value = ""}),
    option::string("username", "The user name for the server. Empty: no login.", {.default_value = ""}),
    option::secret("password", "The password of username.", {.default_value = ""}),
    option::string("auth", "How to log in: any method that the server offers, or only this one.",
                   {.default_value = "any", .choices = "any basic digest"}),
    option::string("key_header", "The header in which `key` is sent.", {.default_value = "Authorization"}),
    option::secret("key", "A key for the server's interface, such as \"Bearer 0123\". Empty: no key.",
                   {.default_value = ""}),
    option::string("ca_file",
                   "PEM file of the CA that must have signed the server's certificate. Empty: the system's CAs.",
                   {.default_value = ""}),
    option::boolean("insecure",
                    "Accept any certificate of any host. The connection is encrypted, but another host can pretend to "
                    "be the server.",
                    {.default_value = "false"}),
    option::integer("timeout_s", "The time in which a source must answer.",
                    {.default_value = "10", .minimum = 1, .maximum = 300, .unit = "s"}),
    option::integer("max_connections",
                    "The requests that each host gets at the same time, at most. Small servers answer one at a time.",
                    {.default_value = "1", .minimum = 1, .maximum = 8}),
};

inline constexpr adapter_option kUrl = option::string(
    "url", "http:// or https://, or a path below server.url. Absent in a table: the answer of its rows.");

inline constexpr std::array kSource = {kUrl, mapping::kPointer, mapping::kFromAvailability, mapping::kInterval};

inline constexpr std::array kSink = {
    option::string(
        "url",
        "http:// or https://, or a path below server.url. ${value}, and in a table ${name}, are percent-encoded in it.",
        {.required = true}),
    option::string("method", "The HTTP method.", {.default_value = "PUT", .choices = "PUT POST PATCH GET"}),
    mapping::kPayload,
    option::string("content_type", "Empty: application/json for a payload that is JSON, otherwise text/plain.",
                   {.default_value = ""}),
    mapping::kConfirmResponse,
    mapping::kConfirmTimeout,
};

inline constexpr std::array kRows = {
    option::string("url", "The URL of a JSON document whose members are the rows.", {.required = true}),
    mapping::kRowsPointer,
    mapping::kRowsKey,
    mapping::kInterval,
};

inline constexpr std::array kAvailability = {mapping::kPointer, mapping::kOnline, mapping::kOffline};

inline constexpr std::array kOwnOptions = {
    option::map("server", kServer, "The server of the devices, and how to log in there."),
};

inline constexpr auto kOptions =
    option::join(kOwnOptions, mapping::SharedOptions<kSource, kSink, kRows, kAvailability>::kSection);

}  // namespace adapters::http
