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
    option::string("username", "The user name for the broker. Empty: no login.", {.default_value = ""}),
    option::secret("password", "The password of username. Over mqtt:// it is sent unencrypted.", {.default_value = ""}),
    option::string("client_id",
                   "The client identifier. Empty: a random one at each start. Two clients with the same identifier "
                   "disconnect each other.",
                   {.default_value = ""}),
    option::string(
        "ca_file",
        "PEM file of the CA that must have signed the broker's certificate. Empty: the CAs in /etc/ssl/certs.",
        {.default_value = ""}),
    option::string("client_cert_file", "PEM file of our own certificate, for a broker that requests one.",
                   {.default_value = ""}),
    option::string("client_key_file", "PEM file of its key, without a password.", {.default_value = ""}),
    option::boolean("insecure",
                    "Accept any certificate of any host. The connection is encrypted, but another host can pretend to "
                    "be the server.",
                    {.default_value = "false"}),
    option::integer("keepalive_s", "The time without messages after which the connection to the broker is checked.",
                    {.default_value = "30", .minimum = 5, .maximum = 3600, .unit = "s"}),
    option::string(
        "protocol_version",
        "The version of MQTT. auto: 5, and 3.1.1 for a broker that does not speak it. With 5 the broker sends "
        "no packet above twice max_payload_bytes.",
        {.default_value = "auto", .choices = "auto 5 3.1.1"}),
};

inline constexpr std::array kRefresh = {
    option::string("topic", "The topic at which the device is asked for the value.", {.required = true}),
    option::string("payload", "The payload of the request; ${name} is a capture.", {.default_value = ""}),
};

inline constexpr std::array kSource = {
    option::string("topic",
                   "The topic of the messages; {name} is one level. Absent in a table: the topic of its rows."),
    mapping::kPointer,
    mapping::kFromAvailability,
    mapping::kIgnoreRetained,
    mapping::kResetAfter,
    option::map("refresh", kRefresh,
                "The request that makes the device publish the value. It is sent before an ACS reads the value, once "
                "for all rows and parameters with the same request."),
};

inline constexpr std::array kResponse = {
    option::string("topic", "The topic at which the device answers commands.", {.required = true}),
    option::string("pointer", "JSON Pointer to the command's number, ${id} in its payload.", {.required = true}),
    option::map("ok", mapping::kOk, "What shows success. Absent: every answer without an error."),
    option::map("error", mapping::kError, "What shows a refusal, and its reason."),
};

inline constexpr std::array kSink = {
    option::string("topic", "The topic at which the command is published.", {.required = true}),
    mapping::kPayload,
    option::boolean("retain",
                    "The broker keeps the command for later subscribers. A device that reconnects then carries out an "
                    "old command again.",
                    {.default_value = "false"}),
    option::integer("qos", "MQTT quality of service: 0 at most once, 1 at least once, 2 exactly once.",
                    {.default_value = "0", .minimum = 0, .maximum = 2}),
    mapping::kConfirm,
    option::map("response", kResponse, "How the device answers; for confirm: response."),
    mapping::kConfirmTimeout,
};

inline constexpr std::array kRows = {
    option::string(
        "topic",
        "The topic of the messages. Each {name} of a message that can be decoded is a row. With `pointer` or "
        "`key` a level may be +, which is any one.",
        {.required = true}),
    option::string("pointer",
                   "For many rows at one topic: JSON Pointer to the object or array in the message that has them, such "
                   "as /ZbReceived; absent, with `key`: the whole message."),
    option::string(
        "key",
        "JSON Pointer to a row's identity, such as /id: in the object at `pointer`, which is then one row, or "
        "in each member of it. Absent, with `pointer`: the member's name."),
};

inline constexpr std::array kAvailability = {
    option::string("topic",
                   "The topic at which the device publishes whether it is online. With fewer {name}s than the rows it "
                   "is that of a bridge. Absent: the topic of the rows."),
    mapping::kPointer,
    mapping::kOnline,
    mapping::kOffline,
};

inline constexpr std::array kDiscovery = {
    option::string("convention", "How devices describe themselves.",
                   {.required = true, .choices = discovery::kConventionNames}),
    option::string("topic",
                   "The base of the topics of the convention. Absent: the convention's default, such as zigbee2mqtt."),
    option::integer(
        "stale_after_s",
        "A device is silent after so long without a message, until its next one; 0: never. Absent: 25 h for "
        "a device with a battery, never for others, unless the convention has a time of its own.",
        {.unit = "s"}),
};

inline constexpr std::array kOwnOptions = {
    option::map("broker", kBroker, "The MQTT broker.", {.required = true}),
    option::map("discovery", kDiscovery,
                "Shows each device that describes itself, in the standard shape, without a mapping."),
};

inline constexpr auto kOptions =
    option::join(kOwnOptions, mapping::SharedOptions<kSource, kSink, kRows, kAvailability>::kSection);

}  // namespace adapters::mqtt
