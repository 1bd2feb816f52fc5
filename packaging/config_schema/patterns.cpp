// SPDX-License-Identifier: Apache-2.0
#include "packaging/config_schema/patterns.hpp"

#include <algorithm>
#include <array>

namespace config_schema {
namespace {

constexpr std::string_view kDaemon = "tr069-proxyd";
constexpr std::string_view kAnyAdapter;
constexpr std::string_view kAnywhere = "*";

struct Row {
  std::string_view owner, parent, key, pattern;
  bool takes_tags = true;  ///< a tag is likely; without, an editor underlines more slips
};

// A JSON Schema's regular expressions are those of ECMAScript; validators in Python must understand them as well.
/// What several patterns have in them, written <REST> there.
struct Part {
  std::string_view name, pattern;
};

constexpr std::array kParts{
    Part{"<REST>", "://[^@/?#\\s]+(?:[/?#]\\S*)?"},
    Part{"<HOST>", "(?:[^@:/?#\\s\\[\\]]+|\\[[0-9A-Fa-f:.%]+\\])(?::[0-9]{1,5})?"},
    Part{"<LISTEN>", "(?:(?:\\[[0-9A-Fa-f:.]+\\]|[0-9.]+)?:)?[0-9]{1,5}"},
    Part{"<NAME>", "[A-Za-z_][A-Za-z0-9_-]*"},
};

constexpr std::array kRows{
    Row{kDaemon, "device", "oui", "[0-9A-Fa-f]{6}"},
    Row{kDaemon, "acs", "url", "(?:https?<REST>|dhcp)?"},
    Row{kDaemon, "connection_request", "url", "(?:http<REST>)?"},
    Row{kDaemon, "connection_request", "listen", "<LISTEN>"},
    Row{kDaemon, "connection_request", "udp_listen", "(?:<LISTEN>)?"},
    Row{kDaemon, "adapters", "name", "[A-Za-z0-9_-]{1,64}", false},
    Row{kDaemon, "adapters", "plugin", "[A-Za-z0-9_-]{1,64}", false},
    Row{kDaemon, "adapters", "profile", "[A-Za-z0-9_-]{1,64}", false},
    Row{kDaemon, "adapters", "mount", "Device\\.(?:<NAME>\\.)+", false},
    Row{"mqtt", "broker", "url", "mqtts?://<HOST>/?"},
    Row{"mqtt", "discovery", "topic", "[^+#]*[^+#/]"},
    Row{"mqtt", "sink", "topic", "[^+#]+"},
    Row{"mqtt", "refresh", "topic", "[^+#]+"},
    Row{"mqtt", kAnywhere, "topic", "[^#]+"},
    Row{"http", "server", "url", "https?<REST>"},
    Row{"http", kAnywhere, "url", "(?:https?://\\S+|/\\S*)"},
    Row{"modbus", "bus", "url", "(?:tcp|rtu\\+tcp)://<HOST>|rtu:/\\S*"},
    Row{"file", kAnywhere, "file", "/.*"},
    Row{kAnyAdapter, "tables", "path", "(?:<NAME>\\.)*<NAME>\\.\\{i\\}\\."},
    Row{kAnyAdapter, "parameters", "path", "<NAME>(?:\\.<NAME>)*"},
    Row{kAnyAdapter, kAnywhere, "pointer", "(?:/.*)?", false},
    Row{kAnyAdapter, kAnywhere, "name_pointer", "(?:/.*)?", false},
};

bool fits(const Row& row, std::string_view owner, std::string_view parent, std::string_view key) {
  const bool is_owner = row.owner == owner || (row.owner == kAnyAdapter && owner != kDaemon);
  return is_owner && (row.parent == parent || row.parent == kAnywhere) && row.key == key;
}

std::string whole(std::string_view pattern) {
  std::string text(pattern);
  for (const Part& part : kParts) {
    for (std::size_t at = 0; (at = text.find(part.name)) != std::string::npos;)
      text.replace(at, part.name.size(), part.pattern);
  }
  return text;
}

}  // namespace

std::string pattern_of(std::string_view owner, std::string_view parent, std::string_view key) {
  // What !env NAME, !env "NAME:-default", !secret NAME and !file PATH leave of a value in an editor.
  constexpr std::string_view kTagged = "[A-Za-z_][A-Za-z0-9_]*(?::-.*)?|[./].*";
  const auto row = std::ranges::find_if(kRows, [&](const Row& each) { return fits(each, owner, parent, key); });
  if (row == kRows.end()) return {};
  std::string pattern = "^(?:" + whole(row->pattern);
  if (row->takes_tags) pattern.append("|").append(kTagged);
  return pattern + ")$";
}

}  // namespace config_schema
