// SPDX-License-Identifier: Apache-2.0
#pragma once
// The configuration keys of this adapter, one row each: those of the broker, and what it adds to the mapping's own.
// Thread: any

#include <array>

#include "adapters/mapping/configuration/options.hpp"
#include "adapters/mqtt/discovery/conventions.hpp"

namespace adapters::mqtt {

namespace option = sdk::option;

inline constexpr std::array kBroker = {
    option::string("url", "mqtt://host[:1883] or mqtts://host[:8883]; an IPv6 address stands in brackets.",
                   {.required = true}),
    option::string("username", "Empty: none is given.", {.default_value = ""}),
    option::secret("password", "Goes with username; over mqtt:// anybody on the way can read it.",
                   {.default_value = ""}),
    option::string("client_id", "Empty: a random one at each start. Two clients with one name throw each other out.",
                   {.default_value = ""}),
    option::string("ca_file", "PEM file of the CA that the broker's certificate must be of. Empty: /etc/ssl/certs.",
                   {.default_value = ""}),
    option::string("client_cert_file", "PEM file of our own certificate, for a broker that asks for one.",
                   {.default_value = ""}),
    option::string("client_key_file", "PEM file of its key, without a password.", {.default_value = ""}),
    option::boolean("insecure", "Take any certificate of any host: protects against listeners, not against impostors.",
                    {.default_value = "false"}),
    option::integer("keepalive_s", "After this silence the broker is asked whether it is still there.",
                    {.default_value = "30", .minimum = 5, .maximum = 3600, .unit = "s"}),
};

inline constexpr std::array kRefresh = {
    option::string("topic", "Where the device is asked for the value.", {.required = true}),
    option::string("payload", "What is sent; ${name} is a capture.", {.default_value = ""}),
};

inline constexpr std::array kSource = {
    option::string("topic",
                   "The topic of the messages; {name} is one level. Absent in a table: the topic of its rows."),
    mapping::kPointer,
    mapping::kFromAvailability,
    mapping::kIgnoreRetained,
    mapping::kResetAfter,
    option::map("refresh", kRefresh,
                "What makes the device tell the value: sent before an ACS reads it, once for all rows and parameters "
                "that ask for the same."),
};

inline constexpr std::array kResponse = {
    option::string("topic", "Where the device answers to commands.", {.required = true}),
    option::string("pointer", "JSON Pointer to the command's number, ${id} in its payload.", {.required = true}),
    option::map("ok", mapping::kOk, "What says that it is done; absent: whatever has no error."),
    option::map("error", mapping::kError, "What says that it is refused, and why."),
};

inline constexpr std::array kSink = {
    option::string("topic", "Where the command is published.", {.required = true}),
    mapping::kPayload,
    option::boolean("retain",
                    "Have the broker keep the command for who subscribes later. A device that reconnects then carries "
                    "out an old command again.",
                    {.default_value = "false"}),
    option::integer("qos", "MQTT quality of service: 0 at most once, 1 at least once, 2 exactly once.",
                    {.default_value = "0", .minimum = 0, .maximum = 2}),
    mapping::kConfirm,
    option::map("response", kResponse, "With confirm: response, how the device answers."),
    mapping::kConfirmTimeout,
};

inline constexpr std::array kRows = {
    option::string("topic", "Each {name} seen in it with a payload that can be read is a row.", {.required = true}),
};

inline constexpr std::array kAvailability = {
    option::string("topic",
                   "Where the device, or with less {name}s its bridge, says whether it is there. Absent: the topic of "
                   "its rows."),
    mapping::kPointer,
    mapping::kOnline,
    mapping::kOffline,
};

inline constexpr std::array kDiscovery = {
    option::string("convention", "How devices describe themselves.",
                   {.required = true, .choices = discovery::kConventionNames}),
    option::string("topic", "Below which they do; absent: as the convention has it, such as zigbee2mqtt."),
};

inline constexpr std::array kOwnOptions = {
    option::map("broker", kBroker, "The MQTT broker.", {.required = true}),
    option::map("discovery", kDiscovery, "Shows each device that describes itself in TR-181's shape, unmapped."),
};

inline constexpr auto kOptions =
    option::join(kOwnOptions, mapping::SharedOptions<kSource, kSink, kRows, kAvailability>::kSection);

}  // namespace adapters::mqtt
