// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds words that are nearly those of TR-181: an ACS would see `Sensr` as X_<OUI>_Sensr. Words that TR-181 does not
// have are allowed, so only --check-config looks for them.
// Thread: pure

#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"

#include <string_view>

namespace proxy::plugin {

/// Appends a warning for each type of a device, type and unit of a capability, and type of a rule of `notify` in the
/// section that a word of TR-181 is most likely meant by.
void warn_of_near_misses(const config::AdapterSection& section, config::Diagnostics& diagnostics);

/// The words of the list, which have one space between them, that differ from `word` by case or by a typing error: the
/// first letter is right, and of four letters one may be wrong. Empty if there are none, or `word` is one of the list.
std::string_view meant_word(std::string_view words, std::string_view word);

/// Likewise, a unit as people write it: "°C" is degC. Units have no typing errors: hPa is not Pa.
std::string_view meant_unit(std::string_view word);

}  // namespace proxy::plugin
