// SPDX-License-Identifier: Apache-2.0
#pragma once
// The value of one capability: out of a message, and into a command.
// Thread: pure

#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/mapping/devices/device.hpp"
#include "adapters/mapping/values/outcome.hpp"
#include "adapters/mapping/values/payload.hpp"

namespace adapters::mapping {

/// 0 is the capability's own source; from 1 on those that are elsewhere.
const Source& source_at(const Capability& capability, std::size_t index);

/// The device's word for the value, in a message at the source.
Scalar word_in(const Capability& capability, const Source& source, Payload& payload);
/// The value of such a word as an ACS sees it. A failure means: keep the last value.
Outcome<std::string> value_of(const Capability& capability, const Source& source, const Scalar& word, Payload& payload);
/// "" for a value within the range; otherwise what is wrong with it.
std::string why_out_of_range(const Capability& capability, std::string_view value);

/// The device's word for what an ACS sets. Fails for a value that does not fit, is not listed or is out of range.
Outcome<std::string> word_of_set(const Capability& capability, std::string_view value);
/// The word as it stands in the payload of the sink.
std::string word_to_send(const Capability& capability, const std::string& word);
/// What an ACS sees when the device reports the word that it was sent for `value`: the value in its type's form, or as
/// the way out and back rounds it. "" where the device reports in other words than those it is sent, so that its own
/// word for another value may look like this one.
std::string echo_of(const Capability& capability, std::string_view value, const std::string& word);

/// For people: "Temperature (LevelSensor) = 21.4 degC", or why the message does not change it.
std::string explain_value(const Capability& capability, const Source& source, Payload& payload);

}  // namespace adapters::mapping
