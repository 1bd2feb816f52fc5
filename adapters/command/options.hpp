// SPDX-License-Identifier: Apache-2.0
#pragma once
// The configuration keys of this adapter, one row each: its own, and what it adds to the mapping's.
// Thread: any

#include <array>

#include "adapters/mapping/configuration/options.hpp"

namespace adapters::command {

namespace option = sdk::option;

inline constexpr adapter_option kCommand = option::list(
    "command", {},
    "The program, by its absolute path or a name that PATH finds, and its arguments. It runs without a shell.");

inline constexpr std::array kSource = {kCommand, mapping::kPointer, mapping::kFromAvailability, mapping::kInterval};

inline constexpr std::array kSink = {
    option::list(
        "command", {},
        "The program and its arguments. In them ${value} is the value and, in a table, ${name} the row's name.",
        {.required = true}),
    mapping::kConfirmResponse,
    mapping::kConfirmTimeout,
};

inline constexpr std::array kRows = {
    option::list("command", {}, "The program, whose output is a JSON document, and its arguments.", {.required = true}),
    mapping::kRowsPointer,
    mapping::kRowsKey,
    mapping::kInterval,
};

inline constexpr std::array kAvailability = {mapping::kPointer, mapping::kOnline, mapping::kOffline};

inline constexpr std::array kOwnOptions = {
    option::integer("timeout_s", "The time after which a source's program and its child processes are killed.",
                    {.default_value = "10", .minimum = 1, .maximum = 3600, .unit = "s"}),
    option::integer("max_children", "How many programs run at the same time; one place is reserved for sets.",
                    {.default_value = "4", .minimum = 2, .maximum = 64}),
};

inline constexpr auto kOptions =
    option::join(kOwnOptions, mapping::SharedOptions<kSource, kSink, kRows, kAvailability>::kSection);

}  // namespace adapters::command
