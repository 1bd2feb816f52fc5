// SPDX-License-Identifier: Apache-2.0
#pragma once
// Texts of devices and ACSs, as they are written to a log or a terminal: what would act on the terminal, begin a new
// line or change the order of what is read is escaped.
// Spec: ECMA-48 (C0 and C1 controls); Unicode Standard Annex 9 (direction marks)
// Thread: any

#include <string>
#include <string_view>

namespace proxy::base {

/// The text with "\x1b" in place of a control character or of a byte that is not UTF-8, and "\u202e" in place of a C1
/// control, a direction mark or a line separator.
std::string visible_text(std::string_view text);

/// Appends what visible_text() would return.
void append_visible(std::string& out, std::string_view text);

/// The same, with its line ends kept: of a text of several lines that is our own but for its parts.
std::string visible_lines(std::string_view text);

/// Serialized JSON with the same characters as "\u202e" inside its strings: another form of the same value.
std::string visible_json(std::string_view json);

}  // namespace proxy::base
