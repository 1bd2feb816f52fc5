// SPDX-License-Identifier: Apache-2.0
#pragma once
// The configuration keys of this adapter, one row each: what it adds to the mapping's.
// Thread: any

#include <array>

#include "adapters/mapping/configuration/options.hpp"

namespace adapters::file {

namespace option = sdk::option;

inline constexpr std::array kSource = {
    option::string("file", "The absolute path; {name} is one level. Absent in a table: the path of its rows."),
    mapping::kPointer,
    mapping::kFromAvailability,
    mapping::kInterval,
};

inline constexpr std::array kSink = {
    option::string("file", "The absolute path of the file to write.", {.required = true}),
    mapping::kPayload,
    mapping::kConfirmResponse,
    mapping::kConfirmTimeout,
};

inline constexpr std::array kRows = {
    option::string("file", "The absolute path. Each {name} for which this file exists is a row.", {.required = true}),
    mapping::kInterval,
};

inline constexpr std::array kAvailability = {
    option::string("file", "The absolute path. Absent: the path of the rows."),
    mapping::kPointer,
    mapping::kOnline,
    mapping::kOffline,
    mapping::kInterval,
};

inline constexpr auto kOptions = mapping::SharedOptions<kSource, kSink, kRows, kAvailability>::kSection;

}  // namespace adapters::file
