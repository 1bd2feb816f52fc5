// SPDX-License-Identifier: Apache-2.0
#pragma once
// The form of hosts, paths, URLs and topics, as regular expressions for schema.json: an editor then underlines a slip.
// The daemon and the adapters have the rules proper; nothing that they take is refused here.
// Thread: pure

#include <string>
#include <string_view>

namespace config_schema {

/// Of the key in the map `parent`, "" at the top, of the daemon ("tr069-proxyd") or of an adapter; "" if any text will
/// do. A text that may stand behind a tag matches, too, where the key takes tags.
std::string pattern_of(std::string_view owner, std::string_view parent, std::string_view key);

}  // namespace config_schema
